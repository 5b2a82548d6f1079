"""Starts the limited process that reads a workbook, and takes its answer.

The process is started before it is needed and fed from a thread, so that the caller can do
something useful meanwhile. Whatever happens to it - a crash, a hang, an endless answer - ends here.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from mne.workbook.faults import Refusal

WALL_SECONDS = 12.0
MAX_ANSWER_BYTES = 256 * 2**20

_HERE = Path(__file__).resolve().parent
# The packages stand empty in the child: importing ours whole would take longer than the reading.
_START = """
import sys
for name, folder in (("mne", sys.argv[3]), ("mne.workbook", sys.argv[4])):
    sys.modules[name] = module = type(sys)(name)
    module.__path__ = [folder]
from mne.workbook.child import main
main(sys.argv[1], sys.argv[2])
"""
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class ReaderProcess:
    """One child, started and fed; `answer` waits for what it says."""

    def __init__(self, data: bytes, kind: str) -> None:
        self._process = subprocess.Popen(
            _command(kind),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            close_fds=True,
        )
        self._answer = b""
        self._thread = Thread(target=self._converse, args=(data,), daemon=True)
        self._thread.start()

    def answer(self) -> bytes:
        """The child's answer; a `Refusal` if it ended in any way but a good one."""
        self._thread.join(WALL_SECONDS)
        in_time = not self._thread.is_alive()
        with contextlib.suppress(OSError):
            self._process.kill()
        self._thread.join()
        status = self._process.wait()
        if not in_time:
            raise Refusal("file-reader-failed", how="time")
        if status != 0 or len(self._answer) > MAX_ANSWER_BYTES:
            raise Refusal("file-reader-failed", how=f"status {status}")
        return self._answer

    def _converse(self, data: bytes) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return  # cannot be: both are pipes
        # A child that dies early breaks the pipe; its exit status tells the story.
        with contextlib.suppress(OSError), stdin:
            stdin.write(data)
        with stdout:
            self._answer = stdout.read(MAX_ANSWER_BYTES + 1)
        self._process.wait()


def reader_version() -> str:
    """The reader's name and version, as kept in every receipt."""
    for entry in _reader_folder().glob("python_calamine-*.dist-info"):
        return f"python-calamine {entry.name.removesuffix('.dist-info').partition('-')[2]}"
    return "python-calamine"


def _command(kind: str) -> list[str]:
    isolated = [sys.executable, "-I", "-S", "-c", _START]
    return [*isolated, kind, str(_reader_folder()), str(_HERE.parent), str(_HERE)]


def _environment() -> dict[str, str]:
    """Only what Python itself needs to start: a setting of ours must not change a reading."""
    own = os.environ  # noqa: TID251 - nothing is read from it but the system's own paths
    return {name: own[name] for name in _KEPT_VARIABLES if name in own}


def _reader_folder() -> Path:
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("python_calamine")
    return Path(spec.origin).parent.parent
