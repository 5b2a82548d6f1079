"""Between what a figure lies, whatever its missing parts turn out to be.

What a reporter has not said yet is a number that is not below zero, or no number at all. So a sum
or a highest value can only grow, and a lowest one only shrink; of what stood at the end of a
period, and of a share, nothing is known before all have been heard. Ratings rest on the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from mne.progress.ask import Ask
from mne.progress.figure import Figure

Bounds = tuple[Fraction | None, Fraction | None]
"""The least and the most; None where nothing can be said."""

_ONE_BODY = frozenset({"lead_only", "none"})
_GROWS_WITH_EACH = frozenset({"sum", "max"}) | _ONE_BODY
_NEVER_MORE_THAN_ITS_PARTS = frozenset({"sum", "max", "mean"}) | _ONE_BODY


def possible_values(ask: Ask, figure: Figure) -> Bounds:
    """The least and the most that a figure may come to once what is missing has come."""
    if figure.between:
        return figure.between
    value = figure.value
    if not isinstance(value, Fraction):
        return None, None
    if not figure.open:
        return value, value
    if ask.indicator.formula is not None or value < 0:
        return None, None
    given = Counter(part.reporter for part in figure.used)
    coming = Counter(one.reporter for one in figure.open)
    share = _least_share(ask, given, coming)
    low = None if share is None else value * share
    high = value if _cannot_grow(ask, given, coming) else None
    return (Fraction(0) if high is not None and low is None else low), high


def _least_share(ask: Ask, given: Mapping[str, int], coming: Mapping[str, int]) -> Fraction | None:
    """What is left of the figure at the least; None where that is not known."""
    share = _least_share_over_time(ask.over_time, given, coming)
    unheard = len(coming.keys() - given.keys())
    if share is None or ask.over_reporters in _GROWS_WITH_EACH:
        return share
    if ask.over_reporters == "min":
        return None if unheard else share
    if ask.over_reporters == "mean" and ask.indicator.kind != "ratio":
        return share * Fraction(len(given), len(given) + unheard)
    return None


def _least_share_over_time(
    rule: str, given: Mapping[str, int], coming: Mapping[str, int]
) -> Fraction | None:
    """The same for the reporters that said something: all of it, where they have no more to say."""
    both = given.keys() & coming.keys()
    if not both or rule in {"sum", "max"}:
        return Fraction(1)
    if rule == "mean":
        return min(Fraction(given[one], given[one] + coming[one]) for one in both)
    return None


def _cannot_grow(ask: Ask, given: Mapping[str, int], coming: Mapping[str, int]) -> bool:
    """Whether what is missing can only lower the figure."""
    if given.keys() & coming.keys() and ask.over_time != "min":
        return False
    if ask.over_reporters == "min":
        return True
    return given.keys() >= coming.keys() and ask.over_reporters in _NEVER_MORE_THAN_ITS_PARTS
