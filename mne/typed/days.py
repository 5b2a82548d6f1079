"""Days: 2012-03-31, or 31/03/2012 with the day first, as it is written in all these countries."""

from __future__ import annotations

import re
from datetime import date

from mne.typed.plain import Unreadable, clean, is_one_line, mixes_digits

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})(?:T[0-9:.]+)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_BUDDHIST_ERA = 543
"""The years by which the Thai calendar is ahead."""


def read_date(text: str) -> date | Unreadable:
    """The day, or why it is none.

    A year of the Buddhist Era is named and not converted: in Cambodia and Laos it does not begin
    in January, so which year is meant is for the sender to say.
    """
    plain = clean(text)
    if mixes_digits(text):
        return Unreadable("digits-mixed")
    if found := _DAY_FIRST.fullmatch(plain):
        day, _, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(plain):
        year, _, month, day = found.groups()
    else:
        return Unreadable("date-expected")
    if not is_one_line(text):
        return Unreadable("date-expected")
    return _day(int(year), int(month), int(day))


def _day(year: int, month: int, day: int) -> date | Unreadable:
    is_buddhist = _FIRST_YEAR <= year - _BUDDHIST_ERA <= _LAST_YEAR
    try:
        found = date(year - _BUDDHIST_ERA if is_buddhist else year, month, day)
    except ValueError:
        return Unreadable("date-expected")
    if is_buddhist:
        return Unreadable("date-buddhist-era", (("expected", found.isoformat()),))
    return found if _FIRST_YEAR <= year <= _LAST_YEAR else Unreadable("date-expected")
