"""Makes the machine fail at the n-th call that changes something on disk, for any n.

Only the edge is replaced: `os.mkdir`, `os.rename`, `os.fsync`, opening for writing, writing, ...
A write that fails has written half of what it was given.
"""

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

CHANGING = ("mkdir", "rmdir", "unlink", "rename", "replace", "fsync", "chmod", "open")


class PowerCutError(BaseException):
    """Nothing after it reaches the disk; no cleaning up either."""


class Trace:
    """What was done so far, and what happens at the next call."""

    def __init__(self, on_call: Callable[[int], None]):
        self.on_call = on_call
        self.calls: list[tuple[str, str]] = []

    def note(self, name: str, path: object) -> None:
        self.calls.append((name, os.fspath(path) if isinstance(path, str | os.PathLike) else ""))
        self.on_call(len(self.calls))


def never(number: int) -> None:
    """Nothing fails: for counting the calls."""


def full_once(at: int) -> Callable[[int], None]:
    def fail(number: int) -> None:
        if number == at:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fail


def full_from(at: int) -> Callable[[int], None]:
    def fail(number: int) -> None:
        if number >= at:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fail


def power_cut(at: int) -> Callable[[int], None]:
    def fail(number: int) -> None:
        if number >= at:
            raise PowerCutError

    return fail


class _File:
    def __init__(self, file, trace: Trace, path: object):
        self._file, self._trace, self._path = file, trace, path

    def write(self, content):
        try:
            self._trace.note("write", self._path)
        except BaseException:
            self._file.write(content[: len(content) // 2])
            raise
        return self._file.write(content)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def __iter__(self):
        return iter(self._file)

    def __getattr__(self, name):
        return getattr(self._file, name)


class _Edge:
    """The calls that stand in for the machine's: each is noted, may fail, and is then made."""

    def __init__(self, trace: Trace):
        self.trace = trace
        self.real = {name: getattr(os, name) for name in CHANGING}
        self.real_open = builtins.open
        self.path_by_handle: dict[int, object] = {}

    def noted(self, name):
        def call(path, *args, **named):
            self.trace.note(name, path)
            return self.real[name](path, *args, **named)

        return call

    def fsync(self, handle):
        self.trace.note("fsync", self.path_by_handle.get(handle))

    def open_handle(self, path, flags, *args, **named):
        if flags & os.O_CREAT:
            self.trace.note("open", path)
        handle = self.real["open"](path, flags, *args, **named)
        self.path_by_handle[handle] = path
        return handle

    def open_file(self, path, mode="r", *args, **named):
        if set(mode).isdisjoint("wax+"):
            return self.real_open(path, mode, *args, **named)
        self.trace.note("open", path)
        return _File(self.real_open(path, mode, *args, **named), self.trace, path)


@contextmanager
def machine(on_call: Callable[[int], None]) -> Iterator[Trace]:
    """A machine on which every changing call is noted first, and may fail."""
    trace = Trace(on_call)
    edge = _Edge(trace)
    patched = {name: edge.noted(name) for name in CHANGING}
    patched |= {"fsync": edge.fsync, "open": edge.open_handle}
    with (
        mock.patch.multiple(os, **patched),
        mock.patch.object(builtins, "open", edge.open_file),
        mock.patch.object(io, "open", edge.open_file),
    ):
        yield trace
