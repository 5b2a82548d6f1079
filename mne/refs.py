"""Addresses of cells, as a spreadsheet shows them: D9, C9:C35."""

from __future__ import annotations

import re
from functools import lru_cache

_REMEMBERED = 16_384
"""Addresses: those of a form are the same in every return."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@lru_cache(_REMEMBERED)
def column_number(letters: str) -> int:
    """4 for D."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """D for 4."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(_REMEMBERED)
def split_ref(ref: str) -> tuple[str, int]:
    """("D", 9) for D9; ValueError for what is no cell."""
    found = _CELL.fullmatch(ref)
    if not found:
        message = f"{ref!r} is no cell"
        raise ValueError(message)
    return found[1], int(found[2])


def cells_of(area: str) -> tuple[str, ...]:
    """C9, C10, C11 for C9:C11, row by row; one cell for C9."""
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = split_ref(first), split_ref(last or first)
    columns = range(column_number(left), column_number(right) + 1)
    return tuple(
        f"{column_letters(column)}{row}" for row in range(top, bottom + 1) for column in columns
    )
