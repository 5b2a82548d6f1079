"""The archive itself: keeps a return that was checked, and what people decide about it.

Every write is one commit: what is new is in its place and in the chain of digests, or nothing is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mne.archive import disk
from mne.archive.bag import DATA, MANIFEST, TAG_MANIFEST, build_bag
from mne.archive.chain import CHAIN, CHECKPOINTS, Head, read_chain
from mne.archive.checkpoint_file import (
    STATEMENT,
    Signer,
    checkpoint_name,
    is_checkpoint,
    read_checkpoint,
    write_checkpoint,
)
from mne.archive.commit import STAGING, Built, commit, writing
from mne.archive.decision_file import write_decision
from mne.archive.names import printable, safe_file_name, safe_id, slot_folder
from mne.archive.note import ABOUT, ARCHIVE_NOTE
from mne.archive.receipt_file import write_receipt, write_tombstone
from mne.archive.shelf import (
    DECISION,
    DECISIONS,
    DEFINITIONS,
    LETTER,
    ORIGINAL,
    PLAN,
    RECEIPT,
    TOMBSTONE,
    VALUES,
    Shelf,
)
from mne.archive.trust import legible
from mne.archive.values import write_values
from mne.definitions import canonical_text
from mne.errors import BusyError, UsageError
from mne.issues import forbids_keeping
from mne.model import SENT, Decision, Letter, NotKept, Origin, Plan, Receipt, Slot, Verdict

LetterGiven = tuple[str, bytes]
"""The name of a letter's file, and its bytes."""


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


class Checkpointed(NamedTuple):
    """A checkpoint that was made."""

    name: str
    """Its folder below the archive's."""
    head: Head
    """The line to keep elsewhere: it covers the checkpoint itself."""
    is_new: bool
    """False where nothing was kept since it was made."""


class Archive(Shelf):
    """The folder `submissions/`. Reading takes no lock, writing takes one."""

    def __init__(self, folder: Path, patience: float = 10) -> None:
        """`patience`: for how many seconds to wait while another process writes."""
        super().__init__(folder)
        self.patience = patience

    def finish(self) -> None:
        """Finish what a write had decided before the machine stopped; then look."""
        if (self.folder / STAGING).exists():
            with writing(self.folder, self.patience):
                self._folders_by_path.clear()

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
        origin: Origin = SENT,
        letter: LetterGiven | None = None,
        onto: str | None = None,
    ) -> Stored:
        """Keep a return, accepted or refused, as the next receipt of its slot.

        `letter` is what an `origin` other than a sender's file rests on, and gets its facts here;
        `onto` the slot's last receipt, where that matters. BusyError while another process writes,
        MachineError where the disk refuses: the same call may then simply be made again.
        """
        _refuse_mistakes(verdict, original, received_on, recorded_on)
        for name in (*slot_folder(verdict.slot), verdict.slot.reporter):
            safe_id(name)
        with writing(self.folder, self.patience) as staging:
            latest = self._latest(verdict.slot, onto)
            if latest and _is_kept_already(verdict, latest, origin):
                return Stored(latest, is_new=False)
            receipt = replace(
                _fact(verdict, latest, len(original), received_on, recorded_on, tool),
                file=printable(file),
                by=printable(by),
                reason=printable(reason),
                issues=verdict.issues,
                origin=origin._replace(source=printable(origin.source), letter=_letter(letter)),
            )
            content = _content(receipt, verdict, original) | _letter_content(letter)
            self._commit(staging, [_bag(staging, receipt, content)])
        return Stored(receipt, is_new=True)

    def store_fact(
        self,
        verdict: Verdict,
        why: NotKept,
        *,
        size: int,
        received_on: datetime,
        recorded_on: datetime,
        tool: str,
    ) -> Stored:
        """Keep that a return came of which nothing else may be kept: when, how full, its digest.

        So nobody is late for having sent too much. The same bytes again change nothing.
        """
        _refuse_naive(received_on, recorded_on)
        with writing(self.folder, self.patience) as staging:
            latest = self._latest(verdict.slot)
            if latest and latest.sha256 == verdict.digest:
                return Stored(latest, is_new=False)
            fact = _fact(verdict, latest, size, received_on, recorded_on, tool)
            receipt = replace(fact, not_kept=why)
            content = {RECEIPT: write_receipt(receipt).encode()}
            self._commit(staging, [_bag(staging, receipt, content)])
        return Stored(receipt, is_new=True)

    def decide(self, decision: Decision, letter: LetterGiven | None = None) -> Decided:
        """Keep a decision as the next about its return or its period, with the letter.

        It gets its number here. The same decision again changes nothing.
        """
        _refuse_naive(decision.on, decision.recorded_on)
        with writing(self.folder, self.patience) as staging:
            kept = self._numbered(decision, letter)
            if not kept.is_new:
                return kept
            self._commit(staging, [_decision_bag(staging, kept.decision, letter)])
        return kept

    def remove(self, decision: Decision, letter: LetterGiven | None = None) -> Decided:
        """Keep the decision to remove a receipt, and put a tombstone in the receipt's place.

        What was in the receipt is gone from this disk; its digests are left. UsageError where it is
        removed already.
        """
        _refuse_naive(decision.on, decision.recorded_on)
        with writing(self.folder, self.patience) as staging:
            kept = self._numbered(decision, letter)
            bag = self.folder / decision.receipt
            receipt = self._read_receipt(bag)
            if receipt.removed_by:
                facts = {"receipt": receipt.id, "decision": receipt.removed_by}
                raise UsageError("receipt-removed", **facts)
            with legible(bag):
                digests = {
                    "tagmanifest": _sha256(disk.read_file(bag / TAG_MANIFEST, self.folder)),
                    "manifest": _sha256(disk.read_file(bag / MANIFEST, self.folder)),
                }
            text = write_tombstone(receipt, kept.decision.id, digests)
            info = _info(receipt.id, kept.decision.recorded_on, kept.decision.tool)
            build_bag(staging / "tombstone", {TOMBSTONE: text.encode()}, info)
            tombstone = Built(staging / "tombstone", receipt.id, replaces=True)
            self._commit(staging, [_decision_bag(staging, kept.decision, letter), tombstone])
        self._receipt_by_bag.clear()
        self._values_by_receipt.clear()
        return kept

    def _numbered(self, decision: Decision, letter: LetterGiven | None) -> Decided:
        """The decision with its number; or the one kept before that is the same."""
        self._folders_by_path.clear()
        before = self._decisions_in(self.folder.joinpath(DECISIONS, *slot_folder(decision.slot)))
        kept = replace(
            decision,
            number=len(before) + 1,
            on=_as_written(decision.on),
            recorded_on=_as_written(decision.recorded_on),
            letter=_letter(letter),
            asked_by=printable(decision.asked_by),
            approved_by=printable(decision.approved_by),
            reason=printable(decision.reason),
        )
        # A period may be closed, reopened and closed again in the same words.
        for one in before if decision.slot.reporter else before[-1:]:
            if _is_same(one, kept):
                return Decided(one, is_new=False)
        return Decided(kept, is_new=True)

    def keep_definitions(self, plan: Plan) -> None:
        """Keep the definitions under their digest, once."""
        if self.definitions(plan.digest):
            return
        with writing(self.folder, self.patience) as staging:
            if not self.definitions(plan.digest):
                target = f"{DEFINITIONS}/{safe_id(plan.digest)}/{PLAN}"
                disk.write_file(staging / PLAN, canonical_text(plan).encode())
                self._commit(staging, [Built(staging / PLAN, target)])

    def keep_note(self, name: str, text: str) -> None:
        """Keep a plain text at the top of the archive, for whoever opens the folder; once."""
        with writing(self.folder, self.patience) as staging:
            if not (self.folder / name).exists():
                disk.write_file(staging / name, text.encode())
                self._commit(staging, [Built(staging / name, name)])

    def checkpoint(self, moment: datetime, tool: str, signer: Signer | None = None) -> Checkpointed:
        """State how far the chain goes, signed if there is a signer; the line to keep elsewhere.

        The statement is a link of the chain itself, so the line that is given covers it too. Where
        nothing was kept since the last one, and it has the same signer, that one is given.
        """
        _refuse_naive(moment)
        self.finish()
        key = signer.key if signer else ""
        if last := self._last_written():
            path = self.folder / last / DATA / STATEMENT
            with legible(path):
                stated = read_checkpoint(self._checked(path).decode())
            if stated.key == key:
                return Checkpointed(last, self.head(), is_new=False)
        content = write_checkpoint(self.head(), moment.astimezone(UTC), signer)
        with writing(self.folder, self.patience) as staging:
            names = [one.name for one in disk.folders_in(self.folder / CHECKPOINTS, self.folder)]
            target = f"{CHECKPOINTS}/{checkpoint_name(len(names) + 1)}"
            build_bag(staging / "checkpoint", content, _info(target, moment, tool))
            self._commit(staging, [Built(staging / "checkpoint", target)])
            return Checkpointed(target, self.head(), is_new=True)

    def _last_written(self) -> str:
        """The checkpoint after which nothing was kept; the empty text where there is none."""
        line = read_chain(self.folder).decode().rstrip("\n").rpartition("\n")[2]
        last = PurePosixPath(line.rpartition("  ")[2]).parent
        is_last = last.parent.name == CHECKPOINTS and is_checkpoint(last.name)
        return str(last) if is_last else ""

    def _commit(self, staging: Path, things: Sequence[Built]) -> None:
        """Put things into place; the first of all is what the folder is, in plain words."""
        if not (self.folder / CHAIN).exists():
            disk.write_file(staging / ARCHIVE_NOTE, ABOUT.encode())
            things = [Built(staging / ARCHIVE_NOTE, ARCHIVE_NOTE), *things]
        commit(self.folder, things)

    def _latest(self, slot: Slot, onto: str | None = None) -> Receipt | None:
        # Looked for anew: a folder may change twice within one tick of its clock.
        self._folders_by_path.clear()
        receipts = self.receipts(slot.plan, slot.period, slot.reporter)
        if onto is not None and onto != (receipts[-1].id if receipts else ""):
            raise BusyError("archive-moved-on", slot=slot)
        return receipts[-1] if receipts else None


def _fact(
    verdict: Verdict,
    latest: Receipt | None,
    size: int,
    received_on: datetime,
    recorded_on: datetime,
    tool: str,
) -> Receipt:
    """The next receipt of a slot, as far as it says only that something came."""
    return Receipt(
        slot=verdict.slot,
        number=latest.number + 1 if latest else 1,
        verdict=verdict.verdict,
        file="",
        sha256=verdict.digest,
        size=size,
        received_on=_as_written(received_on),
        recorded_on=_as_written(recorded_on),
        by="",
        reason="",
        definitions=verdict.definitions,
        reader=verdict.reader,
        tool=tool,
        cells=verdict.cells,
        supersedes=latest.id if latest else "",
        issues=(),
    )


def _bag(staging: Path, receipt: Receipt, content: dict[str, bytes]) -> Built:
    built = staging / "receipt"
    build_bag(built, content, _info(receipt.id, receipt.recorded_on, receipt.tool))
    return Built(built, receipt.id)


def _decision_bag(staging: Path, decision: Decision, letter: LetterGiven | None) -> Built:
    built = staging / "decision"
    content = {DECISION: write_decision(decision).encode()} | _letter_content(letter)
    build_bag(built, content, _info(decision.id, decision.recorded_on, decision.tool))
    return Built(built, decision.id)


def _letter(letter: LetterGiven | None) -> Letter | None:
    if letter is None:
        return None
    name, content = letter
    return Letter(printable(name), _sha256(content), len(content))


def _letter_content(letter: LetterGiven | None) -> dict[str, bytes]:
    return {f"{LETTER}/{safe_file_name(letter[0])}": letter[1]} if letter else {}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_same(one: Decision, other: Decision) -> bool:
    """The same in every fact, whenever and by which version it was recorded."""
    return one == replace(other, number=one.number, recorded_on=one.recorded_on, tool=one.tool)


def _is_kept_already(verdict: Verdict, latest: Receipt, origin: Origin) -> bool:
    """Whether these very bytes are there, and nothing new is said of them.

    Bytes that were refused may be accepted on somebody's word, which is to be kept too. What was
    removed is not kept again, but for a correction: its file is made here, from another letter.
    """
    if latest.sha256 != verdict.digest or latest.not_kept:
        return False
    if latest.removed_by and origin.how == "corrected":
        return False
    vouched = any(one.code == "stamp-overridden" for one in verdict.issues)
    return not (vouched and (latest.verdict, verdict.verdict) == ("refused", "accepted"))


def _refuse_mistakes(verdict: Verdict, original: bytes, *moments: datetime) -> None:
    """What only a mistake in the calling code can bring about."""
    if verdict.verdict == "unreadable":
        raise ValueError("what could not be read is never stored")
    if forbids_keeping(verdict.issues):
        raise ValueError("what may not be kept is never stored")
    if _sha256(original) != verdict.digest:
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


def _info(name: str, moment: datetime, tool: str) -> dict[str, str]:
    return {
        "Bagging-Date": moment.date().isoformat(),
        "Bag-Software-Agent": tool,
        "External-Identifier": name,
    }


def _as_written(moment: datetime) -> datetime:
    """With its offset alone, as it will be read back: zones change their rules."""
    return datetime.fromisoformat(moment.isoformat())
