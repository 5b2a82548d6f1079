"""How much room words need in a cell or a comment: rows of another's making fit nobody's words.

Programs find the height of a row by themselves only while somebody types into it.
"""

from __future__ import annotations

from math import ceil

_KHMER_FIRST, _KHMER_LAST = "\u1780", "\u17ff"
_NOT_WIDE = "\u17b4", "\u17d3"
"""Between these lie the signs that stand above, below or around a Khmer letter."""
_SUBSCRIPT = "\u17d2"
_NARROW = frozenset("iljt.,;:'|!()[] fr")
_WIDE = frozenset("mwMW%@")
_SPARE = 0.93
"""Lines break between words, so a line is hardly ever full."""


def height_of(words: str, width: float, size: float) -> float:
    """The points that words of a size need in a column as wide as so many digits of 10 points."""
    return sum(_line_height(line, width, size) for line in words.split("\n"))


def _line_height(line: str, width: float, size: float) -> float:
    # Khmer letters stand in storeys: a line of them needs more room above and below.
    khmer = any(_KHMER_FIRST <= letter <= _KHMER_LAST for letter in line)
    needed = _width(line) * size / 10
    return max(1, ceil(needed / (width * _SPARE))) * size * (1.75 if khmer else 1.4)


def _width(text: str) -> float:
    width, previous = 0.0, ""
    for letter in text:
        if previous != _SUBSCRIPT:  # what follows this sign is written below the letter before
            width += _letter_width(letter)
        previous = letter
    return width


def _letter_width(letter: str) -> float:
    if _NOT_WIDE[0] <= letter <= _NOT_WIDE[1]:
        return 0.1
    if _KHMER_FIRST <= letter <= _KHMER_LAST:
        return 1.15
    if letter in _NARROW:
        return 0.6
    return 1.3 if letter.isupper() or letter in _WIDE else 1.02
