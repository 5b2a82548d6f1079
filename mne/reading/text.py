"""What people type, made plain: Khmer digits, invisible characters, spaces of all widths."""

from __future__ import annotations

import unicodedata

_KHMER_DIGITS = {0x17E0 + digit: str(digit) for digit in range(10)}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2000\u2002\u2003\u2007\u2009\u202f\u3000"), " ")
_DASHES = {ord("\u2212"): "-"}
"""A true minus sign is a minus; other dashes are not numbers."""
_INVISIBLE = "Cf"


def clean(text: str) -> str:
    """A figure, a code or a date as plain characters; an empty text where nothing shows."""
    text = unicodedata.normalize("NFC", text).translate(_KHMER_DIGITS | _SPACES | _DASHES)
    text = "".join(letter for letter in text if unicodedata.category(letter) != _INVISIBLE)
    return " ".join(text.split())


def clean_words(text: str) -> str:
    """A note or a narrative: what was written, without the empty space around it.

    Zero-width spaces inside stay, for Khmer parts its words with them.
    """
    stripped = unicodedata.normalize("NFC", text).strip()
    return stripped if clean(stripped) else ""
