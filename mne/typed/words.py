"""Words that cannot be printed: typed in an old Khmer font, or lost when the file was saved.

Before Unicode, Khmer was typed in fonts (Limon, ABC and others) that draw Khmer letters in the
places of Latin ones: what looks like Khmer on its author's screen is `kñúgRsuk` to all others. The
cell's font tells it for certain. Where the font is not known, as in a CSV, Limon is told by its
spelling, which is like that of no language; where that is not plain, nothing is said.
"""

from __future__ import annotations

import re

from mne.typed.plain import clean

_NO_REASONS = frozenset({"NA", "ND", "N/A", "OK"})
_LOOKED_AT = 2_000
"""Characters: enough to tell, and few enough that no text takes long."""
_KHMER = re.compile("[\u1780-\u17ff]")
_LETTERS = re.compile(r"[^\W\d_]")
_OTHERS = re.compile(r"\S*(?:@|://|www\.)\S*|\S+\.[A-Za-z]{2,4}\b|[A-Z]{1,2}[a-z]?[A-Z]+s?\b")
"""Addresses, names of files and short names such as MoSVY, which are odd in any language."""
_SIGNS = "þÞð¶§©¢¤¥µ¾½¼±ß¿÷×¦¬®³´"
_NEAR = "A-Za-zñúéøü"
_ODD = re.compile(
    rf"(?<=[{_NEAR}])[{_SIGNS}]|[{_SIGNS}](?=[{_NEAR}])|(?<=[{_NEAR}])<(?=[{_NEAR}])"
    r"|R[bcgkstBKTPxvCmplhdnf](?=[a-zA-Z])"  # a subscript RO stands before its consonant
    r"|(?<=[a-z])[;:](?=[a-zA-Z])"  # signs that shorten a vowel
    r"|(?<=[a-zA-Z])ñ(?=[bcdfghjklmnpqrstvwxzúuMIA])"  # a subscript NO before the next letter
    r"|Edl|enA|eTA"
)
_INNER = re.compile(r"(?<=[a-zñúøüéþ])[A-Z]")
_ENOUGH = 5
_LETTERS_TO_A_POINT = 4
_LOST = re.compile(r"(?:^|(?<=\s))\?{3,}(?=[\s.,;:)]|$)|\?{4,}(?=\w)|\ufffd")
_HIGH = "".join(map(chr, range(0x80, 0x100))) + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_MISREAD = re.compile(rf"(?:[áà][{_HIGH}][{_HIGH}]){{2,}}", re.DOTALL)
"""Khmer, Lao, Thai and Burmese letters in UTF-8 that a program took for Western ones."""


def says_something(text: str) -> bool:
    """Whether a note or a reason holds a word: a dash, a point, an "x" or another ND is none."""
    plain = clean(text)
    return sum(map(str.isalnum, plain)) > 1 and plain.upper() not in _NO_REASONS


def words_fault(text: str, font: str = "") -> str | None:
    """The code of what is wrong with the letters of a text; None where they can be read."""
    text = text[:_LOOKED_AT]
    if not clean(text):
        return None
    if _LOST.search(text) or _MISREAD.search(text):
        return "text-lost"
    return "text-not-unicode" if is_old_khmer(text, font) else None


def is_old_khmer(text: str, font: str = "") -> bool:
    """Whether a text is Khmer in an old font: by its cell's font, else by its spelling.

    Digits are the same in those fonts, and Khmer in Unicode shows whatever the font is.
    """
    text = text[:_LOOKED_AT]
    letters = len(_LETTERS.findall(text))
    if not letters or _KHMER.search(text):
        return False
    return bool(font) or _is_spelled_like_limon(text)


def _is_spelled_like_limon(text: str) -> bool:
    alike = text.replace("μ", "µ")
    try:
        alike.encode("cp1252")
    except UnicodeEncodeError:
        return False  # the old fonts have no letters beyond those of the old encoding
    rest = _OTHERS.sub(" ", alike)
    odd = len(_ODD.findall(rest))
    points = 2 * odd + len(_INNER.findall(rest))
    letters = len(_LETTERS.findall(rest))
    return odd > 0 and points >= _ENOUGH and points * _LETTERS_TO_A_POINT >= letters
