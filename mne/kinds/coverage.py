"""Which offices a reporter heard from, as the form asks it: yes or no for each."""

from __future__ import annotations

from collections.abc import Iterator

from mne.kinds import milestone
from mne.kinds.kind import Fault, Part
from mne.model import Indicator

OVER_TIME = frozenset({"last_in_period"})
OVER_REPORTERS = frozenset({"none"})
HAS_TOTAL = False
KEYS: frozenset[str] = frozenset()
MARKS = KEYS

YES = "yes"
_PARTS = (Part("", "state", required=False),)

parse = milestone.parse
show = milestone.show


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """One cell for each office."""
    return _PARTS


def faults(indicator: Indicator) -> Iterator[Fault]:
    """Whatever can be wrong with it is found where the plan's header is read."""
    yield from ()


def read_target(indicator: Indicator, text: str) -> None:
    """There is none."""
    return
