"""The second half of an example: what is claimed of the progress.

`in 2012: the figure is 150, from 2 of 8 returns, partial, not rated (neutral)`
`in 2012-Q1 at sex=female: there is no figure, not added`
`in 2012: it is no figure` - of a narrative
`in 2012: the figure is 75 %, the target is 80 %, achieved 93.75 %, behind-schedule`
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from mne.kinds import kind_of
from mne.kinds.kind import round_half_up
from mne.model import At, Indicator, Progress, parse_at
from mne.periods import Period
from mne.tables import plain

_THEN = re.compile(r"in (?P<period>\S+)(?: at (?P<at>\S+))?: (?P<claims>.+)")
_BETWEEN = re.compile(r", (?=[a-z])")


NO_ROW = frozenset({"it is no figure"})
"""All that can be said where the progress has no row, as of a narrative."""


class Claim(NamedTuple):
    """One thing that is said to be so: how it is asked of a row, and what is expected."""

    text: str
    ask: Callable[[Indicator, Progress], frozenset[str]]
    """Every way to write what the row really says."""
    expected: str


class Claims(NamedTuple):
    """One sentence, understood."""

    period: Period
    at: At
    claims: tuple[Claim, ...]


def read_then(sentence: str) -> Claims | None:
    """The claims of a sentence; None where it is not written as they are."""
    found = _THEN.fullmatch(sentence)
    if not found:
        return None
    claims = [_claim(text) for text in _BETWEEN.split(found["claims"])]
    try:
        period, at = Period.parse(found["period"]), parse_at(found["at"] or "")
    except ValueError:
        return None
    known = tuple(claim for claim in claims if claim)
    return Claims(period, at, known) if len(known) == len(claims) else None


def _claim(text: str) -> Claim | None:
    for pattern, ask in _ASKED.items():
        if found := re.fullmatch(pattern, text):
            expected = found[1] if found.groups() else text
            return Claim(text, ask, _plainly(expected))
    return None


def _plainly(text: str) -> str:
    """Without thousands separators and with ordinary spaces and minus signs."""
    return text.replace(",", "").replace("\u00a0", " ").replace("\u2212", "-")


def _values(indicator: Indicator, value: Decimal | str | None) -> frozenset[str]:
    """A value exactly and as printed."""
    if value is None:
        return frozenset({"nothing"})
    shown = kind_of(indicator).show(indicator, value, "en")
    return frozenset({_plainly(plain(value)), _plainly(shown)})


def _figure(indicator: Indicator, row: Progress) -> frozenset[str]:
    found = _values(indicator, row.actual)
    if row.numerator is not None and row.denominator is not None:
        found |= {f"{plain(row.numerator)} of {plain(row.denominator)}"}
    if indicator.kind == "milestone" and row.denominator is not None:
        return found - _values(indicator, row.actual)  # places counted have no state in common
    return found


def _achieved(_indicator: Indicator, row: Progress) -> frozenset[str]:
    """To as many decimals as the sentence may have."""
    if row.achievement is None:
        return frozenset({"nothing"})
    percent = row.achievement * 100
    return frozenset(f"{round_half_up(percent, places)} %" for places in range(5))


def _rating(_indicator: Indicator, row: Progress) -> frozenset[str]:
    if row.rating == "not-rated":
        return frozenset({"not rated", f"not rated ({row.why_not_rated})"})
    return frozenset({row.rating})


def _coverage(_indicator: Indicator, row: Progress) -> frozenset[str]:
    return frozenset({"not added" if row.coverage == "not-aggregated" else row.coverage})


def _missing(_indicator: Indicator, row: Progress) -> frozenset[str]:
    return frozenset(f"{one.reporter} in {one.period} ({one.why})" for one in row.missing)


_ASKED: dict[str, Callable[[Indicator, Progress], frozenset[str]]] = {
    r"the figure is (.+)": _figure,
    r"there is no figure": lambda indicator, row: (
        frozenset({"there is no figure"}) if row.actual is None else _figure(indicator, row)
    ),
    r"it is no figure": _figure,
    r"to date it is (.+)": lambda indicator, row: _values(indicator, row.to_date),
    r"the target is (.+)": lambda indicator, row: _values(indicator, row.target),
    r"the baseline is (.+)": lambda indicator, row: _values(indicator, row.baseline),
    r"achieved (.+)": _achieved,
    r"from (\d+ of \d+) returns": lambda _indicator, row: frozenset(
        {f"{row.reported} of {row.expected}"}
    ),
    r"missing (.+)": _missing,
    r"complete|partial|none|not added": _coverage,
    r"met|on-schedule|behind-schedule|needs-attention|no-data|not rated(?: \([a-z-]+\))?": _rating,
}
"""Every claim that may be made, and what answers it."""
