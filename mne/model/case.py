"""Worked examples: given these returns, the progress is this."""

from __future__ import annotations

from mne.model.common import Day, Definition, Id, Text


class Case(Definition):
    """One example, in sentences that a program and a jurist read alike."""

    id: Id
    title: Text
    """What it shows."""
    indicator: Id
    """The id of the indicator that it is about."""
    given: tuple[str, ...]
    """`MOI reports 120 in 2012-Q1`, `MOI reports 3 of 10 at sex=female in 2012-Q1`; `mne.cases`
    knows all forms. What no sentence gives was not received."""
    then: tuple[str, ...]
    """`in 2012: the figure is 150, from 2 of 8 returns, partial`."""
    as_of: Day | None = None
    """The day of knowledge; long after the plan if not given."""


class Cases(Definition):
    """A file of the folder `cases`."""

    cases: tuple[Case, ...] = ()
    """The examples, each under an id."""
