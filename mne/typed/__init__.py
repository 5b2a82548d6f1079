"""What people type, and what it says: one strict reading of numbers, days, codes and words.

`plain` makes characters alike, `numbers` and `days` read figures and dates, `codes` finds which
entry of a list is meant, `near` says which was likely meant, `words` tells text that cannot be
read. Nothing is ever guessed: what could be two things is refused, with the code of a sentence that
says so.
"""

from mne.typed.codes import Spellings, which_codes
from mne.typed.days import read_date
from mne.typed.near import nearest
from mne.typed.numbers import read_number, read_stored
from mne.typed.plain import ZERO_BY_SCRIPT, Unreadable, clean, clean_words
from mne.typed.words import is_old_khmer, says_something, words_fault

__all__ = [
    "ZERO_BY_SCRIPT",
    "Spellings",
    "Unreadable",
    "clean",
    "clean_words",
    "is_old_khmer",
    "nearest",
    "read_date",
    "read_number",
    "read_stored",
    "says_something",
    "which_codes",
    "words_fault",
]
