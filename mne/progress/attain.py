"""What a milestone's definition knows of it from other sources than returns.

A law was adopted on a day, whether or not a ministry has said so in a return. What a return says
counts where it is as new, or tells of as much; how many returns came is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from mne.kinds import milestone
from mne.model import Attained, Indicator
from mne.progress.ask import Ask
from mne.progress.figure import Figure


def with_attained(ask: Ask, figure: Figure, as_of: date) -> Figure:
    """The same figure; further on where the definition names a newer step with its source."""
    day = min(ask.period.end, as_of)
    newer = [one for one in _known(ask.indicator, day) if _is_newer(one, figure)]
    if ask.at or not newer:
        return figure
    if ask.indicator.flags:
        return _with_flags(ask.indicator, figure, newer)
    highest = max(newer, key=lambda one: milestone.rank(ask.indicator, one.state))
    if isinstance(figure.value, str) and milestone.reached(
        ask.indicator, figure.value, highest.state
    ):
        return figure
    return replace(figure, value=highest.state, attained=highest)


def _known(indicator: Indicator, day: date) -> Iterator[Attained]:
    """By the end of the day, month or year that is named: it may have been its last day."""
    return (one for one in indicator.attained if one.on.end <= day)


def _is_newer(one: Attained, figure: Figure) -> bool:
    return figure.said_on is None or figure.said_on < one.on.end


def _with_flags(indicator: Indicator, figure: Figure, newer: list[Attained]) -> Figure:
    held = {*str(figure.value or "").split(milestone.SEPARATOR)} - {milestone.NO_FLAG, ""}
    more = [one for one in newer if one.state not in held]
    if not more:
        return figure
    value = milestone.canonical(indicator, held | {one.state for one in more})
    return replace(figure, value=value, attained=max(more, key=lambda one: one.on))
