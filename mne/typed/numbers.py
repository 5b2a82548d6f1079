"""Numbers by one strict rule: 1577, 1,577, 1 577, -4, 3.5; never 70,5000, 1e5, 1_000 or 50%.

`read_number` takes what somebody typed as text. `read_stored` takes what a spreadsheet or our own
archive holds as a number: there a point is a decimal point and nothing else.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal

from mne.typed.days import read_date
from mne.typed.plain import Unreadable, clean, is_one_line, mixes_digits

_MOST_DIGITS = 13
_MOST_PLACES = 4
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?")
_UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
"""1.577 is one and a half to some, and fifteen hundred to whoever parts thousands by points, as
the Khmer and Vietnamese settings of a computer do."""
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2}")
"""What Excel writes into a CSV for a 3-10 that it took for a day."""

_NOTHING = frozenset(
    (
        *("n/a", "n.a.", "n.a", "not applicable", "none", "nil", "no", "null"),
        *("no data", "not available", "not known", "unknown", "?", "x"),
        *("-", "--", "---", "\u2013", "\u2014", ".", "..", "...", "\u2026"),
        *("គ្មាន", "មិនមាន", "អត់មាន", "ទទេ", "គ្មានទិន្នន័យ", "មិនដឹង"),
    )
)
"""Zero, does not apply, or not known: nobody can tell which of them is meant."""

_STORED = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""Spreadsheets keep numbers as binary fractions, and show at most 15 digits of them."""
_NOISE = Decimal(2) ** -50
"""By so much of itself a number may differ from what was typed: 0.1 + 0.2 is stored as
0.30000000000000004."""


def read_number(text: str) -> Decimal | Unreadable:
    """What somebody typed as a number, or why it is none."""
    plain = clean(text)
    if mixes_digits(text):
        return Unreadable("digits-mixed")
    if _UNCLEAR.fullmatch(plain):
        without = plain.replace(".", "")
        return Unreadable("number-point-unclear", (("expected", f"{without} / {plain}0"),))
    if is_one_line(text) and (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        return _within(Decimal(plain.replace(",", "").replace(" ", "")))
    if isinstance(read_date(text), date) or _DAY_OF_MONTH.fullmatch(plain):
        return Unreadable("number-is-date")
    if plain.casefold() in _NOTHING:
        return Unreadable("number-not-said")
    return Unreadable("number-malformed" if re.search(r"\d", plain) else "number-expected")


def read_stored(text: str) -> Decimal | Unreadable:
    """A number that a program wrote, as it stands; what is far too long may be a sum's noise."""
    if not _PLAIN.fullmatch(text):
        return Unreadable("number-malformed")
    exact = Decimal(text)
    seen = _STORED.plus(exact)
    found = _within(exact)
    if isinstance(found, Unreadable) and abs(exact - seen) <= abs(exact) * _NOISE:
        return _within(seen)
    return found


def _within(number: Decimal) -> Decimal | Unreadable:
    places = len(f"{number:f}".partition(".")[2].rstrip("0"))
    if number.adjusted() >= _MOST_DIGITS or places > _MOST_PLACES:
        return Unreadable("number-too-long")
    return number or Decimal(0)  # a zero has no sign
