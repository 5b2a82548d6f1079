"""Plain characters: digits of other scripts, spaces of all widths, and what nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

ZERO_BY_SCRIPT = {
    "Khmer": "\u17e0",
    "Thai": "\u0e50",
    "Lao": "\u0ed0",
    "Myanmar": "\u1040",
    "full-width": "\uff10",
}
"""The digits that are read besides 0 to 9: those of the countries of the process. Viet Nam and
China write 0 to 9; what a Chinese keyboard types in full width is the same."""

_DIGITS = {ord(zero) + digit: str(digit) for zero in ZERO_BY_SCRIPT.values() for digit in range(10)}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_MINUS = {0x2212: "-"}
"""A true minus sign is a minus; other dashes are not numbers."""
_PLAIN = _FULL_WIDTH | _DIGITS | _MINUS
_INVISIBLE = "Cf"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Unreadable(NamedTuple):
    """Why a cell's text cannot be taken; the code is that of an issue."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


def clean(text: str) -> str:
    """A figure, a code or a date as plain characters; an empty text where nothing shows."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_PLAIN)
        if not text.isprintable():  # what nobody sees is not printable; nor is a line end
            text = "".join(one for one in text if unicodedata.category(one) != _INVISIBLE)
    return " ".join(text.split())


def clean_words(text: str) -> str:
    """A note or a narrative: what was written, without the empty space around it.

    Zero-width spaces inside stay, for Khmer parts its words with them.
    """
    stripped = unicodedata.normalize("NFC", text).strip()
    return stripped if clean(stripped) else ""


def mixes_digits(text: str) -> bool:
    """Whether a text has digits of two scripts: then one of them was not meant."""
    zeros = {ord(letter) - int(letter) for letter in text if letter.isdecimal()}
    return len(zeros) > 1


def is_one_line(text: str) -> bool:
    """Whether a figure stands alone in its cell: no second line or column, no turned order."""
    stripped = text.strip()
    return len(stripped.splitlines()) < 2 and "\t" not in stripped and not _TURNING.search(text)  # noqa: PLR2004 - a second line
