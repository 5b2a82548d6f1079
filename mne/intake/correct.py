"""A few figures by letter: the return that counts, with these put right.

What the letter says becomes a small CSV, which is read as every CSV is; each figure in it has its
address there. All other answers are those of the receipt that counts, at the addresses that they
had. The whole is judged anew, under the definitions of that receipt. An issue about an answer that
stands in an earlier file names its receipt before the sheet: `r0001 Return!D9`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mne.archive import Archive, receipts_that_count
from mne.errors import UsageError
from mne.intake.before import Change, list_changes
from mne.intake.judge import judge
from mne.intake.opening import Opened
from mne.intake.slot import Declared, Taken
from mne.issues import CATALOGUE, FIGURE
from mne.model import At, Issue, Observation, Plan, Receipt, Slot, Verdict, figure_text
from mne.reading import Reading, read_csv_return
from mne.tables import write_exact_csv
from mne.typed import nearest, which_codes
from mne.workbook import Readers, Workbook

CORRECTION_FILE = "correction.csv"
"""What the file is called that holds the figures of a letter."""
_READ_THEN = ("form", "own-sheet", "cell", "privacy")
"""Families of what is seen only in the file itself: it is said again of answers taken over."""
_LABELLED = re.compile(r"r\d{4,} ")
_Key = tuple[str, At, str]


class Figure(NamedTuple):
    """One figure of the letter, as it was typed."""

    indicator: str
    at: At
    part: str
    value: str


class WrittenLetter(NamedTuple):
    """What the letter says, and who answers for it."""

    figures: tuple[Figure, ...]
    status: str
    note: str | None
    """None where nothing is said of a note."""
    by: str
    reason: str


class PutRight(NamedTuple):
    """What a letter comes to."""

    base: Receipt
    """The receipt whose other answers are taken over."""
    plan: Plan
    """The definitions of that receipt."""
    content: bytes = b""
    """The CSV that holds the figures that differ."""
    verdict: Verdict | None = None
    """None where nothing differs."""
    changes: tuple[Change, ...] = ()
    latest: str = ""
    """The slot's last receipt, whether it counts or not."""
    is_kept: bool = False
    """Whether it may be kept: accepted, or refused for nothing but what was waived before."""


def correct_figures(archive: Archive, plan: Plan, slot: Slot, letter: WrittenLetter) -> PutRight:
    """The return with the letter's figures in it, judged; nothing is written.

    UsageError where no return counts in the slot, or the letter names a figure that it does not
    have.
    """
    receipts = archive.receipts(slot.plan, slot.period, slot.reporter)
    base = _base(slot, receipts)
    if base.definitions != plan.digest:
        plan = archive.definitions(base.definitions) or plan
    letter = letter._replace(figures=tuple(_named(plan, one) for one in letter.figures))
    for one in dict.fromkeys(figure.indicator for figure in letter.figures):
        _refuse_words(plan, one)
    kept = archive.observations(base, plan)
    was = {_key(one): one for one in kept}
    _, read = _read(plan, slot, letter)
    given = _given(read)
    differing = [
        figure
        for figure, one in zip(letter.figures, given, strict=True)
        if _differs(one, was.get(_key(one)), letter)
    ]
    if not differing:
        return PutRight(base, plan)
    letter = letter._replace(figures=tuple(differing))
    content = _as_csv(letter)
    workbook, read = _read(plan, slot, letter)
    corrected = _WithLetter(slot, base, receipts, kept, read)
    verdict = corrected.judge(archive, plan, workbook, letter)
    return PutRight(
        base=base,
        plan=plan,
        content=content,
        verdict=verdict,
        changes=list_changes(archive, plan, verdict, base),
        latest=receipts[-1].id,
        is_kept=corrected.may_be_kept(verdict),
    )


def _base(slot: Slot, receipts: Sequence[Receipt]) -> Receipt:
    """The receipt that counts; in a closed period the one that would if it were reopened.

    Otherwise a second letter after the closing would undo the first.
    """
    reopened = (replace(one, after_closing="") for one in receipts)
    base = receipts_that_count(reopened, None).get(slot)
    if base is None:
        raise UsageError("correct-nothing-there", slot=slot)
    return base


def _named(plan: Plan, figure: Figure) -> Figure:
    """The figure with each dimension as the plan calls it; the codes are read with the CSV."""
    known = dict.fromkeys(plan.codelists, ())
    at = []
    for said, code in figure.at:
        meant = which_codes(said, known)
        if len(meant) != 1:
            facts = {"found": said, "known": ", ".join(known), "near": nearest(said, known)}
            raise UsageError("at-dimension-unknown", **facts)
        at.append((meant[0], code))
    if len(dict(at)) < len(at):
        raise UsageError("at-dimension-twice", found=";".join(f"{one}={code}" for one, code in at))
    return figure._replace(at=tuple(at))


def _refuse_words(plan: Plan, indicator: str) -> None:
    """The lines of a narrative have no order by which one of them could be named."""
    for one in which_codes(indicator, dict.fromkeys(plan.asked_by_id, ())):
        if plan.asked_by_id[one].kind == "narrative":
            raise UsageError("correct-narrative", indicator=one)


def _as_csv(letter: WrittenLetter) -> bytes:
    dimensions = tuple(dict.fromkeys(one for figure in letter.figures for one, _ in figure.at))
    columns = ("indicator", *dimensions, "part", "value", "status", "note")
    rows = [
        (
            figure.indicator,
            *(dict(figure.at).get(one) for one in dimensions),
            figure.part,
            figure.value,
            letter.status,
            letter.note,
        )
        for figure in letter.figures
    ]
    return write_exact_csv(columns, rows).encode("utf-8", "surrogateescape")


def _read(plan: Plan, slot: Slot, letter: WrittenLetter) -> tuple[Workbook, Reading]:
    """The letter's CSV, read as every CSV is; UsageError where a line of it is about no figure."""
    with Readers() as readers:
        workbook = readers.read_bytes(CORRECTION_FILE, _as_csv(letter))
    read = read_csv_return(plan, slot, workbook)
    if len(_given(read)) < len(letter.figures):
        fault = next(one for one in read.issues if one.code != "csv-old-encoding")
        raise UsageError(fault.code, **{"indicator": fault.indicator, **dict(fault.params)})
    return workbook, read


def _given(read: Reading) -> list[Observation]:
    """The answers that stand in the CSV, in the order of its lines."""
    given = [one for one in read.observations if one.cell]
    return sorted(given, key=lambda one: int(re.sub(r"\D", "", one.cell.ref if one.cell else "")))


def _differs(one: Observation, was: Observation | None, letter: WrittenLetter) -> bool:
    if was is None or one.status == "unreadable":
        return True
    same = (one.value, one.status) == (was.value, was.status)
    return not same or (letter.note is not None and one.note != was.note)


def _key(one: Observation) -> _Key:
    return one.indicator, one.at, one.part


class _WithLetter:
    """The answers of a receipt with those of a letter among them."""

    def __init__(
        self,
        slot: Slot,
        base: Receipt,
        receipts: Sequence[Receipt],
        kept: Sequence[Observation],
        read: Reading,
    ) -> None:
        self.slot, self.base, self.read = slot, base, read
        self.new = {_key(one): one for one in _given(read)}
        self.was = {_key(one): one for one in kept}
        self.observations = tuple(self.new.get(_key(one), one) for one in kept)
        self.observations += tuple(one for key, one in self.new.items() if key not in self.was)
        before = (one for one in receipts if one.number <= base.number)
        self.number_by_digest = {one.sha256: _number(one) for one in before}
        self.how = _first_how(base, receipts)

    def judge(
        self, archive: Archive, plan: Plan, workbook: Workbook, letter: WrittenLetter
    ) -> Verdict:
        """The verdict on the whole."""
        from mne.checks.privacy.look import look_for_persons  # noqa: PLC0415 - takes time to load
        from mne.schemas import check_frames  # noqa: PLC0415 - takes a third of a second

        new = tuple(self.new.values())
        labelled = tuple(map(self._labelled, self.observations))
        (wrong,) = check_frames(plan, [labelled])
        opened = Opened(
            path=Path(CORRECTION_FILE),
            digest=workbook.digest,
            reader=workbook.reader,
            declared=Declared(by=letter.by, reason=letter.reason, how=self.how, made_here=True),
            taken=Taken(plan, self.slot),
            reading=Reading(labelled, (*self._taken_over(), *self.read.issues)),
            personal=look_for_persons(plan, workbook.sheets, new),
            is_own_form=False,
        )
        verdict = judge(archive, opened, wrong, None)
        return replace(verdict, observations=self.observations)

    def may_be_kept(self, verdict: Verdict) -> bool:
        """What was waived in the base needs a waiver of its own here, so it has to be kept."""
        waived = {self._told(one) for one in self.base.issues if self.base.waiver_of(one)}
        return waived.issuperset(one for one in verdict.issues if one.severity == "error")

    def _taken_over(self) -> tuple[Issue, ...]:
        """What was seen in the earlier files of the answers that stay."""
        families: Mapping[str, object] = {
            code: None for family in _READ_THEN for code in CATALOGUE[family]
        }
        old = [self.was[key] for key in self.new if key in self.was]
        figures = {figure_text(*_key(one)) for one in old}
        labelled = (self._labelled(one).cell for one in old)
        places = {(cell.sheet, cell.ref) for cell in labelled if cell}
        told = (self._told(one) for one in self.base.issues if one.code in families)
        return tuple(
            one
            for one in told
            if dict(one.params).get(FIGURE) not in figures and (one.sheet, one.cell) not in places
        )

    def _labelled(self, one: Observation) -> Observation:
        """An answer of an earlier file, under a sheet that names its receipt."""
        cell = one.cell
        if cell is None or _key(one) in self.new:
            return one
        number = self.number_by_digest.get(cell.digest, _number(self.base))
        return one._replace(cell=cell._replace(sheet=f"{number} {cell.sheet}"))

    def _told(self, issue: Issue) -> Issue:
        """An issue of the base, as it is told of the correction."""
        if not issue.sheet or _LABELLED.match(issue.sheet):
            return issue
        return issue._replace(sheet=f"{_number(self.base)} {issue.sheet}")


def _first_how(base: Receipt, receipts: Sequence[Receipt]) -> str:
    """How the return came that the letters put right: what was printed stays so."""
    by_id = {one.id: one for one in receipts}
    while base.origin.how == "corrected" and base.origin.source in by_id:
        base = by_id[base.origin.source]
    return base.origin.how


def _number(receipt: Receipt) -> str:
    return f"r{receipt.number:04d}"
