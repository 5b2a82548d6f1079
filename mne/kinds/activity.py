"""An activity of the plan, as the form asks it: how far it is, why it is late, what was spent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mne.kinds import milestone
from mne.kinds.kind import Fault, Part, read_text
from mne.model import Indicator
from mne.typed import Unreadable, read_number

OVER_TIME = frozenset({"latest_state"})
OVER_REPORTERS = frozenset({"lead_only"})
HAS_TOTAL = True
KEYS: frozenset[str] = frozenset()
MARKS = KEYS

STATUS, REASON, RECOMMENDATION, SPENT = "status", "reason", "recommendation", "spent"
_PARTS = (
    Part(STATUS, "state", in_row=True),
    Part(REASON, "text", required=False, in_row=True),
    Part(RECOMMENDATION, "text", required=False, in_row=True),
)
_SPENT = Part(SPENT, "number", required=False, in_row=True)


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """Its state, the reason for a delay, a recommendation, and money where it has a budget."""
    return (*_PARTS, _SPENT) if indicator.unit else _PARTS


def parse(indicator: Indicator, part: Part, text: str) -> str | date | Decimal | Unreadable:
    """A state by its code or name; a text; a number."""
    if part.holds == "state":
        return milestone.parse(indicator, part, text)
    return read_number(text) if part.holds == "number" else read_text(text)


def faults(indicator: Indicator) -> Iterator[Fault]:
    """Whatever can be wrong with one is found where the plan's activities are read."""
    yield from ()


def read_target(indicator: Indicator, text: str) -> None:
    """It has a due day instead."""
    return


def show(indicator: Indicator, value: Decimal | str, language: str) -> str:
    """The state's name."""
    return milestone.show(indicator, value, language)
