"""What every kind of indicator must be able to say of itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, Protocol

from mne.model import Indicator, Value
from mne.model.words import as_written
from mne.typed import Unreadable

Holds = Literal["number", "state", "flags", "date", "text"]

LONGEST_TEXT = 5000
"""Characters of a narrative or a note: about a page and a half."""


class Part(NamedTuple):
    """One cell that a figure of this kind needs."""

    name: str
    """Empty where the figure is a single number."""
    holds: Holds
    required: bool = True
    """Whether a blank here leaves the figure unanswered."""
    lines: int = 1
    """How many lines the form offers for it."""
    whole: bool = False
    """Whether only whole numbers are right."""
    in_row: bool = False
    """Whether all parts of a figure stand side by side in one row."""
    yearly: bool = False
    """Whether it is asked only of the total, in the last return of a year, about that year."""


class Fault(NamedTuple):
    """What is wrong with an indicator's definition: the key, and a message code with its facts."""

    key: str
    code: str
    params: tuple[tuple[str, str], ...] = ()


class Kind(Protocol):
    """The promise that each module in this folder keeps."""

    OVER_TIME: frozenset[str]
    OVER_REPORTERS: frozenset[str]
    HAS_TOTAL: bool
    """Whether a broken-down figure also has a total of its own."""
    KEYS: frozenset[str]
    """Keys of a definition that mean something for this kind, but not for every kind."""
    MARKS: frozenset[str]
    """Keys of which a figure of this kind has one at least, and a figure of another kind none."""

    def parts(self, indicator: Indicator) -> tuple[Part, ...]:
        """The cells that one figure needs, in the order of the form."""

    def parse(self, indicator: Indicator, part: Part, text: str) -> Value | Unreadable:
        """The value of a text that is not blank, or why it cannot be taken."""

    def faults(self, indicator: Indicator) -> Iterator[Fault]:
        """What this kind finds wrong with a definition."""

    def read_target(self, indicator: Indicator, text: str) -> Decimal | str | None:
        """A target's or baseline's value; None where the text is not one."""

    def show(self, indicator: Indicator, value: Decimal | str, language: str) -> str:
        """The value as printed, rounded here and nowhere else."""


def needs(indicator: Indicator, *keys: str) -> Iterator[Fault]:
    """The keys that this kind cannot do without, all that are lacking at once."""
    lacking = [key for key in keys if not getattr(indicator, key)]
    if lacking:
        written = "; ".join(as_written(Indicator, key) for key in lacking)
        facts = (("kind", indicator.kind), ("keys", ", ".join(lacking)), ("written", written))
        yield Fault(lacking[0], "kind-needs-key", facts)


def read_text(text: str) -> str | Unreadable:
    """A text of a length that can be printed."""
    if len(text) > LONGEST_TEXT:
        return Unreadable("text-too-long", (("expected", str(LONGEST_TEXT)),))
    return text


def round_half_up(value: Decimal, places: int) -> Decimal:
    """The printed value: halves go away from zero, once, at the very end."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def show_number(value: Decimal, places: int) -> str:
    """A number with thousands separators and a true minus sign."""
    return f"{round_half_up(value, places):,}".replace("-", "\u2212")
