"""What is to be marked in a workbook, as plain data: cells with their comments, and a list of all.

It travels to the limited child and back as JSON, so it holds texts and numbers only. How the list
is known again, when the workbook comes back once more, stands here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mne.workbook.cells import Sheet, Workbook

AUTHOR = "mne"
"""Who wrote a comment of ours; nobody else's is ever taken away."""
LIST_MARK = "mne-to-mend"
"""Stands in the first row of a list of ours, whatever its sheet is called."""
FIRST_ROW = 6
"""The first row of the list in which something to mend stands."""
KEPT_COLUMN = "G"
"""The hidden column of the list that keeps how each marked cell looked."""
SEVERITIES = ("error", "warning", "note")

Mark = tuple[str, str, str, str, str]
"""A marked cell: sheet, address, severity, the headline of its comment, and its words."""
Row = tuple[str, str, str, str, str, str, str, str]
"""A line of the list: severity and its word, sheet and cell, and four texts: the row of the form,
what is wrong, what is expected, what to do."""
Kept = dict[str, tuple[str, str]]
"""Of the list that a workbook brought with it: which sheet and cell each cell of it is about."""


class Wish(NamedTuple):
    """Everything that is wanted of one workbook."""

    name: str
    """What the sheet with the list is to be called."""
    title: str
    lines: tuple[str, ...]
    """Below the title: whose return this is, and what to do with the list."""
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    font: str
    old_list: str = ""
    """The sheet with our list of an earlier time."""
    kept: Kept | None = None


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet is a list of ours from an earlier time, which is no answer to anything."""
    for cell in sheet.cells:  # row by row
        if cell.ref.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "1":
            return False
        if cell.raw.startswith(LIST_MARK):
            return True
    return False


def without_list(workbook: Workbook) -> Workbook:
    """The workbook as its sender filled it in."""
    kept = tuple(one for one in workbook.sheets if not is_list(one))
    if len(kept) == len(workbook.sheets):
        return workbook
    from dataclasses import replace  # noqa: PLC0415 - the child has no use for it

    return replace(workbook, sheets=kept)


def split_place(words: str) -> tuple[str, str]:
    """`Return!D9` is the sheet and the cell; both are empty where it is neither."""
    sheet, sign, ref = words.rpartition("!")
    return (sheet, ref) if sign else ("", "")
