"""One answer: what the value, the status and the note of a figure say together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mne.issues import issue_at
from mne.kinds import Unreadable, kind_of, read_text
from mne.layout import STATUS_CODES, Question, has_status
from mne.model import Cell, Indicator, Issue, Observation, Plan, Slot, Status, Value
from mne.reading.text import clean, clean_words
from mne.typed import Spellings, is_old_khmer, read_stored, which_codes, words_fault

_NO_VALUE: dict[str, Status] = {"NA": "NA", "ND": "ND"}
_NO_VALUES: Spellings = dict.fromkeys(_NO_VALUE, ())
_STATUSES: Spellings = dict.fromkeys(STATUS_CODES, ())
_BROKEN = {"error": "cell-error", "formula": "formula-without-value"}
"""Cells that show no figure, though something stands in them."""
_OTHER_TYPE = {
    ("number", "date"): "number-is-date",
    ("number", "boolean"): "number-expected",
    ("date", "number"): "date-is-number",
}
"""A day or a truth value is not a number, though a spreadsheet may keep it as one; nor a number a
day, for the day that is meant by it depends on a setting of the workbook."""


class Entries(NamedTuple):
    """The cells that answer one question."""

    question: Question
    value: Cell | None
    status: Cell | None = None
    note: Cell | None = None


class Reading(NamedTuple):
    """All answers of a file, and what could not be read."""

    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]


class _Typed(NamedTuple):
    """What a value cell was understood as."""

    value: Value
    status: Status
    issues: tuple[Issue, ...] = ()


_BLANK = _Typed(None, "blank")


def read_answers(plan: Plan, slot: Slot, entries: Iterable[Entries]) -> Reading:
    """An observation for every question, blank ones too, in the order of the questions."""
    observations: list[Observation] = []
    issues: list[Issue] = []
    for entry in entries:
        indicator = plan.asked_by_id[entry.question.indicator]
        observation, found = _read_answer(indicator, slot, entry)
        observations.append(observation)
        issues.extend(found)
    return Reading(tuple(observations), tuple(issues))


def unknown(slot: Slot, question: Question) -> Observation:
    """A figure of which nothing can be said: its place in the file was not found."""
    return _blank(slot, question)._replace(status="unreadable")


def _blank(slot: Slot, question: Question, note: str = "", cell: Cell | None = None) -> Observation:
    place = (question.indicator, question.period, slot.reporter, question.at, question.part.name)
    return Observation(*place, None, "blank", note, cell)


def _read_answer(
    indicator: Indicator, slot: Slot, entry: Entries
) -> tuple[Observation, tuple[Issue, ...]]:
    question = entry.question
    note = clean_words(entry.note.raw) if entry.note and entry.note.raw else ""
    blank = _blank(slot, question, note, entry.value)
    typed = _read_value(indicator, question, blank, entry.value)
    value, status, issues = _with_status(blank, typed, entry.status)
    about_note = _faults_of_note(blank, entry.note) if entry.note and note else ()
    if status != "blank":
        blank = Observation(*blank[:5], value, status, note, entry.value)
    return blank, (*issues, *about_note)


def _faults_of_note(blank: Observation, cell: Cell) -> tuple[Issue, ...]:
    """A note is words too; what stands there is kept as it is, for it is no figure."""
    at_note = blank._replace(cell=cell)
    if cell.type in _BROKEN:
        return (issue_at(_BROKEN[cell.type], at_note, found=cell.raw),)
    words = read_text(clean_words(cell.raw))
    if isinstance(words, Unreadable):
        return (issue_at(words.code, at_note, found=cell.raw, **dict(words.params)),)
    if code := words_fault(words, cell.font):
        return (issue_at(code, at_note, found=cell.raw),)
    return _faults_of_formula(at_note, cell)


def _faults_of_formula(at_cell: Observation, cell: Cell) -> tuple[Issue, ...]:
    """What comes by a formula is not typed, and may change by itself."""
    code = "formula-outside" if cell.outside else "formula-in-cell"
    return (issue_at(code, at_cell, found=clean(cell.raw)),) if cell.formula else ()


def _read_value(
    indicator: Indicator, question: Question, blank: Observation, cell: Cell | None
) -> _Typed:
    if cell is None or not (cell.formula or (cell.raw and clean(cell.raw))):
        return _BLANK
    if cell.type in _BROKEN:
        return _unreadable(issue_at(_BROKEN[cell.type], blank, found=cell.raw))
    is_word = cell.type != "number" and has_status(question)
    if is_word and (meant := which_codes(cell.raw, _NO_VALUES)):
        return _Typed(None, _NO_VALUE[meant[0]])
    value = _parse(indicator, question, cell)
    if isinstance(value, Unreadable):
        facts = {"found": cell.raw, **dict(value.params)}
        return _unreadable(issue_at(value.code, blank, **facts))
    return _Typed(value, "reported", _faults_of_formula(blank, cell))


def _parse(indicator: Indicator, question: Question, cell: Cell) -> Value | Unreadable:
    """What the cell says; what its author's screen showed otherwise is not taken for words."""
    holds = question.part.holds
    if holds == "text":
        text = clean_words(cell.raw)
        code = words_fault(text, cell.font)
        return (
            Unreadable(code) if code else kind_of(indicator).parse(indicator, question.part, text)
        )
    if (holds, cell.type) in _OTHER_TYPE:
        return Unreadable(_OTHER_TYPE[holds, cell.type])
    if (holds, cell.type) == ("number", "number"):
        return read_stored(cell.raw)
    value = kind_of(indicator).parse(indicator, question.part, cell.raw)
    if isinstance(value, Unreadable) and is_old_khmer(cell.raw, cell.font):
        return Unreadable("text-not-unicode")
    return value


def _unreadable(issue: Issue) -> _Typed:
    return _Typed(None, "unreadable", (issue,))


def _with_status(blank: Observation, typed: _Typed, cell: Cell | None) -> _Typed:
    if cell is None or not cell.raw or not clean(cell.raw) or typed.status == "unreadable":
        return typed
    at_status = blank._replace(cell=cell)
    if cell.type in _BROKEN:
        return _without_status(typed, issue_at(_BROKEN[cell.type], at_status, found=cell.raw))
    status = next(iter(which_codes(cell.raw, _STATUSES)), None)
    if status is None:
        issue = issue_at("status-unknown", at_status, found=cell.raw, expected=_known())
        return _without_status(typed, issue)
    typed = typed._replace(issues=(*typed.issues, *_faults_of_formula(at_status, cell)))
    if status == "estimated":
        return _estimated(typed, at_status)
    if typed.status not in {"blank", status}:
        found = blank.cell.raw if blank.cell else ""
        issue = issue_at("status-and-value", blank, found=found, status=status)
        return _Typed(None, "unreadable", (*typed.issues, issue))
    return typed._replace(status=_NO_VALUE[status])


def _estimated(typed: _Typed, at_status: Observation) -> _Typed:
    if typed.status == "reported":
        return typed._replace(status="estimated")
    issue = issue_at("estimated-without-value", at_status, found="estimated")
    return _without_status(typed, issue)


def _without_status(typed: _Typed, issue: Issue) -> _Typed:
    """A figure stands whatever its status says; a blank with a faulty status says nothing."""
    status = typed.status if typed.status == "reported" else "unreadable"
    return typed._replace(status=status, issues=(*typed.issues, issue))


def _known() -> str:
    return ", ".join(STATUS_CODES)
