"""The rows of a form, in the order of the plan: headings, and under them what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from mne.kinds import kind_of
from mne.layout.asked import asked_of, fact_period, groups_of, part_period
from mne.layout.form import FIRST_ROW, LANGUAGE, Form, Line, Question
from mne.model import Indicator, Plan, Slot


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


def questions(plan: Plan, slot: Slot) -> Iterator[Question]:
    """Every figure that is asked of a reporter in a period; a narrative once in each language."""
    form = lay_out(plan, slot)
    for _, lines in form.sheets:
        for line in lines:
            yield from line.questions


def _number(lines: Iterator[Line]) -> Iterator[Line]:
    for row, line in enumerate(lines, FIRST_ROW):
        yield line._replace(row=row)


def _figure_lines(plan: Plan, slot: Slot, indicators: list[Indicator]) -> Iterator[Line]:
    for objective in plan.objectives:
        ids = {one.id for one in objective.indicators}
        inside = [one for one in indicators if one.id in ids]
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
