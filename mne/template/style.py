"""How the form looks: fonts, colours, and how high a row must be for its words to fit.

Everything is pale and calm except what waits for an answer. Nothing is told by colour alone.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import Any
from unicodedata import category

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mne.layout import FONT

_INK, _GREY, _FAINT = "#1F2D3A", "#66737F", "#A9B3BB"
_DEEP, _PALE, _OPEN, _LINE = "#24506B", "#E9F0F4", "#FFFBE3", "#D9CFA3"
_AMBER, _HAIR = "#F9DFA8", "#DDE4E9"

_BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": 10,
    "font_color": _INK,
    "valign": "vcenter",
    "text_wrap": True,
}
_ANSWER: dict[str, Any] = {"bg_color": _OPEN, "border": 1, "border_color": _LINE, "locked": False}
_HEADING: dict[str, Any] = {"bg_color": _PALE, "top": 1, "top_color": _HAIR}
_HEADER: dict[str, Any] = {
    "bold": True,
    "font_size": 9,
    "font_color": _DEEP,
    "bottom": 2,
    "bottom_color": _DEEP,
}
_RULED: dict[str, Any] = {"bottom": 1, "bottom_color": _HAIR}
_LAST: dict[str, Any] = {"font_size": 9, "font_color": _GREY, "align": "right", **_RULED}
_SUM: dict[str, Any] = {"font_size": 9, "font_color": _GREY, "align": "right", **_RULED}

_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "top": {"valign": "top"},
    "second": {"font_color": _GREY, "font_size": 9},
    "bold": {"bold": True},
    "flat": {"text_wrap": False},
    "stamp": {"font_size": 6, "font_color": _FAINT, "text_wrap": False},
    "synthetic": {"font_size": 8, "bold": True, "font_color": "#A3262A", "text_wrap": False},
    "key": {"font_size": 6, "font_color": _FAINT, "text_wrap": False, "shrink": True},
    "title": {"font_size": 16, "bold": True, "font_color": _DEEP},
    "title flat": {"font_size": 16, "bold": True, "font_color": _DEEP, "text_wrap": False},
    "title second": {"font_size": 11, "font_color": _GREY},
    "lead": {"font_size": 11},
    "counter": {"font_size": 12, "bold": True, "font_color": _DEEP, "align": "right"},
    "counter second": {"font_color": _GREY, "align": "right"},
    "legend": {"font_size": 9, "font_color": _GREY},
    "legend strong": {"font_size": 9, "font_color": _DEEP, "italic": True},
    "header": _HEADER,
    "header last": {**_HEADER, "align": "right"},
    "header key": {"font_size": 6, "font_color": _FAINT, "bottom": 2, "bottom_color": _DEEP},
    "objective": {"bold": True, "font_size": 11, "font_color": "#FFFFFF", "bg_color": _DEEP},
    "objective second": {"font_size": 9, "font_color": "#D3E0E8"},
    "heading": {**_HEADING, "bold": True},
    "heading id": {"font_size": 8, "font_color": _DEEP},
    "heading period": {"bold": True, "font_size": 9, "font_color": _DEEP},
    "heading meaning": {"font_size": 8, "font_color": _GREY},
    "heading link": {**_HEADING, "font_size": 8, "font_color": _DEEP, "underline": 1},
    "heading indented": {**_HEADING, "bold": True, "indent": 1},
    "heading small": {**_HEADING, "font_size": 8, "font_color": _GREY},
    "heading target": {**_HEADING, "font_size": 8, "font_color": _DEEP},
    "group": {"italic": True, "font_color": _DEEP, "font_size": 9, "indent": 1, **_RULED},
    "group sum": {**_SUM, "num_format": '"\u03a3 "#,##0'},
    "group sum exact": {**_SUM, "num_format": '"\u03a3 "#,##0.00##'},
    "group message": {"bold": True, "font_size": 9, "text_wrap": False, **_RULED},
    "figure": {"indent": 1, **_RULED},
    "figure in group": {"indent": 3, **_RULED},
    "unit": {"font_size": 9, "font_color": _GREY, **_RULED},
    "closed": {**_RULED},
    "last": {**_LAST, "num_format": "#,##0"},
    "last exact": {**_LAST, "num_format": "#,##0.00##"},
    "last text": _LAST,
    "answer whole": {**_ANSWER, "num_format": "#,##0", "align": "right", "text_wrap": False},
    "answer number": {**_ANSWER, "num_format": "#,##0.00##", "align": "right", "text_wrap": False},
    "answer date": {**_ANSWER, "num_format": "yyyy-mm-dd", "align": "right", "text_wrap": False},
    "answer state": {**_ANSWER, "num_format": "@", "font_size": 9},
    # Not wrapped, so that a long reference runs on over the two empty cells beside it.
    "answer text": {**_ANSWER, "num_format": "@", "text_wrap": False},
    "answer status": {**_ANSWER, "align": "center", "text_wrap": False},
    "answer note": {**_ANSWER, "num_format": "@", "font_size": 9},
    "answer words": {**_ANSWER, "num_format": "@", "valign": "top"},
    "answer flags": {**_ANSWER, "num_format": "@", "font_size": 9},
    "activity": {"indent": 1, **_RULED},
    "small": {"font_size": 8, "font_color": _GREY},
    "currency": {"font_size": 9, "font_color": _GREY, "indent": 1, **_RULED},
    "words label": {"indent": 1, **_RULED},
    "section": {"bold": True, "indent": 1, "font_color": _DEEP, "bottom": 1, "bottom_color": _DEEP},
    "fact": {"font_size": 11, "indent": 1, **_RULED},
    "field second": {"font_size": 8, "font_color": _GREY},
    "field": {"font_size": 9, "font_color": _DEEP, **_RULED},
    "cell": {"indent": 1, **_RULED},
    "sign": {"bold": True, "align": "center", "bg_color": _OPEN, **_RULED},
    "sign left": {"bold": True, **_RULED},
    "notice": {"font_size": 9, "bg_color": _AMBER, "indent": 1},
    "mark": {"bg_color": _AMBER},
    "all done": {"bg_color": "#DCEBD3", "font_color": "#2B5A1E", "bold": True},
    # What still says what it said last time.
    "as before": {"italic": True, "font_color": _GREY},
    # A mark on a number also shows all its digits: 3.5 must not look like 4.
    "mark number": {"bg_color": _AMBER, "num_format": "0.0###"},
    # Whole money is shown whole, and cents where there are some.
    "exact": {"num_format": "#,##0.00##"},
}
Runs = list[tuple[str, str]]
"""The text of one cell in pieces: (look, words)."""

_DIFFERENCE_ONLY = frozenset({"mark", "mark number", "exact", "all done", "as before"})
"""Conditional formats: they add to a cell's look instead of replacing it."""


class Looks:
    """The named looks of one workbook, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            base = {} if name in _DIFFERENCE_ONLY else _BASE
            made: Format = self._book.add_format({**base, **_LOOKS[name]})
            self._made[name] = made
        return self._made[name]


def size_of(look: str) -> float:
    """The letter size of a look, in points."""
    return float(_LOOKS[look].get("font_size", _BASE["font_size"]))


def write_runs(
    sheet: Worksheet, looks: Looks, place: tuple[int, int], runs: Runs, look: str
) -> None:
    """One cell with several looks in it: (look, text), one after the other.

    Text is always written as text: what begins with an equals sign is never a formula here.
    """
    row, column = place
    runs = [(name, text) for name, text in runs if text]
    if len(runs) == 1:
        sheet.write_string(row, column, runs[0][1], looks[look])
    elif runs:
        fragments = [one for name, text in runs for one in (looks[name], text)]
        sheet.write_rich_string(row, column, *fragments, looks[look])
    else:
        sheet.write_blank(row, column, None, looks[look])


def in_two(texts: tuple[str, ...], first: str, second: str, parted: str = "\n") -> Runs:
    """The runs of a text in several languages: the first one strong, the others after it."""
    head, *others = texts or ("",)
    return [(first, head), *((second, parted + text) for text in others)]


def text_of(runs: Runs) -> str:
    """The words of a cell, without their looks."""
    return "".join(text for _, text in runs)


def height_for(columns: list[tuple[Runs, float]], least: float = 16) -> float:
    """The points that a row needs: each column is its runs and its width in characters."""
    needed = max((_runs_height(tuple(runs), width) for runs, width in columns), default=0)
    # Excel cannot draw a row higher than 409 points.
    return min(409.0, max(least, needed + 6))


@cache
def _runs_height(runs: tuple[tuple[str, str], ...], width: float) -> float:
    height, used = 0.0, 0.0
    for look, text in runs:
        size = size_of(look)
        for number, line in enumerate(text.split("\n")):
            if number or not height:
                height += _line_height(line, size)
                used = 0.0
            wide = _width(line) * size / 10
            more = ceil((used + wide) / (width * 0.96)) - 1 if wide else 0
            height += more * _line_height(line, size)
            used = (used + wide) - more * width
    return height


@cache
def _line_height(line: str, size: float) -> float:
    # Khmer letters stand in storeys: a line of them needs more room above and below.
    return size * (1.85 if any("\u1780" <= letter <= "\u17ff" for letter in line) else 1.4)


@cache
def _width(text: str) -> float:
    """How wide a text is, in the digits by which Excel measures its columns."""
    width, previous = 0.0, ""
    for letter in text:
        if previous != "\u17d2":  # what follows this sign is written below the letter before
            width += _letter_width(letter)
        previous = letter
    return width


@cache
def _letter_width(letter: str) -> float:
    if "\u1780" <= letter <= "\u17b3":
        return 1.15
    if category(letter) in {"Mn", "Cf"}:
        return 0.0
    if letter in "iljt.,;:'|!()[] fr":
        return 0.6
    return 1.3 if letter.isupper() or letter in "mw%" else 1.0
