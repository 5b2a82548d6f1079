"""The archive itself: keeps a return that was checked, and gives back what was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mne.archive import disk
from mne.archive.bag import DATA, build_bag, promised_digests
from mne.archive.counting import in_force, judged
from mne.archive.decision_file import read_decision, write_decision
from mne.archive.names import (
    bag_number,
    is_decision,
    is_digest,
    plan_folder,
    printable_name,
    safe_file_name,
    safe_id,
    slot_folder,
)
from mne.archive.receipt_file import read_receipt, write_receipt
from mne.archive.trust import hold_against, legible
from mne.archive.values import read_values, write_values
from mne.definitions import canonical_text, plan_from_text
from mne.errors import IntegrityError
from mne.issues import forbids_keeping
from mne.model import Decision, Letter, Observation, Plan, Receipt, Slot, Verdict
from mne.periods import Period

ORIGINAL, RECEIPT, VALUES = "original", "receipt.json", "values.csv"
DEFINITIONS, PLAN = "definitions", "plan.json"
DECISIONS, DECISION, LETTER = "decisions", "decision.json", "letter"


class Stored(NamedTuple):
    """What became of a sending."""

    receipt: Receipt
    is_new: bool
    """False where the slot's latest receipt holds the same bytes: nothing was written."""


class Decided(NamedTuple):
    """What became of a decision."""

    decision: Decision
    is_new: bool
    """False where the same was decided before, in every fact: nothing was written."""


_MOST_IN_MIND = 1_000
"""Returns whose values are kept in memory, at some hundred kilobytes each."""


class Archive:
    """The folder `submissions/`. Reading takes no lock and sees whole receipts only.

    Receipts and decisions never change, so what was read of one is not read again; another
    `Archive` looks anew.
    """

    def __init__(self, folder: Path, patience: float = 10) -> None:
        """`patience`: for how many seconds to wait while another process writes."""
        self.folder = folder.absolute()
        self.patience = patience
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

        IntegrityError where a record was changed, cannot be read, or is missing in its row.
        """
        paths = self._slot_paths(self.folder / DECISIONS, plan, period, reporter)
        return in_force((one for path in paths for one in self._decisions_in(path)), as_of)

    def decide(self, decision: Decision, letter: tuple[str, bytes] | None = None) -> Decided:
        """Keep a decision as the next of its slot, with the letter: its name and its bytes.

        It gets its number here. The same decision again changes nothing.
        """
        _refuse_naive(decision.on, decision.recorded_on)
        folder = self.folder / DECISIONS
        target = folder.joinpath(*slot_folder(decision.slot))
        kept = replace(
            decision,
            on=_as_written(decision.on),
            recorded_on=_as_written(decision.recorded_on),
            letter=_letter(*letter) if letter else None,
        )
        with disk.writing(self.folder, self.patience) as staging:
            self._folders_by_path.clear()
            before = self._decisions_in(target)
            for one in before:
                if _is_same(one, kept):
                    return Decided(one, is_new=False)
            kept = replace(kept, number=len(before) + 1)
            content = {DECISION: write_decision(kept).encode()}
            if letter:
                content[f"{LETTER}/{safe_file_name(letter[0])}"] = letter[1]
            built = staging / "decision"
            build_bag(built, content, _bag_info(kept))
            disk.publish(built, target / kept.id.rpartition("/")[2], self.folder)
        return Decided(kept, is_new=True)

    def _folders_in(self, path: Path) -> tuple[Path, ...]:
        """The folders in a folder; one that has not changed since is not looked into again."""
        state = disk.state_of(path)
        seen, folders = self._folders_by_path.get(path, (None, ()))
        if state is None or seen != state:
            folders = tuple(disk.folders_in(path, self.folder))
            self._folders_by_path[path] = state, folders
        return folders

    def duplicate(self, slot: Slot, sha256: str) -> Receipt | None:
        """The slot's latest receipt if it holds these very bytes."""
        latest = self._latest(slot)
        return latest if latest and latest.sha256 == sha256 else None

    def store(  # noqa: PLR0913 - who sent what when: each is a fact of its own
        self,
        verdict: Verdict,
        original: bytes,
        *,
        file: str,
        received_on: datetime,
        recorded_on: datetime,
        by: str,
        reason: str,
        tool: str,
    ) -> Stored:
        """Keep a return, accepted or refused, as the next receipt of its slot.

        BusyError while another process writes; MachineError where the disk refuses; in both cases
        the archive is as it was, and the same call may simply be made again.
        """
        _refuse_mistakes(verdict, original, received_on, recorded_on)
        target = self.folder.joinpath(*slot_folder(verdict.slot))
        with disk.writing(self.folder, self.patience) as staging:
            latest = self._latest(verdict.slot)
            if latest and latest.sha256 == verdict.digest and not _is_taken_now(verdict, latest):
                return Stored(latest, is_new=False)
            receipt = Receipt(
                slot=verdict.slot,
                number=latest.number + 1 if latest else 1,
                verdict=verdict.verdict,
                file=printable_name(file),
                sha256=verdict.digest,
                size=len(original),
                received_on=_as_written(received_on),
                recorded_on=_as_written(recorded_on),
                by=by,
                reason=reason,
                definitions=verdict.definitions,
                reader=verdict.reader,
                tool=tool,
                cells=verdict.cells,
                supersedes=latest.id if latest else "",
                issues=verdict.issues,
            )
            built = staging / "receipt"
            build_bag(built, _content(receipt, verdict, original), _bag_info(receipt))
            disk.publish(built, target / receipt.id.rpartition("/")[2], self.folder)
        return Stored(receipt, is_new=True)

    def observations(self, receipt: Receipt, plan: Plan) -> tuple[Observation, ...]:
        """Every answer of a return, as it was read when it was received.

        It is read under the definitions of that day: `plan` where that is the one, else the one
        that the archive keeps. IntegrityError where the values are not those that were kept.
        """
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

    def original(self, receipt: Receipt) -> bytes:
        """The sender's file, byte for byte."""
        folder = self._bag(receipt) / DATA / ORIGINAL
        with legible(folder):
            promised = promised_digests(folder.parents[1], self.folder)
            start = f"{DATA}/{ORIGINAL}/"
            (name,) = (path.removeprefix(start) for path in promised if path.startswith(start))
            content = disk.read_file(folder / name, self.folder)
        hold_against(folder / name, receipt.sha256, content, "receipt-altered")
        return content

    def values_path(self, receipt: Receipt) -> Path:
        """Where the values of a return are kept."""
        return self._bag(receipt) / DATA / VALUES

    def keep_definitions(self, plan: Plan) -> None:
        """Keep the definitions under their digest, once."""
        if self.definitions(plan.digest):
            return
        with disk.writing(self.folder, self.patience) as staging:
            if not self.definitions(plan.digest):
                built = staging / DEFINITIONS
                disk.write_file(built / PLAN, canonical_text(plan).encode())
                target = self.folder / DEFINITIONS / safe_id(plan.digest)
                disk.publish(built, target, self.folder)

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
            yield from (path / safe_id(reporter),) if reporter else self._folders_in(path)

    def _latest(self, slot: Slot) -> Receipt | None:
        # Looked for anew: a folder may change twice within one tick of its clock.
        self._folders_by_path.clear()
        receipts = self.receipts(slot.plan, slot.period, slot.reporter)
        return receipts[-1] if receipts else None

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
            receipt = read_receipt(disk.read_file(path, self.folder).decode())
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


def _letter(name: str, content: bytes) -> Letter:
    return Letter(printable_name(name), hashlib.sha256(content).hexdigest(), len(content))


def _is_same(one: Decision, other: Decision) -> bool:
    """The same in every fact, whenever and by which version it was recorded."""
    return one == replace(other, number=one.number, recorded_on=one.recorded_on, tool=one.tool)


def _is_taken_now(verdict: Verdict, latest: Receipt) -> bool:
    """Whether bytes that were refused are accepted on somebody's word, which is to be kept too."""
    vouched = any(one.code == "stamp-overridden" for one in verdict.issues)
    return vouched and (latest.verdict, verdict.verdict) == ("refused", "accepted")


def _refuse_mistakes(verdict: Verdict, original: bytes, *moments: datetime) -> None:
    """What only a mistake in the calling code can bring about."""
    if verdict.verdict == "unreadable":
        raise ValueError("what could not be read is never stored")
    if forbids_keeping(verdict.issues):
        raise ValueError("what would point at a person is never stored")
    if hashlib.sha256(original).hexdigest() != verdict.digest:
        raise ValueError("the verdict is on other bytes than those to be stored")
    _refuse_naive(*moments)


def _refuse_naive(*moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("a moment needs its UTC offset")


def _content(receipt: Receipt, verdict: Verdict, original: bytes) -> dict[str, bytes]:
    return {
        f"{ORIGINAL}/{safe_file_name(receipt.file)}": original,
        RECEIPT: write_receipt(receipt).encode(),
        VALUES: write_values(verdict.observations, verdict.digest).encode(),
    }


def _bag_info(kept: Receipt | Decision) -> dict[str, str]:
    return {
        "Bagging-Date": kept.recorded_on.date().isoformat(),
        "Bag-Software-Agent": kept.tool,
        "External-Identifier": kept.id,
    }


def _as_written(moment: datetime) -> datetime:
    """With its offset alone, as it will be read back: zones change their rules."""
    return datetime.fromisoformat(moment.isoformat())
