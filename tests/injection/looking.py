"""How a careless reader would look at what we write."""

from __future__ import annotations

import csv
import io
import unicodedata

from triggers import STARTS


def would_run(cell: str) -> bool:
    """Whether a careless program takes a cell for a formula: it skips blanks and quotes first."""
    text = cell.lstrip('"`’“”')
    while text and (text[0].isspace() or unicodedata.category(text[0]) in {"Cc", "Cf", "Zs"}):
        text = text[1:].lstrip('"`’“”')
    plain = text.strip().replace(",", "")
    if plain.removeprefix("-").replace(".", "", 1).isdecimal():
        return False
    return text.startswith(STARTS)


def cells(text: str, delimiter: str) -> list[str]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    return [cell for row in reader for cell in row]


def obeyed(text: str, allowed: str = "\n\u200b\u200c\u200d") -> set[str]:
    """The letters of a text that a terminal obeys, or that turn text around."""
    kinds = {"Cc", "Cf", "Zl", "Zp"}
    return {one for one in text if unicodedata.category(one) in kinds and one not in allowed}
