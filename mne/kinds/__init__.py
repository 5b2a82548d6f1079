"""What an indicator can be: a count, a ratio, a milestone, an amount of money, or a narrative.

Two more are asked on behalf of the plan: its activities, and which offices were heard.

A kind knows which cells it asks for, what each may hold, how its figures may be combined and how
they are printed. A new kind is one module here and one line in `KINDS`.
"""

from __future__ import annotations

from mne.kinds import activity, amount, count, coverage, milestone, narrative, ratio
from mne.kinds.kind import Fault, Kind, Part, read_text
from mne.model import Indicator
from mne.typed import Unreadable

KINDS: dict[str, Kind] = {
    "count": count,
    "ratio": ratio,
    "milestone": milestone,
    "amount": amount,
    "narrative": narrative,
    "activity": activity,
    "coverage": coverage,
}


def kind_of(indicator: Indicator) -> Kind:
    """The rules of an indicator's kind."""
    return KINDS[indicator.kind]


__all__ = ["KINDS", "Fault", "Kind", "Part", "Unreadable", "kind_of", "read_text"]
