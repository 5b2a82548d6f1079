"""Reads what the archive keeps: receipts, decisions, figures, the senders' files, definitions.

Nothing here writes, and nothing takes a lock: a reader sees whole receipts only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mne.archive import disk
from mne.archive.bag import DATA, promised_digests
from mne.archive.chain import Head, chain_head
from mne.archive.counting import in_force, judged
from mne.archive.decision_file import read_decision
from mne.archive.names import bag_number, is_decision, is_digest, plan_folder, safe_id, slot_folder
from mne.archive.receipt_file import read_receipt, read_tombstone
from mne.archive.trust import hold_against, legible
from mne.archive.values import read_values
from mne.definitions import plan_from_text
from mne.errors import IntegrityError, UsageError
from mne.model import Decision, Observation, Plan, Receipt
from mne.periods import Period

ORIGINAL, RECEIPT, VALUES, TOMBSTONE = "original", "receipt.json", "values.csv", "tombstone.json"
DEFINITIONS, PLAN = "definitions", "plan.json"
DECISIONS, DECISION, LETTER = "decisions", "decision.json", "letter"

_MOST_IN_MIND = 1_000
"""Returns whose values are kept in memory, at some hundred kilobytes each."""


class Shelf:
    """The folder `submissions/`, to be read.

    Receipts and decisions never change, so what was read of one is not read again; another
    `Shelf` looks anew.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._plan_by_digest: dict[str, Plan] = {}
        self._folders_by_path: dict[Path, tuple[object, tuple[Path, ...]]] = {}
        self._receipt_by_bag: dict[Path, Receipt] = {}
        self._values_by_receipt: dict[tuple[str, str], tuple[Observation, ...]] = {}
        self._decision_by_bag: dict[Path, Decision] = {}

    def receipts(
        self,
        plan: str,
        period: Period | None = None,
        reporter: str | None = None,
        *,
        as_of: datetime | None = None,
    ) -> tuple[Receipt, ...]:
        """All receipts of a plan, or some of its slots, ordered by slot and number.

        Those received by `as_of`, with the verdict that they had then; None is all that is known.
        Of each only `receipt.json` is read. IntegrityError where one cannot be read, or lies in a
        place that is not its own.
        """
        found = [
            self._read(bag)
            for slot_path in self._slot_paths(self.folder, plan, period, reporter)
            for bag in self._folders_in(slot_path)
            if bag_number(bag.name)
        ]
        known = (one for one in found if as_of is None or one.received_on <= as_of)
        in_order = sorted(known, key=lambda receipt: (receipt.slot, receipt.number))
        return judged(in_order, self.decisions(plan, period, reporter, as_of=as_of))

    def decisions(
        self,
        plan: str,
        period: Period | None = None,
        reporter: str | None = None,
        *,
        as_of: datetime | None = None,
    ) -> tuple[Decision, ...]:
        """What was decided about a plan's returns, in the order in which it came into force.

        What was decided about the whole period, or a longer one, is among it.

        IntegrityError where a record was changed, cannot be read, or is missing in its row.
        """
        folder = self.folder / DECISIONS
        paths = [*self._closings_paths(folder / plan_folder(plan), period)]
        paths += self._slot_paths(folder, plan, period, reporter)
        return in_force((one for path in paths for one in self._decisions_in(path)), as_of)

    def _closings_paths(self, plan_path: Path, period: Period | None) -> Iterator[Path]:
        """Where the decisions about whole periods lie that this period is part of."""
        for path in self._folders_in(plan_path):
            with legible(path, "decision-unreadable"):
                whole = Period.parse(path.name)
            if period is None or whole.contains(period):
                yield path

    def _folders_in(self, path: Path) -> tuple[Path, ...]:
        """The folders in a folder; one that has not changed since is not looked into again."""
        state = disk.state_of(path)
        seen, folders = self._folders_by_path.get(path, (None, ()))
        if state is None or seen != state:
            folders = tuple(disk.folders_in(path, self.folder))
            self._folders_by_path[path] = state, folders
        return folders

    def observations(self, receipt: Receipt, plan: Plan) -> tuple[Observation, ...]:
        """Every answer of a return, as it was read when it was received.

        It is read under the definitions of that day: `plan` where that is the one, else the one
        that the archive keeps. None are left of a receipt that was removed. IntegrityError where
        the values are not those that were kept.
        """
        if not receipt.has_content:
            return ()
        key = receipt.id, receipt.sha256
        if key not in self._values_by_receipt:
            if len(self._values_by_receipt) >= _MOST_IN_MIND:
                self._values_by_receipt.clear()
            self._values_by_receipt[key] = self._read_values(receipt, plan)
        return self._values_by_receipt[key]

    def _read_values(self, receipt: Receipt, plan: Plan) -> tuple[Observation, ...]:
        if plan.digest != receipt.definitions:
            plan = self.definitions(receipt.definitions) or plan
        path = self.values_path(receipt)
        with legible(path):
            text = self._checked(path).decode()
            return read_values(text, receipt, plan)

    def as_it_stands(self, receipt: Receipt) -> Receipt:
        """A receipt with what was decided about it and its period so far."""
        slot = receipt.slot
        kept = self.receipts(slot.plan, slot.period, slot.reporter)
        return next(one for one in kept if one.id == receipt.id)

    def original(self, receipt: Receipt) -> bytes:
        """The sender's file, byte for byte; UsageError where it was removed by decision."""
        return self._file_in(receipt, ORIGINAL, receipt.sha256)

    def letter(self, receipt: Receipt) -> bytes | None:
        """The letter that a receipt rests on; None where there is none."""
        kept = receipt.origin.letter
        return self._file_in(receipt, LETTER, kept.sha256) if kept else None

    def _file_in(self, receipt: Receipt, name: str, sha256: str) -> bytes:
        """The one file in a folder of a receipt's bag."""
        if receipt.removed_by:
            facts = {"receipt": receipt.id, "decision": receipt.removed_by}
            raise UsageError("receipt-removed", **facts)
        if receipt.not_kept:
            raise UsageError("receipt-not-kept", receipt=receipt.id)
        path = self.original_path(receipt, name)
        with legible(path):
            content = disk.read_file(path, self.folder)
        hold_against(path, sha256, content, "receipt-altered")
        return content

    def original_path(self, receipt: Receipt, name: str = ORIGINAL) -> Path:
        """Where the sender's file is kept, under its name on this disk."""
        bag = self._bag(receipt)
        with legible(bag):
            start = f"{DATA}/{name}/"
            promised = promised_digests(bag, self.folder)
            (path,) = (one for one in promised if one.startswith(start))
        return bag / path

    def values_path(self, receipt: Receipt) -> Path:
        """Where the values of a return are kept."""
        return self._bag(receipt) / DATA / VALUES

    def digests(self) -> tuple[str, ...]:
        """The digests of all definitions that were kept."""
        found = disk.folders_in(self.folder / DEFINITIONS, self.folder)
        return tuple(one.name for one in found if is_digest(one.name))

    def definitions(self, digest: str) -> Plan | None:
        """The definitions of a digest; None where they were never kept.

        IntegrityError where they are not what the digest was taken of.
        """
        if not is_digest(digest):
            return None
        if digest not in self._plan_by_digest:
            path = self.folder / DEFINITIONS / digest / PLAN
            try:
                content = disk.read_file(path, self.folder)
            except FileNotFoundError:
                return None
            hold_against(path, digest, content, "definitions-altered")
            # A later version may write the same definitions otherwise: they keep their digest.
            plan = plan_from_text(content.decode()).model_copy(update={"digest": digest})
            self._plan_by_digest[digest] = plan
        return self._plan_by_digest[digest]

    def _slot_paths(
        self, folder: Path, plan: str, period: Period | None, reporter: str | None
    ) -> Iterator[Path]:
        plan_path = folder / plan_folder(plan)
        in_plan = (plan_path / period.label,) if period else self._folders_in(plan_path)
        for path in in_plan:
            if reporter:
                yield path / safe_id(reporter)
            else:
                yield from (one for one in self._folders_in(path) if not is_decision(one.name))

    def _bag(self, receipt: Receipt) -> Path:
        name = receipt.id.rpartition("/")[2]
        return self.folder.joinpath(*slot_folder(receipt.slot), name)

    def _read(self, bag: Path) -> Receipt:
        if bag not in self._receipt_by_bag:
            self._receipt_by_bag[bag] = self._read_receipt(bag)
        return self._receipt_by_bag[bag]

    def _read_receipt(self, bag: Path) -> Receipt:
        path = bag / DATA / RECEIPT
        with legible(path):
            try:
                receipt = read_receipt(disk.read_file(path, self.folder).decode())
            except FileNotFoundError:
                if not (bag / DATA / TOMBSTONE).exists():
                    raise
                text = self._checked(bag / DATA / TOMBSTONE).decode()
                receipt = read_tombstone(text)
        found = bag.relative_to(self.folder).as_posix()
        if receipt.id != found:
            raise IntegrityError("receipt-misplaced", path=str(bag), receipt=receipt.id)
        return receipt

    def _decisions_in(self, slot_path: Path) -> list[Decision]:
        """The decisions about one slot, by number; none may be missing in between."""
        names = [one.name for one in self._folders_in(slot_path)]
        folders = {int(name[1:]): slot_path / name for name in names if is_decision(name)}
        for number in range(1, len(folders) + 1):
            if number not in folders:
                raise IntegrityError("decision-missing", path=str(slot_path / f"d{number:04d}"))
        return [self._decision(folders[number]) for number in sorted(folders)]

    def _decision(self, bag: Path) -> Decision:
        if bag not in self._decision_by_bag:
            self._decision_by_bag[bag] = self._read_decision(bag)
        return self._decision_by_bag[bag]

    def _read_decision(self, bag: Path) -> Decision:
        path = bag / DATA / DECISION
        with legible(path, "decision-unreadable"):
            decision = read_decision(self._checked(path, "decision-altered").decode())
            if decision.id != bag.relative_to(self.folder).as_posix():
                raise ValueError(f"it is {decision.id}")
        return decision

    def _checked(self, path: Path, code: str = "receipt-altered") -> bytes:
        """A file under a bag's `data/`, held against the bag's manifest."""
        bag = path.parents[1]
        promised = promised_digests(bag, self.folder)[path.relative_to(bag).as_posix()]
        content = disk.read_file(path, self.folder)
        hold_against(path, promised, content, code)
        return content

    def head(self) -> Head:
        """How far the chain of digests goes, and what proves it so far."""
        return chain_head(self.folder)
