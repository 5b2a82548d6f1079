"""Reads a CSV file: plain text with one line per row, cells addressed as on a sheet.

A line with too many fields is refused, with its number, instead of being shifted silently. One
with too few is taken, for Excel leaves out empty fields at the end of a line; but not as the last
line where even its end is missing, for then the file was cut off. Text that is not in
UTF-8 is read as Windows writes it in the West, and said to be doubtful; where that cannot be, for
it is Khmer that was cut or mixed, the file is refused.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from mne.model import Cell
from mne.workbook.cells import Sheet
from mne.workbook.facts import MAX_CELLS, MAX_COLUMN, MAX_ROW, cell_ref
from mne.workbook.faults import Refusal, too_large

SHEET = "csv"
MAX_FIELD = 1_000_000
_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(rf'"?sep=([{_SEPARATORS}])"?\r?\n', re.IGNORECASE)
"""What Excel takes, and writes, as a first line of its own: it is no row."""
_LINE_ENDS = ("\n", "\r")
_QUOTED = re.compile(r'"[^"]*"')
_OLD = "cp1252"


def read_csv(data: bytes, digest: str) -> Sheet:
    """The one sheet of a CSV file; every cell is text."""
    text, guessed = _decode(data)
    cells: list[Cell] = []
    width = line = 0
    fields: list[str] = []
    for number, (line, fields) in enumerate(_records(text), start=1):
        width = width or len(fields)
        if len(fields) > width and any(fields):
            raise Refusal("csv-ragged", line=line, found=len(fields), expected=width)
        if number > MAX_ROW:
            raise too_large("rows", number, MAX_ROW)
        cells.extend(
            Cell(digest, SHEET, cell_ref(number, column), field, "text")
            for column, field in enumerate(fields, start=1)
            if field
        )
        if len(cells) > MAX_CELLS:
            raise too_large("cells", len(cells), MAX_CELLS)
    if fields and len(fields) < width and not text.endswith(_LINE_ENDS):
        raise Refusal("csv-cut-off", line=line)
    return Sheet(SHEET, visible=True, cells=tuple(cells), guessed_encoding=guessed)


def _decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding had to be guessed."""
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"  # what Excel calls "Unicode text"
    guessed = False
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text, guessed = _decode_old(data, error), True
    if "\0" in text:  # two bytes to a letter, and no mark that says so
        raise Refusal("csv-encoding", line=text.count("\n", 0, text.index("\0")) + 1)
    return text, guessed


def _decode_old(data: bytes, error: UnicodeDecodeError) -> str:
    """Windows' encoding for the West, unless there are letters that it does not have."""
    before = error.object[: error.start].decode(error.encoding, "ignore")
    refusal = Refusal("csv-encoding", line=before.count("\n") + 1)
    if error.encoding != "utf-8" or not data.decode("utf-8", "ignore").isascii():
        raise refusal
    try:
        return data.decode(_OLD)
    except UnicodeDecodeError:
        raise refusal from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins in: a cell may hold line breaks, and is one row."""
    before = 0
    delimiter = ""
    if found := _SEPARATOR_LINE.match(text):
        delimiter, before = found[1], 1
        text = text[found.end() :]
    csv.field_size_limit(MAX_FIELD)
    delimiter = delimiter or _delimiter(text)
    lines = _bounded(StringIO(text, newline=""), delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = before + 1
    try:
        for fields in reader:
            yield line, fields
            line = before + reader.line_num + 1
    except csv.Error:  # a quotation mark that is not closed, or stands within a text
        raise Refusal("csv-quotes", line=line) from None


def _bounded(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """The lines, unless one has more fields than a sheet: taken apart, it would fill the memory."""
    for line in lines:
        fields = line.count(delimiter) + 1
        if fields > MAX_COLUMN:
            raise too_large("columns", fields, MAX_COLUMN)
        yield line


def _delimiter(text: str) -> str:
    """The one that parts most of the first line; of two that part it alike, the first."""
    header = _QUOTED.sub("", re.split(r"[\r\n]", text, maxsplit=1)[0])
    return max(_SEPARATORS, key=header.count)
