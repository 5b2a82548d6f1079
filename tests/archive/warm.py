"""Runs `mne` again and again without waiting for Python to start: each time in a fork.

The whole command runs, from its words to its exit code, in a process of its own, which strace may
watch or hinder. What it imports was imported before, so that only its own doings are in the way.
"""

from __future__ import annotations

import atexit
import importlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NoReturn

PATIENCE = 60.0
"""Seconds after which a command counts as hanging."""


@dataclass(frozen=True)
class Ended:
    """What a command came to."""

    code: int
    """Below zero: the signal that killed it."""
    out: str
    err: str
    log: str
    """What strace recorded; empty where it did not watch."""


@dataclass
class Warm:
    """The commands of one workspace after the other, by a process that has imported them all."""

    scratch: Path
    known: set[str] = field(default_factory=set)

    def mne(
        self,
        workspace: Path,
        words: Sequence[str],
        *,
        environment: Mapping[str, str] = {},
        watched: Sequence[str] | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> Ended:
        """`mne WORDS` in a workspace; `watched` are the options of the strace that watches it.

        `before` runs in the process itself, first of all.
        """
        self.scratch.mkdir(parents=True, exist_ok=True)
        out, err, log, modules = (self.scratch / name for name in ("out", "err", "log", "modules"))
        waits, goes = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            process = os.fork()  # the only thread that runs
        if process == 0:
            os.close(goes)
            _run(workspace, words, dict(environment), waits, (out, err, modules), before)
        os.close(waits)
        try:
            strace = _watch(process, log, watched) if watched is not None else None
            os.write(goes, b"!")
        finally:
            os.close(goes)
        code = _wait(process)
        if strace is not None:
            strace.communicate()
        self._import_what(modules)
        recorded = log.read_text(errors="surrogateescape") if strace is not None else ""
        return Ended(code, out.read_text(), err.read_text(), recorded)

    def _import_what(self, modules: Path) -> None:
        """Have at hand what the command had to import."""
        if not modules.exists():
            return
        for name in modules.read_text().split("\n"):
            if name and name not in self.known:
                self.known.add(name)
                with suppress(ImportError):
                    importlib.import_module(name)
        modules.unlink()


def _run(
    workspace: Path,
    words: Sequence[str],
    environment: dict[str, str],
    go: int,
    files: tuple[Path, Path, Path],
    before: Callable[[], None],
) -> NoReturn:
    code = 70
    atexit._clear()  # what the parent has to tidy away is not ours to tidy
    try:
        _make_ready(workspace, environment, files)
        before()
        sys.argv = ["mne", *words]
        imported = set(sys.modules)
        if os.read(go, 1):  # else whoever wanted to watch could not
            code = _call()
        if fresh := set(sys.modules) - imported:
            files[2].write_text("\n".join(sorted(fresh)))
    except BaseException:  # noqa: BLE001 - a fork must never go on as its parent
        traceback.print_exc()
    finally:
        os._exit(code)


def _make_ready(
    workspace: Path, environment: dict[str, str], files: tuple[Path, Path, Path]
) -> None:
    for path, stream in zip(files, (1, 2), strict=False):
        handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o666)
        os.dup2(handle, stream)
        os.close(handle)
    for name in ("MNE_WORKSPACE", "SOURCE_DATE_EPOCH", "NO_COLOR", "MNE_LANG", "FORCE_COLOR"):
        os.environ.pop(name, None)
    os.environ.update(environment)
    time.tzset()
    os.chdir(workspace)
    _same_names_each_time()


def _call() -> int:
    from mne.cli import main

    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _same_names_each_time() -> None:
    """Temporary files get the same names in each run: strace is told by name what to look for."""
    numbers = count()
    tempfile._get_candidate_names = lambda: (f"{number:08}" for number in numbers)


def _watch(process: int, log: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """A strace that is in place when this returns."""
    command = ["strace", "-y", "-o", str(log), "-p", str(process), *options]
    strace = subprocess.Popen(command, stderr=subprocess.PIPE, env={"PATH": os.environ["PATH"]})
    assert strace.stderr is not None
    said = b""
    while b"attached" not in said:
        line = strace.stderr.readline()
        if not line:
            raise RuntimeError(f"strace: {said.decode(errors='replace')}")
        said += line
    return strace


def _wait(process: int) -> int:
    until = time.monotonic() + PATIENCE
    pause = 0.002
    while time.monotonic() < until:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
    os.kill(process, 9)
    os.waitpid(process, 0)
    raise TimeoutError(f"still not done after {PATIENCE:g} seconds")
