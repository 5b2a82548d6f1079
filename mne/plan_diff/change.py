"""One difference between two versions of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mne.model import Indicator, Text

ChangeKind = Literal[
    "added",
    "removed",
    "moved",
    "reworded",
    "altered",
    "ended",
    "lead-changed",
    "listed",
    "unlisted",
    "reordered",
    "target-set",
    "target-revised",
    "target-dropped",
    "target-altered",
    "target-removed",
    "baseline-changed",
]
What = Literal[
    "plan",
    "objective",
    "indicator",
    "activity",
    "reporter",
    "rule",
    "codelist",
    "code",
    "state",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference; the words for it are found by `kind` and `what`."""

    kind: ChangeKind
    what: What
    subject: str
    """The id of what changed."""
    title: Text | None = None
    objective: str = ""
    """Where it belongs; empty for what concerns the plan as a whole."""
    parent: str = ""
    """The list of a code, the milestone of a state."""
    key: str = ""
    language: str = ""
    """Of words that were changed."""
    old: object = None
    new: object = None
    period: str = ""
    set_on: str = ""
    reference: str = ""
    indicator: Indicator | None = None
    """By whose kind `old` and `new` are to be printed."""
