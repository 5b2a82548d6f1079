"""From cells to answers: every question of text, digits, dates and blanks is settled here.

A cell that cannot be read gives one issue at its address, and its observation is `unreadable`:
later checks stay silent about it.
"""

from mne.reading.answers import Entries, Reading, read_answers, unknown
from mne.reading.csv_file import read_csv_return
from mne.reading.form import read_form
from mne.reading.own_sheet import read_own_sheet
from mne.reading.stamp import Stamp, find_stamp
from mne.reading.text import clean, clean_words

__all__ = [
    "Entries",
    "Reading",
    "Stamp",
    "clean",
    "clean_words",
    "find_stamp",
    "read_answers",
    "read_csv_return",
    "read_form",
    "read_own_sheet",
    "unknown",
]
