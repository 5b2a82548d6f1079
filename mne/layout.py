"""The form as data: what is asked of a reporter, and in which row and column it stands.

`template` writes the form from this and `reading` reads it by this, so that the two cannot
disagree. Rows are known by a key in column A, not by their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal, NamedTuple

from mne.kinds import Part, kind_of
from mne.model import At, Indicator, Plan, Slot, at_text
from mne.periods import MONTHS_BY_FREQUENCY, Period

RETURN, ACTIVITIES, NARRATIVE = "Return", "Activities", "Narrative"
STAMP_CELL = "A1"
STAMP_MARK = "mne-form"
FORM_VERSION = "1"
KEY_COLUMN, LABEL_COLUMN, UNIT_COLUMN = "A", "B", "C"
VALUE_COLUMN, STATUS_COLUMN, NOTE_COLUMN = "D", "E", "F"
TARGET_COLUMN = "G"
NARRATIVE_COLUMNS = "CDEFGHIJ"
"""One for each language of the form."""
DUE_COLUMN, CURRENCY_COLUMN = "C", "H"
ACTIVITY_COLUMNS = {"status": "D", "reason": "E", "recommendation": "F", "spent": "G"}
"""One row for each activity, one column for each part of its answer."""
MARK_ROW = 4
"""Small grey words above the headings, the same in every language, tell the columns apart."""
HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
LANGUAGE = "lang"
"""The place of a narrative: not a dimension of the plan, but the language it is written in."""
STATUS_CODES = ("NA", "ND", "estimated")

Role = Literal["objective", "indicator", "group", "figure"]
Entry = Literal["value", "status", "note"]


class Question(NamedTuple):
    """One figure that is asked for."""

    indicator: str
    period: Period
    """The period that the figure is about; a yearly figure's is the year, in whichever form."""
    at: At
    part: Part
    line: int = 1
    """Which of several lines, for a narrative."""

    @property
    def key(self) -> str:
        """`NPA1-INT-01@partner=TH#state`: how a row of the form is known."""
        place = tuple(pair for pair in self.at if pair[0] != LANGUAGE)
        at = f"@{at_text(place)}" if place else ""
        if self.part.in_row:
            return f"{self.indicator}{at}"
        line = f".{self.line}" if self.part.lines > 1 else ""
        part = f"#{self.part.name}{line}" if self.part.name else ""
        return f"{self.indicator}{at}{part}"


class Line(NamedTuple):
    """One row of a sheet: a heading, or what is asked."""

    row: int
    role: Role
    id: str
    """The objective's or indicator's id."""
    group: tuple[str, ...] = ()
    """The dimensions of a breakdown's heading, or of the figures under it."""
    questions: tuple[Question, ...] = ()
    """One for a figure; one for each language of a narrative, for each part of an activity."""


class OpenCell(NamedTuple):
    """A cell that the ministry may fill in."""

    sheet: str
    cell: str
    question: Question
    entry: Entry


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form of one reporter for one period."""

    slot: Slot
    definitions: str
    """Digest of the definitions that it was made from."""
    languages: tuple[str, ...]
    lines: tuple[Line, ...]
    """The rows of the sheet `Return`."""
    activities: tuple[Line, ...]
    """The rows of the sheet `Activities`; empty where none is asked."""
    narrative: tuple[Line, ...]
    """The rows of the sheet `Narrative`; empty where none is asked."""

    @property
    def stamp(self) -> str:
        """What stands in the stamp cell: by this a file is known for what it is."""
        slot = self.slot
        words = (STAMP_MARK, FORM_VERSION, slot.plan, slot.period.label, slot.reporter)
        return " ".join((*words, self.definitions))

    @property
    def sheets(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The sheets with open cells and their rows, without those on which nothing is asked."""
        named = (
            (RETURN, self.lines),
            (ACTIVITIES, self.activities),
            (NARRATIVE, self.narrative),
        )
        return tuple((name, lines) for name, lines in named if lines)

    def open_cells(self) -> Iterator[OpenCell]:
        """Every cell that may be filled in, in the order of the sheets."""
        for sheet, lines in self.sheets:
            for line in lines:
                for question in line.questions:
                    column = self.value_column(question)
                    yield OpenCell(sheet, f"{column}{line.row}", question, "value")
                    if has_status(question):
                        yield OpenCell(sheet, f"{STATUS_COLUMN}{line.row}", question, "status")
                        yield OpenCell(sheet, f"{NOTE_COLUMN}{line.row}", question, "note")

    def value_column(self, question: Question) -> str:
        """Where a question is answered: a language or a part may have a column of its own."""
        language = dict(question.at).get(LANGUAGE)
        if language is not None:
            return NARRATIVE_COLUMNS[self.languages.index(language)]
        if question.part.in_row:
            return ACTIVITY_COLUMNS[question.part.name]
        return VALUE_COLUMN


def column_marks(form: Form, sheet: str) -> dict[str, str]:
    """What stands in the row of marks, by column."""
    marks = {KEY_COLUMN: "key", LABEL_COLUMN: "label"}
    if sheet == NARRATIVE:
        columns = zip(NARRATIVE_COLUMNS, form.languages, strict=False)
        return marks | {column: f"{LANGUAGE}={language}" for column, language in columns}
    if sheet == ACTIVITIES:
        columns_of_parts = {column: part for part, column in ACTIVITY_COLUMNS.items()}
        return marks | {DUE_COLUMN: "due", **columns_of_parts, CURRENCY_COLUMN: "currency"}
    return marks | {
        UNIT_COLUMN: "unit",
        VALUE_COLUMN: "value",
        STATUS_COLUMN: "status",
        NOTE_COLUMN: "note",
        TARGET_COLUMN: "target",
    }


def is_counted(question: Question) -> bool:
    """Whether a blank leaves something unanswered; a day or a piece of evidence may stay blank."""
    return question.part.required


def has_status(question: Question) -> bool:
    """Whether a figure may be answered by NA or ND, and has a note.

    So may what is counted, and once a year how many different persons the year's figures are: the
    note then says why they are fewer than the sum. In the row of an activity there is no room.
    """
    part = question.part
    return (part.required or part.yearly) and not part.in_row


def lay_out(plan: Plan, slot: Slot) -> Form:
    """The form of a reporter for a period, by the definitions alone."""
    asked = tuple(asked_of(plan, slot))
    languages = tuple(
        language
        for language in plan.reporters_by_id[slot.reporter].languages
        if language in plan.languages
    )
    words = [one for one in asked if one.kind == "narrative"]
    activities = [one for one in asked if one.kind == "activity"]
    figures = [one for one in asked if one.kind not in {"narrative", "activity"}]
    return Form(
        slot,
        plan.digest,
        languages,
        lines=tuple(_number(_figure_lines(plan, slot, figures))),
        activities=tuple(_number(_activity_lines(plan, slot, activities))),
        narrative=tuple(_number(_narrative_lines(plan, slot, words, languages))),
    )


def form_periods(plan: Plan) -> tuple[Period, ...]:
    """Every period for which returns are due: the calendar's, and the campaign windows."""
    calendar = plan.span.reporting.parts(plan.calendar)
    return tuple(sorted((*calendar, *(one.period for one in plan.campaigns))))


def expected_slots(plan: Plan) -> Iterator[Slot]:
    """Every return that the plan asks for, by period and then by reporter."""
    for period in form_periods(plan):
        for reporter in plan.reporters:
            slot = Slot(plan.id, period, reporter.id)
            if is_expected(plan, slot):
                yield slot


def is_expected(plan: Plan, slot: Slot) -> bool:
    """Whether a return is asked for: within the span, of a body that existed, about something."""
    return (
        slot.period in form_periods(plan)
        and plan.reporters_by_id[slot.reporter].valid_during(slot.period)
        and any(True for _ in asked_of(plan, slot))
    )


def asked_of(plan: Plan, slot: Slot) -> Iterator[Indicator]:
    """What a reporter answers in a period, in the order of the plan.

    Indicators and activities; the offices it heard from only where it is asked for figures too.
    """
    asked = [
        one
        for one in plan.asked_by_id.values()
        if slot.reporter in one.reporters and one.is_asked and fact_period(plan, one, slot.period)
    ]
    if any(one.kind != "coverage" for one in asked):
        yield from asked


def questions(plan: Plan, slot: Slot) -> Iterator[Question]:
    """Every figure that is asked of a reporter in a period; a narrative once in each language."""
    form = lay_out(plan, slot)
    for _, lines in form.sheets:
        for line in lines:
            yield from line.questions


def fact_period(plan: Plan, indicator: Indicator, form_period: Period) -> Period | None:
    """The period that a figure in this form is about; None where it is not asked now.

    A yearly figure in a quarterly plan is asked in the form that ends the year; a campaign's
    figures in the return of its window, and nothing else in that.
    """
    frequency = indicator.frequency or plan.calendar
    in_campaign = any(one.period == form_period for one in plan.campaigns)
    if frequency == "campaign" or in_campaign:
        fits = frequency == "campaign" and in_campaign and indicator.asked_in(form_period)
        return form_period if fits else None
    if MONTHS_BY_FREQUENCY[frequency] <= MONTHS_BY_FREQUENCY[plan.calendar]:
        period = form_period
    else:
        period = Period.containing(form_period.start, frequency)
    due_now = period.end == form_period.end
    return period if due_now and indicator.asked_in(period) else None


def part_period(plan: Plan, indicator: Indicator, part: Part, form_period: Period) -> Period | None:
    """The period that one part of a figure in this form is about; None where it is not asked now.

    Only what is asked once a year has another than the figure itself: the year that the form ends.
    """
    period = fact_period(plan, indicator, form_period)
    if period is None or not part.yearly:
        return period
    year = Period.containing(form_period.start, "year")
    return year if form_period.end == year.end and form_period != year else None


def groups_of(
    plan: Plan, indicator: Indicator, slot: Slot
) -> Iterator[tuple[tuple[str, ...], tuple[At, ...]]]:
    """Each breakdown of an indicator with the places that this reporter can answer for."""
    for group in indicator.breakdowns:
        codes = [
            [
                (dimension, code)
                for code in plan.codes(dimension, slot.period)
                if _can_answer(plan, indicator, dimension, code, slot.reporter)
            ]
            for dimension in group
        ]
        yield group, tuple(product(*codes))


def _can_answer(plan: Plan, indicator: Indicator, dimension: str, code: str, reporter: str) -> bool:
    """Whether a code concerns a reporter; what is no place at all has no office to hear from."""
    if indicator.kind == "coverage" and plan.coverage and code in plan.coverage.without:
        return False
    asked_of_code = plan.codelists[dimension].codes[code].asked_of
    return not asked_of_code or reporter in asked_of_code


def _number(lines: Iterator[Line]) -> Iterator[Line]:
    for row, line in enumerate(lines, FIRST_ROW):
        yield line._replace(row=row)


def _figure_lines(plan: Plan, slot: Slot, indicators: list[Indicator]) -> Iterator[Line]:
    for objective in plan.objectives:
        inside = [one for one in indicators if one in objective.indicators]
        if inside:
            yield Line(0, "objective", objective.id)
        for indicator in inside:
            yield from _indicator_lines(plan, slot, indicator)
    for indicator in indicators:
        if indicator.kind == "coverage":
            yield from _indicator_lines(plan, slot, indicator)


def _indicator_lines(plan: Plan, slot: Slot, indicator: Indicator) -> Iterator[Line]:
    yield Line(0, "indicator", indicator.id)
    kind = kind_of(indicator)
    period = fact_period(plan, indicator, slot.period) or slot.period
    parts = [part for part in kind.parts(indicator) if not part.yearly]
    if kind.HAS_TOTAL or not indicator.breakdowns:
        for part in parts:
            yield Line(0, "figure", indicator.id, (), (Question(indicator.id, period, (), part),))
    for part in kind.parts(indicator):
        year = part_period(plan, indicator, part, slot.period) if part.yearly else None
        if year:
            yield Line(0, "figure", indicator.id, (), (Question(indicator.id, year, (), part),))
    for group, places in groups_of(plan, indicator, slot):
        yield Line(0, "group", indicator.id, group)
        for at in places:
            for part in parts:
                question = Question(indicator.id, period, at, part)
                yield Line(0, "figure", indicator.id, group, (question,))


def _activity_lines(plan: Plan, slot: Slot, activities: list[Indicator]) -> Iterator[Line]:
    objective_by_id = {one.id: one.objective for one in plan.activities}
    for objective in plan.objectives:
        inside = [one for one in activities if objective_by_id[one.id] == objective.id]
        if inside:
            yield Line(0, "objective", objective.id)
        for one in inside:
            parts = kind_of(one).parts(one)
            asked = tuple(Question(one.id, slot.period, (), part) for part in parts)
            yield Line(0, "figure", one.id, (), asked)


def _narrative_lines(
    plan: Plan, slot: Slot, indicators: list[Indicator], languages: tuple[str, ...]
) -> Iterator[Line]:
    for indicator in indicators:
        period = fact_period(plan, indicator, slot.period) or slot.period
        yield Line(0, "indicator", indicator.id)
        for part in kind_of(indicator).parts(indicator):
            for number in range(1, part.lines + 1):
                asked = tuple(
                    Question(indicator.id, period, ((LANGUAGE, language),), part, number)
                    for language in languages
                )
                yield Line(0, "figure", indicator.id, (), asked)
