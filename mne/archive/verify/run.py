"""Verifies an archive: everything that has a line is as it was kept, and nothing else is there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from mne.archive.chain import CHAIN, Head
from mne.archive.shelf import DECISIONS, TOMBSTONE
from mne.archive.verify.chain import Chain, is_receipt, read_chain
from mne.archive.verify.checkpoints import Checkpoints, SeenCheckpoint, broken
from mne.archive.verify.look import (
    FILE,
    DiskError,
    UnsafeError,
    is_in_place,
    look_and_read,
    read_plain,
)
from mne.archive.verify.pool import AT_ONCE, Task, see_all
from mne.archive.verify.problem import NOTHING, Problem
from mne.archive.verify.record import Known, Seen
from mne.archive.verify.signature import Signers, find_ssh_keygen
from mne.archive.verify.unfinished import finish_in_mind
from mne.archive.verify.walk import Walk, discover
from mne.errors import MachineError

Watch = Callable[[Iterable[list[Seen]], int], Iterable[list[Seen]]]
"""Shows how far the work is: hands on what it is given, of which there will be so many."""


class Removed(NamedTuple):
    """A receipt that was removed by decision."""

    receipt: str
    decision: str


class Verified(NamedTuple):
    """What an archive was found to be."""

    receipts: int
    """Those that were kept and not removed."""
    decisions: int
    files: int
    """How many were held against their digest."""
    problems: tuple[Problem, ...]
    removed: tuple[Removed, ...]
    head: Head
    checkpoints: tuple[SeenCheckpoint, ...]
    holds: tuple[bool, ...]
    """Of each line that was kept elsewhere, whether the chain is still what it was."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong; what a crash left behind will be cleared away."""
        return all(one.kind == "leftover" for one in self.problems)

    @property
    def signatures_unchecked(self) -> bool:
        """Whether there are signatures that this machine cannot check."""
        return any(one.signature == "not-checked" for one in self.checkpoints)


def verify(
    folder: Path,
    *,
    against: Sequence[Head] = (),
    signers: Signers | None = None,
    watch: Watch = lambda some, _: some,
) -> Verified:
    """Look at every file, record, checkpoint and link of an archive, and change nothing.

    `against` are lines that were kept elsewhere. Nobody may write to the archive meanwhile: whoever
    calls this holds its lock, if the archive can be written at all. MachineError where it may not
    be read.
    """
    with _readable(folder):
        return _Look(str(folder)).result(against, signers, watch)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where, reason = error.filename or folder, error.strerror or type(error).__name__
        raise MachineError("archive-not-readable", path=str(where), reason=reason) from error


class _Look:
    """One look at an archive."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.files = 0
        self.unfinished = finish_in_mind(root, self._read_chain())
        self.chain = self._covered()
        self.walk = Walk(root, self.chain, self.unfinished.moved())
        self.removals: dict[str, str] = {}
        """The receipt that each decision removes."""
        self.tombstones: dict[str, str] = {}
        """The decision by which each receipt was removed."""

    def _read_chain(self) -> bytes | None:
        if not is_in_place(self.root, CHAIN):
            return None
        try:
            _, content = look_and_read(f"{self.root}/{CHAIN}")
        except UnsafeError as error:
            self.problems.append(Problem("unsafe", CHAIN, FILE, str(error)))
            return None
        except DiskError as error:
            self.problems.append(Problem("altered", CHAIN, "legible", str(error)))
            return None
        self.files += 1
        return content

    def _covered(self) -> Chain:
        if self.unfinished.chain is None and os.path.lexists(self.root):
            return discover(self.root)
        return read_chain(self.unfinished.chain or b"")

    def result(self, against: Sequence[Head], signers: Signers | None, watch: Watch) -> Verified:
        """Everything that can be said."""
        checkpoints = Checkpoints(self.chain, find_ssh_keygen(), signers)
        if os.path.lexists(self.root):
            self.walk.run()
        self._see_files()
        for seen in self._see_bags(watch):
            checkpoints.add(seen)
        self._match_removals()
        self.problems += [*self.unfinished.problems, *self.walk.problems]
        self.problems += checkpoints.problems
        holds = tuple(self.chain.digest(one.lines) == one.sha256 for one in against)
        if self.unfinished.chain is None and (self.chain.problems or self._is_chain_told()):
            self.problems += [] if self._is_chain_told() else self.chain.problems
        else:
            self.problems += [*self.chain.problems, *checkpoints.first_broken()]
            kept = zip(against, holds, strict=True)
            self.problems += [broken(self.chain, one) for one, holds_good in kept if not holds_good]
        bags = self.chain.bags
        return Verified(
            receipts=sum(map(is_receipt, bags)) - len(self.tombstones),
            decisions=sum(path.startswith(f"{DECISIONS}/") for path in bags),
            files=self.files,
            problems=tuple(sorted(dict.fromkeys(self.problems), key=lambda one: one.path)),
            removed=tuple(Removed(*one) for one in sorted(self.tombstones.items())),
            head=Head(self.chain.lines, hashlib.sha256(self.chain.content).hexdigest()),
            checkpoints=tuple(sorted(checkpoints.found)),
            holds=holds,
        )

    def _is_chain_told(self) -> bool:
        """Whether it is told already why the chain cannot be read."""
        return self.walk.is_blocked(CHAIN) or any(one.path == CHAIN for one in self.problems)

    def _see_files(self) -> None:
        """Definitions and notes."""
        for path, expected in self.chain.files.items():
            if self.walk.is_blocked(path):
                continue
            try:
                found, _ = read_plain(f"{self.root}/{self.unfinished.place(path)}")
            except UnsafeError as error:
                self.problems.append(Problem("unsafe", path, FILE, str(error)))
            except DiskError as error:
                self.problems.append(Problem("altered", path, expected, str(error)))
            except (FileNotFoundError, NotADirectoryError):
                self.problems.append(Problem("missing", path, expected, NOTHING))
            else:
                self.files += 1
                if expected not in {"", found}:
                    self.problems.append(Problem("altered", path, expected, found))

    def _see_bags(self, watch: Watch) -> Iterator[Seen]:
        """Every bag; those of checkpoints are handed on."""
        bags = [
            (bag, self.unfinished.place(path))
            for path, bag in self.chain.bags.items()
            if not self.walk.is_blocked(path)
        ]
        receipts = frozenset(filter(is_receipt, self.chain.bags))
        definitions = frozenset(path.split("/")[1] for path in self.chain.files if "/" in path)
        task = Task(self.root, Known(receipts, definitions))
        for some in watch(see_all(task, bags), -(-len(bags) // AT_ONCE)):
            for seen in some:
                self.files += seen.files
                self.problems += seen.problems
                for fact in seen.facts:
                    by_path = self.tombstones if is_receipt(seen.bag.path) else self.removals
                    by_path[seen.bag.path] = fact
                if seen.statement:
                    yield seen

    def _match_removals(self) -> None:
        """A tombstone names a decision, which was to remove that receipt."""
        for receipt, decision in self.tombstones.items():
            if decision not in self.chain.bags:
                self.problems.append(Problem("missing", decision, "bag", NOTHING))
            elif self.removals.get(decision, receipt) != receipt:
                path = f"{receipt}/data/{TOMBSTONE}"
                self.problems.append(Problem("altered", path, self.removals[decision], receipt))
