"""Rows as text: the one place where CSV and JSON are written and CSV is read back.

A text that a spreadsheet would take for a formula is written with an apostrophe before it, which
reading takes off again, so nothing that was typed is lost and nothing typed is ever run. That goes
too for what follows a semicolon, a tab, an upright bar or a line end, where the spreadsheet of
another country may part a line. What a terminal would obey is shown as a space.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

_PARTS = r"[;|\t\n\r\v\f\x85\u2028\u2029]"
# What a program may skip on its way to a formula: spaces, letters that nobody sees, quotes.
_SKIPPED = (
    r"[\s\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
    r"\"'`\u00ab\u00b4\u2018-\u201f\u2039]*+"
)
_STARTS = "[-=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
_NUMBER = r"-(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"
_FORMULA = rf"{_SKIPPED}{_STARTS}"
# A number is one only as a whole cell: up to the end, or up to where the same sign parts it again.
_RISKY = re.compile(rf"['\t\r\n\x00]|(?!\s*{_NUMBER}\s*\Z){_FORMULA}")
_OF_PART = rf"(?!\s*{_NUMBER}\s*(?:\1|\Z)){_FORMULA}"
_RISKY_PART = re.compile(rf"({_PARTS})(?='*{_OF_PART})")
_GUARDED_PART = re.compile(rf"({_PARTS})'(?='*{_OF_PART})")
# Soft against Khmer, whose words are parted and joined by letters that nobody sees.
_SHOWN = frozenset("\u00a0\u202f\u200b\u200c\u200d")
# In JSON as \uXXXX: what a terminal obeys and JSON itself lets stand.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def guard(text: str) -> str:
    """The text as a spreadsheet may safely open it; numbers stay numbers."""
    if text.isalnum():  # most cells are
        return text
    if _RISKY.match(text):
        text = f"'{text}"
    return _RISKY_PART.sub(r"\1'", text)


def unguard(text: str) -> str:
    """What `guard` was given; an apostrophe before anything harmless is the sender's own."""
    if "'" not in text:
        return text
    text = _GUARDED_PART.sub(r"\1", text)
    return text[1:] if text.startswith("'") and _RISKY.match(text, 1) else text


def shown(text: str) -> str:
    """The text in one line, without anything that a terminal obeys or that turns text around."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in _SHOWN else " " for one in text)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 text with a header line and plain line ends; None is the empty field.

    Each cell is one line, for a terminal or a spreadsheet to show.
    """
    return write_exact_csv(columns, ([shown(plain(value)) for value in row] for row in rows))


def write_exact_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """As `write_csv`, with every letter as it was typed: for files that are read back."""
    guarded = ([guard(plain(value)) for value in row] for row in rows)
    return "".join(map(_csv_line, (columns, *guarded)))


def _csv_line(fields: Sequence[str]) -> str:
    """A lone carriage return is quoted only by a writer whose own line end has one."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(fields)
    return out.getvalue().removesuffix("\r\n") + "\n"


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows of a CSV that `write_exact_csv` made, by column."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = next(reader)
    return [dict(zip(columns, map(unguard, row), strict=True)) for row in reader]


def plain(value: object) -> str:
    """A value as text: a decimal without exponent, a day in ISO form, nothing as nothing."""
    match value:
        case None:
            return ""
        case Decimal():
            return decimal_text(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def decimal_text(value: Decimal) -> str:
    """The shortest exact decimal: 12, 0.5; never an exponent, never a trailing zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_json(value: object) -> str:
    """Canonical JSON: figures are decimal strings, keys in the order given, Khmer as Khmer."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_json_value)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _json_value(value: object) -> object:
    match value:
        case Decimal() | date() | datetime():
            return plain(value)
        case Enum():
            return value.value
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return asdict(value)
        case _:
            return str(value)
