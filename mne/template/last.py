"""What the reporter answered last time: shown beside each figure, and gone on from for activities.

The returns come from the archive, the latest first, as they were read when they were received.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from mne.kinds import kind_of
from mne.kinds.activity import REASON, RECOMMENDATION, STATUS
from mne.layout import Form, Question
from mne.model import Indicator, Observation, Plan, Slot
from mne.periods import Period
from mne.tables import decimal_text
from mne.template.answers import Answer, Answers, offered_states
from mne.template.words import say_period

Earlier = Sequence[tuple[Slot, Sequence[Observation]]]
"""The reporter's accepted returns for earlier periods, the latest first."""
_Key = tuple[str, frozenset[tuple[str, str]], str]
_CARRIED = frozenset({STATUS, REASON, RECOMMENDATION})
"""What an activity's row comes filled in with. Money spent is not: a sum is looked up anew."""
_LONGEST = 36
"""Letters of a text that are enough to know it again."""
_NOT_ANSWERED = "\u2013"


class Shown(NamedTuple):
    """What stands in the column of last time's answers."""

    text: str
    is_number: bool
    """Whether it may stand there as a number: exact, and of the period in the column's heading."""


@dataclass(frozen=True, slots=True)
class Past:
    """Every figure that was asked before, as it was last answered."""

    period: Period | None
    """The period of the last return; None where there is none."""
    by_key: dict[_Key, Observation]

    def find(self, question: Question) -> Observation | None:
        """The answer in the last return that asked for this figure; None where none did."""
        return self.by_key.get((question.indicator, frozenset(question.at), question.part.name))


def read_past(earlier: Earlier) -> Past:
    """The answers of the last return; of an older one what that did not ask, as a year's figure."""
    by_key: dict[_Key, Observation] = {}
    for _, observations in reversed(earlier):
        by_key |= {(one.indicator, frozenset(one.at), one.part): one for one in observations}
    return Past(earlier[0][0].period if earlier else None, by_key)


def show_last(past: Past, indicator: Indicator, question: Question, language: str) -> Shown | None:
    """The last answer to a figure, short; None where it was never asked before."""
    last = past.find(question)
    if last is None:
        return None
    if last.value is None:
        text = last.status if last.status in {"NA", "ND"} else _NOT_ANSWERED
    else:
        text = _short(indicator, last, language)
    asides: list[str] = [last.status] if last.status == "estimated" else []
    if last.period != past.period:
        asides.append(say_period(last.period, language))
    if asides:
        return Shown(f"{text} ({', '.join(asides)})", is_number=False)
    if isinstance(last.value, Decimal):
        return Shown(decimal_text(last.value), is_number=True)
    return Shown(text, is_number=False)


def _short(indicator: Indicator, last: Observation, language: str) -> str:
    if isinstance(last.value, Decimal):
        return f"{last.value.normalize():,f}"
    if isinstance(last.value, date):
        return last.value.isoformat()
    text = str(last.value)
    if last.part in {"", "state", STATUS}:
        return kind_of(indicator).show(indicator, text, language)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}\u2026"


def carry_over(plan: Plan, form: Form, past: Past, language: str) -> Answers:
    """What an activity's row comes filled in with: how far it was, why, and what was advised."""
    asked = (one for line in form.activities for one in line.questions)
    return dict(_carried(plan, past, asked, language))


def _carried(
    plan: Plan, past: Past, asked: Iterator[Question], language: str
) -> Iterator[tuple[Question, Answer]]:
    for question in asked:
        last = past.find(question) if question.part.name in _CARRIED else None
        if last is None or last.value is None:
            continue
        text, indicator = str(last.value), plan.asked_by_id[question.indicator]
        if question.part.name == STATUS:
            offered = offered_states(indicator, language)
            if text not in offered:
                continue
            text = offered[text]
        yield question, Answer(text)
