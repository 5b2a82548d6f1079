"""Does the main job on the shipped example: forms, returns, checks, receipts, reports.

Every return goes the whole road as a file of its own: nothing is put into the archive by a side
door.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mne.archive import Archive
from mne.definitions import load_plan
from mne.demo.answers import Writer
from mne.demo.draw import draw
from mne.demo.example import example
from mne.intake import Declared, check_file, earlier_returns
from mne.layout import Question, expected_slots, form_file_name
from mne.model import Plan, Receipt, Slot
from mne.periods import deadline
from mne.template import SYNTHETIC_MARK, Answer, Earlier, write_template
from mne.workbook import Readers
from mne.workspace import SYNTHETIC, Workspace, shipped

EXAMPLE_PLAN = "npa-kh-2011"
_BY = "Example officer (synthetic)"
_SYNTHETIC = """\
Every return in this folder is synthetic: made by `mne demo`, reported by nobody.
While this file is here, every report says so on every page.
"""


class Sending(NamedTuple):
    """One file on its way to the secretariat."""

    slot: Slot
    number: int
    answers: dict[Question, Answer]
    received_on: datetime
    reason: str

    @property
    def file_name(self) -> str:
        """The form's name; a file that is sent again has another, as people do it."""
        stem = form_file_name(self.slot).removesuffix(".xlsx")
        return f"{stem}.xlsx" if self.number == 1 else f"{stem}_v{self.number}.xlsx"


@dataclass(frozen=True)
class Example:
    """What the demo made."""

    workspace: Workspace
    plan: Plan
    forms: tuple[Path, ...]
    returns: tuple[Path, ...]
    receipts: tuple[Receipt, ...]


def make_workspace(folder: Path) -> Workspace:
    """A workspace with the shipped definitions and an empty archive."""
    shutil.copytree(shipped("indicators"), folder / "indicators", dirs_exist_ok=True)
    workspace = Workspace(folder)
    Archive(workspace.submissions).keep_note(SYNTHETIC, _SYNTHETIC)
    return workspace


def run_demo(
    folder: Path,
    *,
    recorded_on: datetime,
    tool: str,
    watch: Callable[[int, int], None],
) -> Example:
    """Make the forms of three years, fill them in, check them and keep them.

    `watch` is told how many files are made, and how many there will be.
    """
    workspace = make_workspace(folder)
    plan = load_plan(workspace.indicators, EXAMPLE_PLAN)
    archive = Archive(workspace.submissions)
    archive.keep_definitions(plan)
    slots = tuple(expected_slots(plan))
    sendings = sorted(
        (one for slot in slots for one in sendings_of(plan, slot)),
        key=lambda one: (one.received_on, one.file_name),
    )
    forms, returns, receipts = [], [], []
    days = _in_order(plan, slots, sendings)
    with Readers(len(sendings)) as readers:
        for done, (slot, sending) in enumerate(days, 1):
            watch(done, len(days))
            earlier = earlier_returns(archive, plan, slot)
            if sending is None:
                forms.append(_write(folder / "forms" / slot.period.label, plan, slot, earlier))
                continue
            path = _send(folder / "returns" / slot.period.label, plan, sending, earlier)
            verdict, _ = check_file(workspace, path, Declared(), readers)
            stored = archive.store(
                verdict,
                path.read_bytes(),
                file=path.name,
                received_on=sending.received_on,
                recorded_on=recorded_on,
                by=_BY,
                reason=sending.reason,
                tool=tool,
            )
            returns.append(path)
            receipts.append(stored.receipt)
    return Example(workspace, plan, tuple(forms), tuple(returns), tuple(receipts))


def _in_order(
    plan: Plan, slots: Sequence[Slot], sendings: Sequence[Sending]
) -> list[tuple[Slot, Sending | None]]:
    """Forms and returns as the days go by: a form goes out when its period ends.

    So it knows what was answered by then. `None` stands for a form that goes out.
    """
    out = [(plan.end_of(slot.period.end), slot, None) for slot in slots]
    back = [(one.received_on, one.slot, one) for one in sendings]
    days: list[tuple[datetime, Slot, Sending | None]] = [*out, *back]
    return [(slot, sending) for _, slot, sending in sorted(days, key=itemgetter(0))]


def _write(folder: Path, plan: Plan, slot: Slot, earlier: Earlier) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / form_file_name(slot)
    mark = SYNTHETIC_MARK if earlier else ""
    path.write_bytes(write_template(plan, slot, mark=mark, earlier=earlier))
    return path


def _send(folder: Path, plan: Plan, sending: Sending, earlier: Earlier) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / sending.file_name
    filled = write_template(plan, sending.slot, sending.answers, SYNTHETIC_MARK, earlier)
    path.write_bytes(filled)
    return path


def sendings_of(plan: Plan, slot: Slot) -> Iterator[Sending]:
    """What a reporter sends for a slot: nothing, one file, or one and a better one."""
    writer = Writer(plan, slot)
    if writer.here in example()["missing"]:
        return
    answers = writer.answers()
    due = deadline(slot.period, plan.due_days, plan.holidays)
    days = example()["late"].get(writer.here) or -draw(0, 11, "early", slot)
    first = datetime.combine(
        due + timedelta(days=days),
        time(draw(8, 16, "hour", slot), draw(0, 59, "minute", slot)),
        ZoneInfo(plan.time_zone),
    )
    again = _faulty(writer, answers) or _uncorrected(writer, answers)
    if again is None:
        yield Sending(slot, 1, answers, first, "")
        return
    before, wait, reason = again
    yield Sending(slot, 1, before, first, "")
    yield Sending(slot, 2, answers, first + timedelta(days=wait), reason)


_Again = tuple[dict[Question, Answer], int, str]


def _total(answers: dict[Question, Answer], indicator: str) -> Question:
    """The first question about an indicator: its total."""
    return next(one for one in answers if one.indicator == indicator)


def _faulty(writer: Writer, answers: dict[Question, Answer]) -> _Again | None:
    """The same answers with one cell as a hurried hand would type it."""
    fault = example()["refused"].get(writer.here)
    if not fault:
        return None
    wrong = answers | {_total(answers, fault["indicator"]): Answer(fault["types"])}
    return wrong, fault["days"], "Sent again after the check"


def _uncorrected(writer: Writer, answers: dict[Question, Answer]) -> _Again | None:
    """What was sent before the correction: one figure off, its breakdown left out."""
    change = example()["corrected"].get(writer.here)
    if not change:
        return None
    question = _total(answers, change["indicator"])
    before = {
        one: answer
        for one, answer in answers.items()
        if one.indicator != question.indicator or not one.at
    }
    was = int(answers[question].value) + int(change["by"])
    return before | {question: Answer(str(was))}, change["days"], change["reason"]
