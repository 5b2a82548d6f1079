"""Looks through a whole file for what would point at a person, before anything of it is kept.

Returns hold counts. Every cell of every sheet is looked at, the sender's own notes and the names of
the sheets too; what is found is never repeated, neither in a message nor in a log.

`look` finds it; it takes some time to load, and few commands need it. `found` is what it found.
"""

from mne.checks.privacy.found import WITHHELD, Personal, withhold, withhold_sheets

__all__ = ["WITHHELD", "Personal", "withhold", "withhold_sheets"]
