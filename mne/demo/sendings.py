"""What each reporter of the example sends, and when: late, faulty, corrected, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mne.demo.answers import Writer
from mne.demo.draw import draw
from mne.demo.example import example
from mne.layout import Question, form_file_name
from mne.model import Plan, Slot
from mne.periods import deadline
from mne.template import Answer


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
    if fault := example()["unmended"].get(writer.here):
        answers = _with(answers, fault["indicator"], fault["by"])
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
    indicator = change["indicator"]
    before = {
        one: answer
        for one, answer in _with(answers, indicator, change["by"]).items()
        if one.indicator != indicator or not one.at
    }
    return before, change["days"], change["reason"]


def _with(answers: dict[Question, Answer], indicator: str, more: int) -> dict[Question, Answer]:
    """The answers with so many more in an indicator's total."""
    question = _total(answers, indicator)
    return answers | {question: Answer(str(int(answers[question].value) + more))}
