"""Reads a CSV file: plain text with one line per row, cells addressed as on a sheet.

A line with too many fields is refused, with its number, instead of being shifted silently; text
in an old encoding is refused instead of being guessed, because a wrong guess garbles Khmer names.
"""

from __future__ import annotations

import codecs
import csv
from io import StringIO

from mne.model import Cell
from mne.workbook.cells import Sheet
from mne.workbook.facts import MAX_CELLS, MAX_COLUMN, MAX_ROW, cell_ref
from mne.workbook.faults import Refusal, damaged, too_large

SHEET = "csv"
MAX_FIELD = 1_000_000


def read_csv(data: bytes, digest: str) -> Sheet:
    """The one sheet of a CSV file; every cell is text."""
    text = _decode(data)
    cells: list[Cell] = []
    width = 0
    for number, fields in enumerate(_rows(text), start=1):
        width = width or len(fields)
        if len(fields) > width and any(fields[width:]):
            raise Refusal("csv-ragged", line=number, found=len(fields), expected=width)
        if len(fields) > MAX_COLUMN or number > MAX_ROW:
            raise too_large("area", number * len(fields), MAX_ROW)
        cells.extend(
            Cell(digest, SHEET, cell_ref(number, column), field, "text")
            for column, field in enumerate(fields, start=1)
            if field
        )
        if len(cells) > MAX_CELLS:
            raise too_large("cells", len(cells), MAX_CELLS)
    return Sheet(SHEET, visible=True, cells=tuple(cells))


def _decode(data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"  # what Excel calls "Unicode text"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal("csv-encoding", line=line) from None


def _rows(text: str) -> list[list[str]]:
    """Record by record: a cell may hold line breaks, and is one row all the same."""
    header = text.partition("\n")[0]
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(header), strict=True)
    try:
        return list(reader)
    except csv.Error:
        raise damaged(f"line {reader.line_num}") from None


def _delimiter(header: str) -> str:
    if "," not in header:
        for delimiter in (";", "\t"):
            if delimiter in header:
                return delimiter
    return ","
