"""Rows as text: the one place where CSV and JSON are written and CSV is read back.

A text that a spreadsheet would take for a formula is written with a leading apostrophe, which
reading takes off again, so nothing that was typed is lost and nothing typed is ever run.
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

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "'", "＝", "＋", "－", "＠")
_GUARDED = tuple(f"'{sign}" for sign in _RISKY)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def guard(text: str) -> str:
    """The text as a spreadsheet may safely open it; numbers stay numbers."""
    if text.startswith(_RISKY) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguard(text: str) -> str:
    """What `guard` was given; an apostrophe before anything harmless is the sender's own."""
    return text[1:] if text.startswith(_GUARDED) else text


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 text with a header line and plain line ends; None is the empty field."""
    guarded = ([guard(plain(value)) for value in row] for row in rows)
    return "".join(map(_csv_line, (columns, *guarded)))


def _csv_line(fields: Sequence[str]) -> str:
    """A lone carriage return is quoted only by a writer whose own line end has one."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(fields)
    return out.getvalue().removesuffix("\r\n") + "\n"


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows of a CSV that `write_csv` made, by column."""
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
    return json.dumps(value, ensure_ascii=False, indent=2, default=_json_value) + "\n"


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
