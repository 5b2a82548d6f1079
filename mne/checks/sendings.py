"""A return beside what the same reporter has sent for the same days."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mne.checks.answers import Answers, Check, by_figure, is_noted, number_text
from mne.issues import issue_at
from mne.model import Issue, Observation


def nothing_is_withdrawn(answers: Answers) -> Iterator[Issue]:
    """What was reported for this period does not turn blank without a word.

    A note at the figure is a word, and so is the reason for which the return is sent again.
    """
    if answers.received is None or answers.reason.strip():
        return
    was = by_figure(answers.received[1])
    gone: dict[str, list[tuple[Observation, Observation]]] = {}
    for one in answers.observations:
        before = was.get((one.indicator, one.at, one.part))
        if _was_given(before) and before and one.status == "blank" and not is_noted(one):
            gone.setdefault(one.indicator, []).append((one, before))
    if sum(map(len, gone.values())) < len([one for one in was.values() if _was_given(one)]):
        for cells in gone.values():
            now, before = cells[0]
            facts = {"expected": number_text(before.value), "count": len(cells)}
            yield issue_at("figure-withdrawn", now, **facts)


def _was_given(one: Observation | None) -> bool:
    return one is not None and isinstance(one.value, Decimal)


def windows_share_no_days(answers: Answers) -> Iterator[Issue]:
    """Two windows that ask the same and share days could count one event twice."""
    period = answers.slot.period
    for slot, observations in answers.overlapping:
        there = {one.indicator for one in observations if isinstance(one.value, Decimal)}
        shared = [
            one
            for one in answers.observations
            if one.indicator in there and not one.at and isinstance(one.value, Decimal)
        ]
        if shared:
            first, last = max(period.start, slot.period.start), min(period.end, slot.period.end)
            facts = {"period": slot.period.label, "first": first, "last": last}
            yield issue_at("windows-overlap", shared[0], count=len(shared), **facts)


CHECKS: tuple[Check, ...] = (nothing_is_withdrawn, windows_share_no_days)
