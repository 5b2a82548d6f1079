"""Starts a limited process that reads workbooks, hands it files one by one, and takes its answers.

The process is started before it is needed, so that the caller can do something useful meanwhile.
Whatever happens to it - a crash, a hang, an endless answer - ends here.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from mne.workbook.child import GOES_ON, HEAD_BYTES, LAST, MARK, READ
from mne.workbook.faults import Refusal

WALL_SECONDS = 12.0
_TICK = 0.2
MAX_ANSWER_BYTES = 256 * 2**20

_HERE = Path(__file__).resolve().parent
# The packages stand empty in the child: importing ours whole would take longer than the reading.
_START = """
import sys
for name, folder in (("mne", sys.argv[3]), ("mne.workbook", sys.argv[4])):
    sys.modules[name] = module = type(sys)(name)
    module.__path__ = [folder]
from mne.workbook.child import main
main(int(sys.argv[1]), sys.argv[2])
"""
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class ReaderProcess:
    """One child for so many files: `ask` it, then wait for its `answer`.

    It has read a file whole before it begins to answer, so neither can keep the other waiting. A
    thread watches the clock meanwhile, and ends a child that takes too long.
    """

    def __init__(self, files: int) -> None:
        self.left = files
        """How many more files it takes; none once it has ended or is not to be trusted."""
        self._process = subprocess.Popen(
            _command(files),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            close_fds=True,
        )
        self._until: float | None = None
        self._is_late = False
        self._ended = Event()
        self._watcher = Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def ask(self, data: bytes, wish: bytes = b"") -> None:
        """Hand it a file to read, or to mark as is wished.

        The answer to the one before must have been taken.
        """
        self.left -= 1
        self._until = monotonic() + WALL_SECONDS
        stdin = self._process.stdin
        # A child that dies early breaks the pipe; its exit status tells the story.
        with contextlib.suppress(OSError):
            if stdin is not None:
                before = b"%*d%b" % (HEAD_BYTES, len(wish), wish) if wish else b""
                kind = MARK if wish else READ
                stdin.write(b"%b%*d" % (kind, HEAD_BYTES - 1, len(before) + len(data)))
                stdin.write(before)
                stdin.write(data)
                stdin.flush()

    def answer(self) -> bytes:
        """The child's answer; a `Refusal` if it ended in any way but a good one."""
        answer = None
        try:
            mark, answer = self._hear()
        finally:
            # Also when somebody pressed Ctrl-C: nothing is left running.
            if answer is None or mark != GOES_ON:
                self.close()
        if answer is None:
            how = "time" if self._is_late else f"status {self._process.returncode}"
            raise Refusal("file-reader-failed", how=how)
        self._until = None
        return answer

    def close(self) -> None:
        """End the child, busy or not; its exit status is then known."""
        self.left = 0
        self._ended.set()
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._watcher.join()

    def _hear(self) -> tuple[str, bytes | None]:
        """Whether it takes another file, and its answer; None if it gave no whole answer."""
        stdout = self._process.stdout
        if stdout is None:
            return LAST, None  # cannot be: it is a pipe
        head = stdout.read(HEAD_BYTES)
        size = head[1:].lstrip()
        if len(head) == HEAD_BYTES and size.isdigit() and int(size) <= MAX_ANSWER_BYTES:
            answer = stdout.read(int(size))
            if len(answer) == int(size):
                return head[:1].decode("latin-1"), answer
        if not stdout.read(1):
            # It has said all that it will: it is given the time to end with its own status.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)
        return LAST, None

    def _watch(self) -> None:
        while not self._ended.wait(_TICK):
            if self._until is not None and monotonic() > self._until:
                self._is_late = True
                with contextlib.suppress(OSError):
                    self._process.kill()
                return


@cache
def reader_version() -> str:
    """The reader's name and version, as kept in every receipt."""
    for entry in _reader_folder().glob("python_calamine-*.dist-info"):
        return f"python-calamine {entry.name.removesuffix('.dist-info').partition('-')[2]}"
    return "python-calamine"


def _command(files: int) -> list[str]:
    isolated = [sys.executable, "-I", "-S", "-c", _START]
    return [*isolated, str(files), str(_reader_folder()), str(_HERE.parent), str(_HERE)]


def _environment() -> dict[str, str]:
    """Only what Python itself needs to start: a setting of ours must not change a reading."""
    own = os.environ  # noqa: TID251 - nothing is read from it but the system's own paths
    return {name: own[name] for name in _KEPT_VARIABLES if name in own}


def _reader_folder() -> Path:
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("python_calamine")
    return Path(spec.origin).parent.parent
