"""The first half of an example: who reported what.

`MOI reports 120 in 2012-Q1` - a count, an amount, a state
`MOI reports 3 of 10 in 2012-Q1` - a ratio
`MOI reports NA in 2012-Q1`, `ND`, `nothing` - a reason, or a blank in a return that came
`MOI reports 120 as NPA1-LAW-03 at sex=female;age=18+ in 2012-Q1` - another indicator, a place
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from mne.definitions import unknown_name
from mne.kinds import Unreadable, kind_of
from mne.layout import fact_period, form_periods, is_expected, questions
from mne.model import At, Indicator, Observation, Plan, Slot, Status, at_text, parse_at
from mne.periods import Period

_GIVEN = re.compile(
    r"(?P<reporter>\S+) reports (?P<value>.+?)"
    r"(?: as (?P<indicator>\S+))?(?: at (?P<at>\S+))? in (?P<period>\S+)"
)
_NO_VALUE: dict[str, Status] = {"NA": "NA", "ND": "ND", "nothing": "blank"}
_OF = re.compile(r"(?P<numerator>\S+) of (?P<denominator>\S+)")


class Refused(NamedTuple):
    """Why a sentence says nothing: a message code and its facts."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, understood."""

    slot: Slot
    observations: tuple[Observation, ...]


def read_given(plan: Plan, indicator_id: str, sentence: str) -> Told | Refused:
    """What a sentence says was sent; `indicator_id` is meant where it names none."""
    found = _GIVEN.fullmatch(sentence)
    if not found:
        return Refused("case-sentence", {"sentence": sentence})
    about_id, reporter = found["indicator"] or indicator_id, found["reporter"]
    try:
        period, at = Period.parse(found["period"]), parse_at(found["at"] or "")
    except ValueError:
        return Refused("case-sentence", {"sentence": sentence})
    names: dict[str, tuple[str, Collection[str]]] = {
        "indicator": (about_id, plan.indicators_by_id),
        "reporter": (reporter, plan.reporters_by_id),
    }
    for what, (name, known) in names.items():
        if name not in known:
            facts = {what: name, **unknown_name(name, known)}
            return Refused(f"{what}-not-in-plan", facts)
    about = plan.indicators_by_id[about_id]
    slot = _slot_of(plan, about, reporter, period)
    if slot is None or not _is_asked(plan, slot, about, at):
        facts = {"reporter": reporter, "period": period.label, "indicator": about_id}
        return Refused("case-not-asked", {**facts, "at": at_text(at) or "-"})
    answers = tuple(_answers(about, found["value"]))
    if any(isinstance(value, Unreadable) for _, value, _ in answers):
        return Refused("case-sentence", {"sentence": sentence})
    return Told(
        slot,
        tuple(
            Observation(about.id, period, slot.reporter, at, part, value, status, "", None)
            for part, value, status in answers
            if not isinstance(value, Unreadable)
        ),
    )


def _slot_of(plan: Plan, indicator: Indicator, reporter: str, period: Period) -> Slot | None:
    """The return in which a figure about this period is asked."""
    for form_period in form_periods(plan):
        slot = Slot(plan.id, form_period, reporter)
        if fact_period(plan, indicator, form_period) == period and is_expected(plan, slot):
            return slot
    return None


def _is_asked(plan: Plan, slot: Slot, indicator: Indicator, at: At) -> bool:
    return any(one.indicator == indicator.id and one.at == at for one in questions(plan, slot))


_Answer = tuple[str, Decimal | str | Unreadable | None, Status]


def _answers(indicator: Indicator, text: str) -> Iterator[_Answer]:
    """A part, its value and its status; two parts for a ratio."""
    kind = kind_of(indicator)
    parts = [part for part in kind.parts(indicator) if part.required]
    if text in _NO_VALUE:
        yield from ((part.name, None, _NO_VALUE[text]) for part in parts)
        return
    above_and_below = _OF.fullmatch(text)
    if (indicator.kind == "ratio") != bool(above_and_below):
        yield "", Unreadable("case-sentence"), "unreadable"
        return
    for part in parts:
        piece = above_and_below[part.name] if above_and_below else text
        value = kind.parse(indicator, part, piece)
        if isinstance(value, Decimal | str | Unreadable):
            yield part.name, value, "reported"
