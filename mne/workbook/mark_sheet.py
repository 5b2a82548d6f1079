"""Marks cells of one sheet: each gets its new style; a cell or row that is not there is put in."""

from __future__ import annotations

import re

from mne.workbook.edit import (
    CannotMarkError,
    Edits,
    behind,
    closes_itself,
    local,
    prefix_of,
    tag_at,
    walk,
)
from mne.workbook.facts import MAX_COLUMN, cell_ref, place, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mne.workbook.edit import Attributes
    from mne.workbook.facts import Place

    Cells = dict[int, tuple[int, Attributes]]

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+\d+):([A-Z]+\d+)[\"']")
_SELECTED = re.compile(
    rb"(<(?:\w+:)?sheetView\b[^>]*?\stabSelected\s*=\s*[\"'])(?:1|true)(?=[\"'])"
)
_BEFORE_DRAWING = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
        *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter"),
        *("sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr"),
        *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions"),
        *("pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
        *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    }
)
"""What stands in a sheet's XML before its comments, in any workbook."""
_WIDTH, _HEIGHT = 8.43, 15.0
_TRUE = ("1", "true")


class Row:
    """One row in which something is to be marked."""

    def __init__(self, at: int, style: int | None) -> None:
        self.at = at
        self.end = at
        self.style = style
        """The style of its empty cells, if it has one of its own."""
        self.cells: Cells = {}
        """By column: where the cell's tag begins, and its attributes."""


class SheetXml:
    """One sheet's XML: where its rows and cells begin, as far as they matter here."""

    def __init__(self, xml: bytes, part: str, wanted: Iterable[Place]) -> None:
        self.xml = xml
        self.merged = _merged(xml, part)
        self.wanted = {row for row, _ in map(self.anchor, wanted)}
        self.rows: dict[int, Row] = {}
        self.starts: list[tuple[int, int, bool]] = []
        """Every row: its number, where it begins, and whether it says its number itself."""
        self.heights: dict[int, float] = {}
        self.columns: list[tuple[int, int, float, int]] = []
        """First and last, width, and style."""
        self.sizes = (_WIDTH, _HEIGHT)
        self.prefix = ""
        self.known_relations = ""
        """The namespace that the prefix `r` stands for in this sheet."""
        self.drawing = ""
        """The relation of the drawing that holds the comments' boxes."""
        self.drawing_place = -1
        self.data = (-1, -1, False)
        self.dimension = -1
        self._path: list[tuple[str, int]] = []
        self._row = self._column = 0
        self._react = {
            "row": self._start_row,
            "c": self._start_cell,
            "col": self._start_columns,
            "dimension": self._start_dimension,
            "sheetFormatPr": self._start_format,
            "legacyDrawing": self._start_drawing,
        }
        walk(xml, part, self._start, self._end)
        if self.data[0] < 0:
            raise CannotMarkError

    def anchor(self, at: Place) -> Place:
        """The cell that shows: of cells that were made one, the first."""
        for first, last in self.merged:
            if first[0] <= at[0] <= last[0] and first[1] <= at[1] <= last[1]:
                return first
        return at

    def style_at(self, at: Place) -> int:
        """The style of a cell, also of one that is not there yet."""
        row = self.rows.get(at[0])
        if row and at[1] in row.cells:
            return _number(row.cells[at[1]][1].get("s"))
        if row and row.style is not None:
            return row.style
        return next((style for low, high, _, style in self.columns if low <= at[1] <= high), 0)

    def has_cell(self, at: Place) -> bool:
        """Whether there is such a cell."""
        return at[0] in self.rows and at[1] in self.rows[at[0]].cells

    def width(self, column: int) -> float:
        """In points, more or less."""
        chars = next(
            (wide for low, high, wide, _ in self.columns if low <= column <= high), self.sizes[0]
        )
        return chars * 5.3 + 4 if chars else 0.0

    def height(self, row: int) -> float:
        """In points."""
        return self.heights.get(row, self.sizes[1])

    def styled(self, style_by_place: dict[Place, int]) -> Edits:
        """The sheet with these cells in these styles."""
        edits = Edits(self.xml)
        by_row: dict[int, dict[int, int]] = {}
        for (row, column), style in sorted(style_by_place.items()):
            by_row.setdefault(row, {})[column] = style
        fresh: list[tuple[int, bytes]] = []
        for row, styles in by_row.items():
            if row in self.rows:
                self._style_row(edits, row, styles)
            else:
                fresh.append((row, self._new_row(row, styles)))
        self._insert_rows(edits, fresh)
        if self.dimension >= 0 and style_by_place:
            self._widen(edits, style_by_place)
        return edits

    def _style_row(self, edits: Edits, number: int, styles: dict[int, int]) -> None:
        row = self.rows[number]
        fresh = {column: style for column, style in styles.items() if column not in row.cells}
        tag = tag_at(self.xml, row.at)
        spans = _spans(tag, fresh)
        if closes_itself(tag):
            content = b"".join(self._new_cell(number, *one) for one in fresh.items())
            edits.open_up(row.at, content, **spans)
            return
        if spans:
            edits.set(row.at, **spans)
        following = {column: _next(row.cells, column) for column in fresh}
        for column, style in fresh.items():
            after = following[column]
            at = row.cells[after][0] if after else row.end
            edits.insert(at, self._new_cell(number, column, style))
        for column, (at, attributes) in row.cells.items():
            changes = {}
            if "r" not in attributes and column in following.values():
                changes["r"] = cell_ref(number, column)
            if column in styles:
                changes["s"] = str(styles[column])
            if changes:
                edits.set(at, **changes)

    def _new_cell(self, row: int, column: int, style: int) -> bytes:
        return f'<{self.prefix}c r="{cell_ref(row, column)}" s="{style}"/>'.encode()

    def _new_row(self, number: int, styles: dict[int, int]) -> bytes:
        cells = b"".join(self._new_cell(number, *one) for one in styles.items())
        return f'<{self.prefix}row r="{number}">'.encode() + cells + f"</{self.prefix}row>".encode()

    def _insert_rows(self, edits: Edits, fresh: list[tuple[int, bytes]]) -> None:
        start, end, closed = self.data
        if closed and fresh:
            edits.open_up(start, b"".join(row for _, row in fresh))
            return
        for number, row in fresh:
            later = next((one for one in self.starts if one[0] > number), None)
            edits.insert(later[1] if later else end, row)
            if later and not later[2]:
                raise CannotMarkError  # its number is told by its place, which has changed

    def _widen(self, edits: Edits, places: Iterable[Place]) -> None:
        """The sheet says how large it is; a cell of ours may lie outside."""
        tag = tag_at(self.xml, self.dimension)
        found = re.search(rb"ref=[\"']([A-Z]+\d+)(?::([A-Z]+\d+))?[\"']", tag)
        if not found:
            return
        first = place(found[1].decode(), "")
        last = place((found[2] or found[1]).decode(), "")
        rows, columns = zip(first, last, *places, strict=True)
        area = (cell_ref(min(rows), min(columns)), cell_ref(max(rows), max(columns)))
        if area != (cell_ref(*first), cell_ref(*last)):
            edits.set(self.dimension, ref=":".join(area))

    def _start(self, at: int, name: str, attributes: Attributes) -> None:
        tag = name.rpartition(":")[2]
        path = self._path
        if not path:
            self.prefix = prefix_of(name)
            self.known_relations = attributes.get("xmlns:r", "")
        path.append((tag, at))
        if tag in self._react:
            self._react[tag](at, attributes)

    def _end(self, at: int, _: str) -> None:
        name, start = self._path.pop()
        if name == "row" and self._row in self.rows and self._inside("sheetData"):
            self.rows[self._row].end = at
        if len(self._path) == 1:
            if name == "sheetData":
                self.data = (start, at, closes_itself(tag_at(self.xml, start)))
            if name in _BEFORE_DRAWING:
                closed = closes_itself(tag_at(self.xml, start))
                self.drawing_place = at if closed else behind(self.xml, at)

    def _inside(self, name: str) -> bool:
        return bool(self._path) and self._path[-1][0] == name

    def _start_row(self, at: int, attributes: Attributes) -> None:
        if len(self._path) != 3:  # noqa: PLR2004 - sheet, data, row
            return
        number = whole(attributes.get("r", "")) or self._row + 1
        self._row, self._column = number, 0
        self.starts.append((number, at, "r" in attributes))
        if attributes.get("hidden") in _TRUE:
            self.heights[number] = 0.0
        elif "ht" in attributes:
            self.heights[number] = _length(attributes["ht"], _HEIGHT)
        if number in self.wanted:
            own = attributes.get("customFormat") in _TRUE
            self.rows[number] = Row(at, _number(attributes.get("s")) if own else None)

    def _start_cell(self, at: int, attributes: Attributes) -> None:
        row = self.rows.get(self._row)
        if row is None or len(self._path) != 4:  # noqa: PLR2004 - sheet, data, row, cell
            return
        ref = attributes.get("r")
        self._column = place(ref, "")[1] if ref else self._column + 1
        row.cells[self._column] = (at, attributes)

    def _start_columns(self, _: int, attributes: Attributes) -> None:
        low, high = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
        if low and high:
            hidden = attributes.get("hidden") in _TRUE
            wide = 0.0 if hidden else _length(attributes.get("width", ""), _WIDTH)
            style = _number(attributes.get("style"))
            self.columns.append((low, min(high, MAX_COLUMN), wide, style))

    def _start_dimension(self, at: int, _: Attributes) -> None:
        self.dimension = at

    def _start_format(self, _: int, attributes: Attributes) -> None:
        self.sizes = (
            _length(attributes.get("defaultColWidth", ""), _WIDTH),
            _length(attributes.get("defaultRowHeight", ""), _HEIGHT),
        )

    def _start_drawing(self, _: int, attributes: Attributes) -> None:
        self.drawing = next((one for key, one in attributes.items() if local(key) == "id"), "")


def let_go(xml: bytes) -> bytes:
    """The sheet, no longer the one that is shown first: ours is, and two would be edited as one."""
    return _SELECTED.sub(rb"\g<1>0", xml)


def with_drawing(sheet: SheetXml, edits: Edits, relation: str, words: str) -> None:
    """Tell the sheet where the boxes of its comments are; `words` is the namespace of relations."""
    known = "" if sheet.known_relations == words else f' xmlns:r="{words}"'
    tag = f'<{sheet.prefix}legacyDrawing{known} r:id="{relation}"/>'
    edits.insert(sheet.drawing_place, tag.encode())


def _merged(xml: bytes, part: str) -> list[tuple[Place, Place]]:
    return [
        (place(first.decode(), part), place(last.decode(), part))
        for first, last in _MERGED.findall(xml)
    ]


def _spans(tag: bytes, columns: Iterable[int]) -> dict[str, str]:
    """What a row says of its first and last column, where a new cell lies outside."""
    found = re.search(rb"\sspans=[\"'](\d+):(\d+)[\"']", tag)
    if not found:
        return {}
    low, high = int(found[1]), int(found[2])
    wide = (min(low, *columns, low), max(high, *columns, high))
    return {} if wide == (low, high) else {"spans": f"{wide[0]}:{wide[1]}"}


def _next(cells: Cells, column: int) -> int:
    """The first column behind this one in which there is a cell; 0 for none."""
    return min((one for one in cells if one > column), default=0)


def _number(text: str | None) -> int:
    return whole(text or "") or 0


def _length(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
