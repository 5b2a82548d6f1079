"""A return beside the reporter's earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mne.checks.answers import Answers, Check
from mne.issues import raise_issue
from mne.model import Issue, Observation

_FEWEST = 5
"""Fewer figures than this can be the same by chance."""


def is_not_an_old_form(answers: Answers) -> Iterator[Issue]:
    """All figures as in an earlier period: most likely an old form under a new name."""
    figures = _figures(answers.observations)
    if len(figures) < _FEWEST or not any(value for _, value in figures):
        return
    for slot, observations in answers.earlier:
        if _figures(observations) == figures:
            yield raise_issue("same-as-earlier", found=len(figures), period=slot.period.label)
            return


def _figures(observations: Sequence[Observation]) -> set[tuple[tuple[object, ...], Decimal]]:
    return {
        ((one.indicator, one.at, one.part), one.value)
        for one in observations
        if isinstance(one.value, Decimal)
    }


CHECKS: tuple[Check, ...] = (is_not_an_old_form,)
