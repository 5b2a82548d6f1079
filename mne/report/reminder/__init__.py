"""A courteous letter, and a short message, to each reporter that still owes a return.

`owing` finds who owes what, `letter` and `message` say it in words, `page` prints the letter. One
reporter's letter speaks of that reporter alone.
"""

from mne.report.reminder.letter import Letter, Sender, letter_text, write_letter
from mne.report.reminder.message import LONGEST, write_message
from mne.report.reminder.owing import Owed, Owing, came_after_closing, who_owes
from mne.report.reminder.page import PrintedLetter

__all__ = [
    "LONGEST",
    "Letter",
    "Owed",
    "Owing",
    "PrintedLetter",
    "Sender",
    "came_after_closing",
    "letter_text",
    "who_owes",
    "write_letter",
    "write_message",
]
