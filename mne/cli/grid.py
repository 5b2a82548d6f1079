"""Lines under common headings, laid out for the width of a terminal.

Figures are never cut or broken: where there is not enough room, words wrap, then move to a line of
their own above their figures. What is not written to a terminal has all the room it wants.

Khmer stands to the right of the figures: no two terminals agree on how wide it is, and so nothing
to the left of it can be moved out of its column.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import click

GAP = "  "
_LEAST_WORDS, _GOOD_WORDS = 28, 44
"""Narrower than the first, words stand on a line of their own; columns that can be spared make
room for the second."""
_GOOD_REMARK = 40
_PAGE = 100
"""So wide a remark may be that stands below a narrower line."""
_ALL_THE_ROOM = 100_000


class Column(NamedTuple):
    """One column: its heading, and whether it holds figures, which stand at its right edge."""

    head: str
    figures: bool = False
    bold: bool = False
    spare: bool = False
    """Whether its cells may move into the remarks where there is little room."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is called, in words; its cells; what is to be said of it."""

    words: str
    cells: tuple[str, ...]
    remark: str = ""
    key: str = ""
    """Stands before the words; a line without one is part of the line above, and indented."""
    color: str | None = None
    """Of the cell that `bold` marks in its column."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines below have in common."""

    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """All of it."""

    key: str
    words: str
    """The headings of the key and of the words."""
    columns: tuple[Column, ...]
    lines: tuple[Line | Heading, ...]
    remark: str = ""
    words_last: bool = False
    """Whether the words stand to the right of the figures."""

    def draw(self, width: int | None = None, *, color: bool = False) -> str:
        """The lines as text that fits the width, or the terminal's where none is given."""
        drawn = _Drawn(self, terminal_width() if width is None else width, color)
        return "".join(f"{line.rstrip()}\n" for line in drawn.lines())


def terminal_width() -> int:
    """How much room there is: what goes to a file or another program is not folded."""
    known = os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty()
    return shutil.get_terminal_size().columns if known else _ALL_THE_ROOM


def width_of(text: str) -> int:
    """How many cells a text takes on the terminal that gives it most.

    They do not agree about vowels that stand beside their consonant.
    """
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text) + sum(unicodedata.category(one) == "Mc" for one in text)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of a width; a word that is longer has a line of its own."""
    if width_of(text) <= width:
        return [text]
    if text.isascii():
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class _Drawn:
    """One grid in one width."""

    def __init__(self, grid: Grid, width: int, color: bool) -> None:
        self.grid, self.width, self.color = grid, width, color
        real = [line for line in grid.lines if isinstance(line, Line)]
        self.used = [
            place for place in range(len(grid.columns)) if any(line.cells[place] for line in real)
        ]
        self.widths = {
            place: max(
                width_of(text)
                for text in (grid.columns[place].head, *(line.cells[place] for line in real))
            )
            for place in self.used
        }
        self.key = max(width_of(key) for key in (grid.key, *(line.key for line in real)))
        wanted = max((width_of(f"{_indent(line)}{line.words}") for line in real), default=0)
        wanted = max(wanted, width_of(grid.words))
        self.spared = self._spare(width, min(wanted, _GOOD_WORDS))
        remarks = max((width_of(self._remark(line)) for line in real), default=0)
        self._share_out(width, wanted, remarks)

    @property
    def _figures(self) -> int:
        return sum(self.widths[place] + len(GAP) for place in self.used)

    def _spare(self, width: int, words: int) -> list[int]:
        """The columns for which there is no room, the last first."""
        spared: list[int] = []
        for place in reversed(self.used.copy()):
            is_narrow = width - self.key - len(GAP) - self._figures < words
            if is_narrow and self.grid.columns[place].spare:
                self.used.remove(place)
                spared.insert(0, place)
        return spared

    def _share_out(self, width: int, wanted: int, remarks: int) -> None:
        """How much room there is for words and for remarks."""
        figures, remark = self._figures, min(remarks, _GOOD_REMARK)
        left = width - self.key - len(GAP) - figures
        self.beside = not self.grid.words_last and bool(remarks)
        self.beside &= left - min(wanted, _GOOD_WORDS) - len(GAP) >= remark
        self.folded = left < min(wanted, _LEAST_WORDS)
        if self.folded:
            self.words = max(width, self.key + figures)
        else:
            self.words = min(wanted, left - (len(GAP) + remark) * self.beside)
        self.remarks = left - self.words - len(GAP) if self.beside else width
        whole = self.key + figures + (0 if self.folded else self.words + len(GAP))
        self.whole = min(whole + (len(GAP) + min(remarks, self.remarks)) * self.beside, width)

    def _remark(self, line: Line) -> str:
        """What is to be said of a line, with what its columns had no room for."""
        spared = (
            f"{self.grid.columns[place].head} {line.cells[place]}"
            for place in self.spared
            if line.cells[place]
        )
        return " · ".join(filter(None, (*spared, line.remark)))

    def lines(self) -> Iterator[str]:
        """Everything, top to bottom."""
        heads = tuple(column.head for column in self.grid.columns)
        remark = self.grid.remark if self.beside else ""
        head = Line(self.grid.words, heads, remark, self.grid.key or " ")
        yield from (self._styled(line, bold=True) for line in self._line(head, is_head=True))
        yield "─" * self.whole
        for place, line in enumerate(self.grid.lines):
            if isinstance(line, Line):
                yield from self._line(line)
            else:
                yield from [""] * bool(place)
                for words in wrap(line.words, max(self.whole, _LEAST_WORDS)):
                    yield self._styled(words, bold=True)

    def _line(self, line: Line, *, is_head: bool = False) -> Iterator[str]:
        words = wrap(line.words, max(self.words - width_of(_indent(line)), 1))
        words = [f"{_indent(line)}{one}" for one in words]
        remark = self._remark(line) if not is_head else line.remark
        remarks = wrap(remark, self.remarks) if self.beside and remark else []
        cells = self._cells(line, is_head)
        key = _pad(line.key, self.key)
        if self.folded:
            name = f"{_indent(line)}{line.key}{GAP if line.key.strip() else ''}{line.words}"
            if not line.key and width_of(name) <= self.key:
                yield f"{_pad(name, self.key)}{GAP}{cells}"
            else:
                yield from [] if is_head else wrap(name, self.words)
                yield f"{' ' * self.key}{GAP}{cells}"
        else:
            for place in range(max(len(words), len(remarks), 1)):
                text = _pad(words[place] if place < len(words) else "", self.words)
                first = place == 0
                figures = cells if first else _blank(self.widths, self.used)
                pair = (figures, text) if self.grid.words_last else (text, figures)
                said = self._styled(remarks[place]) if place < len(remarks) else ""
                yield GAP.join(filter(None, (key if first else " " * self.key, *pair, said)))
        if not self.beside and remark:
            yield from self._below(line, remark)

    def _below(self, line: Line, remark: str) -> Iterator[str]:
        """What is to be said of a line, under it."""
        start = self.key + len(GAP) + (0 if self.folded else width_of(_indent(line)))
        if self.grid.words_last or self.folded:
            start = self.key + len(GAP)
        end = max(self.whole, min(self.width, _PAGE))
        for text in wrap(remark, max(end - start, _LEAST_WORDS)):
            yield " " * start + self._styled(text)

    def _cells(self, line: Line, is_head: bool) -> str:
        return GAP.join(
            self._colored(
                _pad(line.cells[place], self.widths[place], right=self.grid.columns[place].figures),
                line.color if self.grid.columns[place].bold and not is_head else None,
            )
            for place in self.used
        )

    def _colored(self, text: str, color: str | None) -> str:
        return click.style(text, fg=color) if self.color and color else text

    def _styled(self, text: str, *, bold: bool = False) -> str:
        if not self.color or not text:
            return text
        return click.style(text, bold=True) if bold else click.style(text, dim=True)


def _indent(line: Line) -> str:
    return "" if line.key else "  "


def _pad(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - width_of(text))
    return f"{blanks}{text}" if right else f"{text}{blanks}"


def _blank(widths: dict[int, int], used: Sequence[int]) -> str:
    return " " * (sum(widths[place] for place in used) + len(GAP) * (len(used) - 1))
