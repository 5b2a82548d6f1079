"""What can go wrong outside the data: an operator, a file or a machine that is not as it should be.

A fault in a ministry's figures is never an exception: it is an `Issue`, a value that is returned
and listed. Exceptions are for what stops the work. They carry a stable code and the facts; the
sentence a person reads comes from `messages`, in that person's language.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes that scripts may rely on."""

    FINE = 0
    REFUSED = 1
    USAGE = 2
    UNREADABLE = 3
    DEFINITIONS = 4
    INTEGRITY = 5
    RERUN_DIFFERS = 6
    BUSY = 7
    DISCLOSURE = 8
    BUG = 70


class MneError(Exception):
    """Something a person can put right; `code` names the sentence, `params` fill it in."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}: {facts}" if facts else self.code


class UsageError(MneError):
    """The command was asked for something that does not exist or does not fit together."""


class UnreadableError(MneError):
    """A file that cannot be read, or is not one of our forms."""


class DefinitionsError(MneError):
    """The plan's definitions are faulty; `faults` lists every one, with file, line and column."""

    def __init__(self, code: str, faults: tuple[object, ...] = (), **params: object) -> None:
        super().__init__(code, **params)
        self.faults = faults


class IntegrityError(MneError):
    """The archive does not hold what its manifests promise."""


class BusyError(MneError):
    """Another process is writing to the archive."""


class MachineError(MneError):
    """The machine lacks something: a system library, a font, disk space."""


def exit_code(error: BaseException) -> Exit:
    """The one place where an error becomes an exit code."""
    match error:
        case UnreadableError():
            return Exit.UNREADABLE
        case DefinitionsError():
            return Exit.DEFINITIONS
        case IntegrityError():
            return Exit.INTEGRITY
        case BusyError():
            return Exit.BUSY
        case MneError():
            return Exit.USAGE
        case _:
            return Exit.BUG
