"""A narrative: what was done, what is planned, what is late and why, in the sender's own words."""

from __future__ import annotations

from collections.abc import Iterator

from mne.kinds.kind import Fault, Part, read_text
from mne.model import Indicator
from mne.typed import Unreadable

OVER_TIME = frozenset({"none"})
OVER_REPORTERS = frozenset({"none"})
HAS_TOTAL = True
KEYS: frozenset[str] = frozenset()
MARKS = KEYS

_LINES = 3
_PARTS = tuple(
    Part(name, "text", required=False, lines=_LINES)
    for name in ("done", "planned", "delayed", "reason", "recommendation", "obstacle")
)


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """Some lines each, in each language of the form."""
    return _PARTS


def parse(
    indicator: Indicator,
    part: Part,
    text: str,
) -> str | Unreadable:
    """The words, as they were written."""
    return read_text(text)


def faults(indicator: Indicator) -> Iterator[Fault]:
    """Words need nothing."""
    yield from ()


def read_target(indicator: Indicator, text: str) -> None:
    """There is none."""
    return


def show(indicator: Indicator, value: object, language: str) -> str:
    """The words themselves."""
    return str(value)
