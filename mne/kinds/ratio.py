"""A ratio: two figures, one over the other. The percentage itself is never asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mne.kinds import count
from mne.kinds.kind import Fault, Part, needs, show_number
from mne.model import Indicator

OVER_TIME = frozenset({"ratio_of_sums", "last", "last_in_period", "none"})
OVER_REPORTERS = frozenset({"ratio_of_sums", "mean", "min", "max", "lead_only", "none"})
HAS_TOTAL = True
MARKS = frozenset({"numerator", "denominator"})
KEYS = MARKS | {"breakdowns", "baseline", "targets", "history", "most_plausible"}

parse = count.parse
read_target = count.read_target


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """What is counted above and below the line; money may have decimals, people may not."""
    whole = indicator.counting_unit != "money"
    return (
        Part("numerator", "number", whole=whole),
        Part("denominator", "number", whole=whole),
    )


def faults(indicator: Indicator) -> Iterator[Fault]:
    """A ratio says what stands above and below the line."""
    return needs(indicator, "numerator", "denominator", "counting_unit")


def show(indicator: Indicator, value: Decimal | str, language: str) -> str:
    """The quotient as a percentage: 0.745 prints as 75 %, or 74.5 % with one place."""
    return f"{show_number(Decimal(value) * 100, indicator.places)}\u00a0%"
