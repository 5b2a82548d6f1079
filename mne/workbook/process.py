"""Starts a limited process that reads workbooks, hands it files one by one, and takes its answers.

The process is started before it is needed and fed from a thread, so that the caller can do
something useful meanwhile. Whatever happens to it - a crash, a hang, an endless answer - ends here.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from mne.workbook.child import GOES_ON, HEAD_BYTES
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
main(int(sys.argv[1]), sys.argv[2])
"""
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class ReaderProcess:
    """One child for so many files: `ask` it, then wait for its `answer`."""

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
        self._status = 0
        self._files: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[bytes, bytes] | None] = SimpleQueue()
        self._thread = Thread(target=self._converse, daemon=True)
        self._thread.start()

    def ask(self, data: bytes) -> None:
        """Hand it a file; the answer to the one before must have been taken."""
        self.left -= 1
        self._files.put(data)

    def answer(self) -> bytes:
        """The child's answer; a `Refusal` if it ended in any way but a good one."""
        told = None
        try:
            told = self._answers.get(timeout=WALL_SECONDS)
        except Empty:
            raise Refusal("file-reader-failed", how="time") from None
        finally:
            # Also when somebody pressed Ctrl-C: nothing is left running.
            if told is None or told[0] != GOES_ON.encode():
                self.close()
        if told is None:
            raise Refusal("file-reader-failed", how=f"status {self._status}")
        return told[1]

    def close(self) -> None:
        """End the child, busy or not; its exit status is then known."""
        self.left = 0
        with contextlib.suppress(OSError):
            self._process.kill()
        self._files.put(None)
        self._thread.join()
        self._status = self._process.wait()

    def _converse(self) -> None:
        while (file := self._files.get()) is not None:
            self._answers.put(self._exchange(file))
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _exchange(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Whether it takes another file, and its answer; None if it gave no whole answer."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return None  # cannot be: both are pipes
        # A child that dies early breaks the pipe; its exit status tells the story.
        with contextlib.suppress(OSError):
            stdin.write(b"%*d" % (HEAD_BYTES, len(data)))
            stdin.write(data)
            stdin.flush()
        head = stdout.read(HEAD_BYTES)
        size = head[1:].lstrip()
        if len(head) == HEAD_BYTES and size.isdigit() and int(size) <= MAX_ANSWER_BYTES:
            answer = stdout.read(int(size))
            if len(answer) == int(size):
                return head[:1], answer
        self._let_it_end(stdout.read(1))
        return None

    def _let_it_end(self, more: bytes) -> None:
        """A child that has said all that it will is given the time to end with its own status."""
        if not more:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)


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
