"""Looks through a whole file for what would point at a person, before anything of it is kept.

Returns hold counts. Every cell of every sheet is looked at, the sender's own notes and the names of
the sheets too; what is found is never repeated, neither in a message nor in a log.
"""

from mne.checks.privacy.look import WITHHELD, Personal, is_personal, look_for_persons
from mne.checks.privacy.withhold import withhold, withhold_sheets

__all__ = ["WITHHELD", "Personal", "is_personal", "look_for_persons", "withhold", "withhold_sheets"]
