"""Lists as a workbook: headings that stay in sight, filters, figures as figures.

A figure that a spreadsheet could not hold exactly, of more than 15 digits, is written as text. No
text is ever a formula. The same lists give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from io import BytesIO
from typing import Literal, NamedTuple
from unicodedata import category

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Tone = Literal["good", "middling", "bad"]
DIGITS = 15
"""So many a spreadsheet keeps of a number."""
_MOST_LINES = 12

_INK, _DEEP, _HAIR = "#1F2D3A", "#24506B", "#DDE4E9"
_GROUNDS: dict[Tone, str] = {"good": "#DCEFE4", "middling": "#FBE8C2", "bad": "#F6D5D3"}
"""Pale enough that the words on them stay black on white in print."""
_BASE = {"font_color": _INK, "font_size": 10, "valign": "top"}
_RULED = {"bottom": 1, "bottom_color": _HAIR}
_HEAD = {"bold": True, "font_color": _DEEP, "bottom": 2, "bottom_color": _DEEP, "text_wrap": True}
_MARK = {"bold": True, "font_color": "#A3262A"}


class Figure(NamedTuple):
    """A number, and how many places are shown of it; of a share, as a percentage."""

    value: Decimal
    places: int = 0
    share: bool = False
    quotient: bool = False
    """Whether it was divided, so that it has no last digit that could be lost."""

    @property
    def look(self) -> str:
        """The number format."""
        whole = "0" if self.share else "#,##0"
        decimals = f".{'0' * self.places}" if self.places else ""
        return f"{whole}{decimals}{' %' if self.share else ''}"


class Toned(NamedTuple):
    """Words on a ground that is found sooner; they say all of it themselves."""

    words: str
    tone: Tone | None


Cell = str | Figure | Toned | None


class SheetColumn(NamedTuple):
    """A heading, and how wide the column is, in letters; wider words wrap."""

    head: str
    width: int = 12
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kept: int = 0
    """How many columns stay in sight when one moves to the right."""
    filters: bool = True


def write_workbook(
    sheets: Sequence[Sheet], *, title: str, created: datetime, mark: str, font: str
) -> bytes:
    """The workbook; `mark` stands at the head of every page that is printed."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        looks = _Looks(book, font)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, looks, mark)
    return written.getvalue()


class _Looks:
    """Each way in which a cell looks, made once."""

    def __init__(self, book: Workbook, font: str) -> None:
        self._book, self._font = book, font
        self._made: dict[str, Format] = {}

    def get(self, **look: object) -> Format:
        """The format of a look."""
        key = repr(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {**_BASE, **_RULED, "font_name": self._font, **look}
            )
        return self._made[key]


def _write(page: Worksheet, sheet: Sheet, looks: _Looks, mark: str) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        align = {"align": "right"} if column.figures else {"indent": 1}
        page.write_string(0, place, column.head, looks.get(**_HEAD, **align))
    heads = [one.head for one in sheet.columns]
    page.set_row_pixels(0, 18 * _lines(heads, sheet.columns) + 4)
    for line, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(page, (line, place), cell, sheet.columns[place], looks)
        page.set_row_pixels(line, 18 * _lines(row, sheet.columns) + 2)
    page.freeze_panes(1, sheet.kept)
    if sheet.filters and sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.hide_gridlines(2)
    page.fit_to_pages(1, 0)
    page.set_header(f"&C{mark}" if mark else "")
    page.set_footer("&L&A&R&P / &N")


def _write_cell(
    page: Worksheet, where: tuple[int, int], cell: Cell, column: SheetColumn, looks: _Looks
) -> None:
    match cell:
        case None | "":
            page.write_blank(*where, None, looks.get())
        case Figure(value=value) if _fits(value):
            page.write_number(*where, value, looks.get(num_format=cell.look))
        case Figure(value=value, quotient=True):
            rounded = Context(prec=DIGITS).plus(value)
            page.write_number(*where, rounded, looks.get(num_format=cell.look))
        case Figure(value=value):
            page.write_string(*where, f"{value:f}", looks.get(align="right"))
        case Toned(words=words, tone=tone):
            ground = {"bg_color": _GROUNDS[tone]} if tone else {}
            page.write_string(*where, words, looks.get(text_wrap=True, indent=1, **ground))
        case _:
            align = {"align": "right"} if column.figures else {"indent": 1}
            page.write_string(*where, cell, looks.get(text_wrap=True, **align))


def _fits(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) <= DIGITS and abs(value) < Decimal(10) ** DIGITS


def _lines(row: Sequence[Cell], columns: Sequence[SheetColumn]) -> int:
    """How many lines the longest words take: no program measures that when it opens a file."""
    needed = [
        -(-_cells(one.words if isinstance(one, Toned) else one) // max(column.width - 2, 1))
        for one, column in zip(row, columns, strict=True)
        if isinstance(one, str | Toned)
    ]
    return min(max((1, *needed)), _MOST_LINES)


def _cells(text: str) -> int:
    return sum(not category(one).startswith("M") for one in text)
