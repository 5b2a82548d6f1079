"""Says of a figure how many of the offices below its reporters are in it.

A ministry's return names the provinces that sent it their figures. What it says travels with every
total that the return is in: 22 of 24 provinces in one quarter, 88 of 96 in four.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mne.kinds import coverage
from mne.layout import fact_period, groups_of
from mne.model import COVERAGE, At, CoverageAsked, Plan, Receipt, Slot, Units, at_text
from mne.progress.judge import Row
from mne.progress.look_up import Answers


def asked_units(plan: Plan) -> tuple[str, ...]:
    """What has to be looked up for that."""
    return (COVERAGE,) if plan.coverage else ()


def with_units(
    plan: Plan,
    rows: Sequence[Row],
    said: Answers,
    counting: Mapping[Slot, Receipt],
) -> Sequence[Row]:
    """The same rows; those broken down by the offices asked about say how many were heard."""
    asked = plan.coverage
    if asked is None:
        return rows
    slots = {receipt.id: slot for slot, receipt in counting.items()}
    return [
        replace(row, figure=replace(row.figure, units=_units(plan, asked, row, slots, said)))
        for row in rows
    ]


def _units(
    plan: Plan, asked: CoverageAsked, row: Row, slots: Mapping[str, Slot], said: Answers
) -> Units | None:
    """The sum over the returns in a figure; None where none of them was asked."""
    if not any(asked.dimension in group for group in row.ask.source.breakdowns):
        return None
    answers = [
        said.get((receipt, COVERAGE, at_text(office), ""))
        for receipt in row.figure.sources
        if receipt in slots
        for office in _offices(plan, asked, slots[receipt])
        if _is_about(row.ask.at, office)
    ]
    if not answers:
        return None
    return Units(
        dimension=asked.dimension,
        reported=sum(one is not None and one.value == coverage.YES for one in answers),
        unknown=sum(one is None for one in answers),
        expected=len(answers),
    )


def _offices(plan: Plan, asked: CoverageAsked, slot: Slot) -> Iterable[At]:
    """The offices that a return is asked about: those that there were in its period."""
    indicator = asked.as_indicator()
    if slot.reporter not in asked.asked_of or not fact_period(plan, indicator, slot.period):
        return ()
    return [place for _, places in groups_of(plan, indicator, slot) for place in places]


def _is_about(at: At, office: At) -> bool:
    """Whether an office is one of those that a figure is about: all, or that of its own place."""
    where = dict(at)
    return all(where.get(dimension, code) == code for dimension, code in office)
