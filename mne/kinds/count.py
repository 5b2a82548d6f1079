"""A count: how many persons, cases, events or documents."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mne.kinds.kind import Fault, Part, needs, show_number
from mne.model import Indicator
from mne.typed import Unreadable, read_number, read_stored

OVER_TIME = frozenset({"sum", "mean", "min", "max", "last", "last_in_period", "none"})
OVER_REPORTERS = frozenset({"sum", "mean", "min", "max", "lead_only", "none"})
HAS_TOTAL = True
KEYS = frozenset(
    {"breakdowns", "baseline", "targets", "history", "confirm_yearly", "most_plausible"}
)
MARKS: frozenset[str] = frozenset()

CONFIRMED = "confirmed"
_PARTS = (Part("", "number", whole=True),)
_CONFIRMED = Part(CONFIRMED, "number", required=False, whole=True, yearly=True)


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """One cell, a whole number; once a year, for persons who may repeat, how many they are."""
    return (*_PARTS, _CONFIRMED) if indicator.confirm_yearly else _PARTS


def parse(
    indicator: Indicator,
    part: Part,
    text: str,
) -> Decimal | Unreadable:
    """The number; whether it is whole and not negative is for the schema to say."""
    return read_number(text)


def faults(indicator: Indicator) -> Iterator[Fault]:
    """A stock is not summed over time; people may be added over reporters only if disjoint."""
    yield from needs(indicator, "counting_unit")
    if indicator.confirm_yearly and indicator.repeats == "none":
        yield Fault("confirm_yearly", "confirmation-without-repeats")
    if indicator.stock_or_flow == "stock" and indicator.combine.over_time == "sum":
        yield Fault("combine", "stock-summed")
    if (
        indicator.counting_unit == "person"
        and indicator.combine.over_reporters == "sum"
        and indicator.contributing
        and not indicator.combine.disjoint
    ):
        yield Fault("combine", "persons-not-disjoint")


def read_target(indicator: Indicator, text: str) -> Decimal | None:
    """A number; in a definition a point is a decimal point."""
    stored = read_stored(text)
    number = stored if isinstance(stored, Decimal) else read_number(text)
    return number if isinstance(number, Decimal) else None


def show(indicator: Indicator, value: Decimal | str, language: str) -> str:
    """1,577; a mean may have decimals."""
    return show_number(Decimal(value), indicator.places)
