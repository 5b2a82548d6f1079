"""An amount of money, in one currency, at one stage (planned, approved, released, spent)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mne.kinds import count
from mne.kinds.kind import Fault, Part, needs, show_number
from mne.model import Indicator

OVER_TIME = count.OVER_TIME
OVER_REPORTERS = count.OVER_REPORTERS
HAS_TOTAL = True
MARKS = frozenset({"stage"})
KEYS = MARKS | {"breakdowns", "baseline", "targets", "history", "most_plausible"}

_PARTS = (Part("", "number"),)

parse = count.parse
read_target = count.read_target


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """One cell, a decimal number."""
    return _PARTS


def faults(indicator: Indicator) -> Iterator[Fault]:
    """An amount says which currency and which money."""
    return needs(indicator, "unit", "stage")


def show(indicator: Indicator, value: Decimal | str, language: str) -> str:
    """KHR 1,250,000."""
    return f"{indicator.unit} {show_number(Decimal(value), indicator.places)}"
