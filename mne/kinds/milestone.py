"""A milestone: how far a law, an agreement or a body has come.

Its states stand in order (drafting, adopted, in force), or, where no order is clear, are flags
that are each reached on their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mne.kinds.kind import Fault, Part, read_text
from mne.model import Indicator, State
from mne.typed import Unreadable, read_date, which_codes

OVER_TIME = frozenset({"latest_state", "last_in_period", "none"})
OVER_REPORTERS = frozenset({"all_reached", "lead_only", "none"})
HAS_TOTAL = False
MARKS = frozenset({"states", "flags"})
KEYS = MARKS | {"breakdowns", "baseline", "targets", "attained"}

SEPARATOR = ";"
NO_FLAG = "none"


def parts(indicator: Indicator) -> tuple[Part, ...]:
    """The state, the day it was reached, and the document that shows it."""
    return (
        Part("state", "flags" if indicator.flags else "state"),
        Part("reached_on", "date", required=False),
        Part("evidence", "text", required=False),
    )


def parse(indicator: Indicator, part: Part, text: str) -> str | date | Unreadable:
    """A state is taken by its code or by its name in any language."""
    if part.holds == "date":
        return read_date(text)
    if part.holds == "text":
        return read_text(text)
    pieces = text.split(SEPARATOR) if indicator.flags else [text]
    spellings = dict.fromkeys(state_ids(indicator), ()) | {
        state.id: tuple(state.name.root.values()) for state in _answers(indicator)
    }
    meant = [which_codes(piece, spellings) for piece in pieces if piece.strip()]
    if unclear := next((codes for codes in meant if len(codes) > 1), None):
        return Unreadable("code-ambiguous", (("expected", ", ".join(unclear)),))
    if not meant or not all(meant):
        return Unreadable("state-unknown", (("expected", ", ".join(spellings)),))
    return canonical(indicator, {code for codes in meant for code in codes})


def canonical(indicator: Indicator, codes: set[str]) -> str:
    """Flags in the order of the definition; `none` only where it stands alone."""
    if not indicator.flags:
        return next(iter(codes))
    return SEPARATOR.join(flag.id for flag in indicator.flags if flag.id in codes) or NO_FLAG


def state_ids(indicator: Indicator) -> tuple[str, ...]:
    """What may be answered."""
    if indicator.flags:
        return (NO_FLAG, *(flag.id for flag in indicator.flags))
    return tuple(state.id for state in indicator.states)


def _answers(indicator: Indicator) -> tuple[State, ...]:
    return indicator.flags or indicator.states


def rank(indicator: Indicator, value: str) -> int:
    """How far a value has come: the place of the state, or the number of flags reached."""
    if indicator.flags:
        return len(set(value.split(SEPARATOR)) - {NO_FLAG, ""})
    return state_ids(indicator).index(value)


def reached(indicator: Indicator, value: str, target: str) -> bool:
    """Whether a value is at or past a target."""
    if indicator.flags:
        return set(target.split(SEPARATOR)) <= set(value.split(SEPARATOR))
    return rank(indicator, value) >= rank(indicator, target)


def faults(indicator: Indicator) -> Iterator[Fault]:
    """A milestone has states or flags, not both; what is known of it is known of one thing."""
    if bool(indicator.states) == bool(indicator.flags):
        yield Fault("states", "states-or-flags")
    if indicator.attained and (
        indicator.breakdowns or indicator.combine.over_reporters == "all_reached"
    ):
        yield Fault("attained", "attained-of-several")


def read_target(indicator: Indicator, text: str) -> str | None:
    """A state's code, or flags parted by semicolons."""
    value = parse(indicator, parts(indicator)[0], text)
    return value if isinstance(value, str) else None


def show(indicator: Indicator, value: object, language: str) -> str:
    """The state's name, or the names of the flags reached."""
    names = {state.id: state.name.say(language) for state in _answers(indicator)}
    return ", ".join(names.get(code, "\u2013") for code in str(value).split(SEPARATOR))
