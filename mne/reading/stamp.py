"""Finds the stamp of a form: whose it is, for which period, and under which definitions."""

from __future__ import annotations

from typing import NamedTuple

from mne.errors import UnreadableError
from mne.layout import (
    FORM_VERSION,
    MARK_ROW,
    RETURN,
    SHEET_ORDER,
    STAMP_CELL,
    STAMP_MARK,
    check_of,
    part_check,
)
from mne.reading.text import clean
from mne.workbook import Workbook

_WORDS = 7
_ENOUGH = 3
"""So many sheets with the names of ours are not there by chance."""


class Stamp(NamedTuple):
    """What a form says of itself."""

    plan: str
    period: str
    reporter: str
    definitions: str


def find_stamp(workbook: Workbook) -> Stamp:
    """The stamp of a form; UnreadableError where the workbook is not one of ours.

    The sheet that is read must bear it; a sheet that was added does not speak for it.
    """
    names = {sheet.name for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        if RETURN in names and sheet.name != RETURN:
            continue
        for cell in sheet.cells:
            if cell.ref == STAMP_CELL and clean(cell.raw).startswith(STAMP_MARK):
                return _read_stamp(clean(cell.raw), workbook.path_name)
    raise _without_stamp(workbook)


def _without_stamp(workbook: Workbook) -> UnreadableError:
    """What became of the stamp, where the rest of the workbook is like a form of ours."""
    file = workbook.path_name
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    if RETURN not in sheets:
        is_ours = len(sheets.keys() & {*SHEET_ORDER}) >= _ENOUGH
        return UnreadableError("form-return-missing" if is_ours else "not-our-form", file=file)
    texts = {cell.ref: clean(cell.raw) for cell in sheets[RETURN].cells}
    for ref, text in texts.items():
        if text.startswith(STAMP_MARK):
            return UnreadableError("form-stamp-moved", file=file, found=ref)
    marks = {part_check(text)[0] for ref, text in texts.items() if ref[1:] == str(MARK_ROW)}
    is_ours = {"label", "value", "status"} <= marks
    return UnreadableError("form-stamp-missing" if is_ours else "not-our-form", file=file)


def _read_stamp(text: str, file: str) -> Stamp:
    words = text.split(" ")
    if len(words) > 1 and words[1] != FORM_VERSION:
        raise UnreadableError(
            "form-version-unknown", file=file, found=words[1], expected=FORM_VERSION
        )
    if len(words) != _WORDS or words[-1] != check_of(" ".join(words[:-1])):
        raise UnreadableError("form-stamp-damaged", file=file)
    return Stamp(*words[2:-1])
