"""How pages of text are drawn on a terminal: headings, labels and words, nothing cut off.

Khmer has no spaces between words, and terminals count its vowel signs differently from libraries:
lines are broken where Khmer may break, and every sign that may take a place is counted as one.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

import click

from mne.cli.app import App
from mne.report.typography import ZERO_WIDTH_SPACE, break_lines
from mne.tables import shown

_WIDEST = 110
"""Longer lines are hard to read."""
_NARROWEST = 60
_GAP = 2
_NO_PLACE = frozenset({"Mn", "Me", "Cf"})


class Styled(NamedTuple):
    """A paragraph that stands out, or steps back."""

    text: str
    is_heading: bool


class Grid(NamedTuple):
    """Columns without lines; a width of None takes what is left."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int | None, ...]
    indent: int


Part = str | Styled | Grid


def heading(text: str) -> Styled:
    """A line that stands out, also where there are no colours: what follows it is set in."""
    return Styled(text, is_heading=True)


def quiet(text: str) -> Styled:
    """Words of less weight."""
    return Styled(text, is_heading=False)


def grid(rows: Iterable[Iterable[str]], widths: Iterable[int | None], indent: int = 4) -> Grid:
    """Rows of cells; words wrap inside their column."""
    return Grid(tuple(map(tuple, rows)), tuple(widths), indent)


def draw(app: App, *parts: Part) -> str:
    """The parts below each other, as wide as the terminal but never too wide to read."""
    total = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    return "".join(f"{line.rstrip()}\n" for part in parts for line in _lines(app, part, total))


def _lines(app: App, part: Part, total: int) -> Iterator[str]:
    match part:
        case str():
            yield from wrap(part, total)
        case Grid():
            yield from _grid_lines(part, total)
        case Styled():
            style = {"bold": True} if part.is_heading else {"dim": True}
            for line in wrap(part.text, total):
                yield click.style(line, **style) if app.color else line


def _grid_lines(part: Grid, total: int) -> Iterator[str]:
    fixed = sum(width for width in part.widths if width) + _GAP * (len(part.widths) - 1)
    rest = total - part.indent - fixed
    widths = [width or rest for width in part.widths]
    for row in part.rows:
        cells = [list(wrap(cell, width)) for cell, width in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            padded = (
                cell + " " * (width + _GAP - cells_of(cell))
                for cell, width in zip(line, widths, strict=True)
            )
            yield " " * part.indent + "".join(padded)


def wrap(text: str, width: int) -> Iterator[str]:
    """The lines of a text, broken at spaces and where Khmer may break; at least one."""
    line = ""
    for word in shown(text).split(" "):
        joint = " " if line else ""
        for piece in _pieces(word, width):
            if line and cells_of(line + joint + piece) > width:
                yield line
                line, joint = piece, ""
            else:
                line, joint = line + joint + piece, ""
    yield line


def _pieces(word: str, width: int) -> Iterator[str]:
    """What must stay together; what is longer than a line is cut between letters."""
    for piece in break_lines(word).split(ZERO_WIDTH_SPACE):
        taken = ""
        for letter in piece:
            if cells_of(taken + letter) > width:
                yield taken
                taken = ""
            taken += letter
        yield taken


def cells_of(text: str) -> int:
    """How many places of a terminal a text may take."""
    return sum(
        0
        if unicodedata.category(letter) in _NO_PLACE
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
