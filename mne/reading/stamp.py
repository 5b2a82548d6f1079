"""Finds the stamp of a form: whose it is, for which period, and under which definitions."""

from __future__ import annotations

from typing import NamedTuple

from mne.errors import UnreadableError
from mne.layout import FORM_VERSION, RETURN, STAMP_CELL, STAMP_MARK, check_of
from mne.reading.text import clean
from mne.workbook import Workbook

_WORDS = 7


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
    raise UnreadableError("not-our-form", file=workbook.path_name)


def _read_stamp(text: str, file: str) -> Stamp:
    words = text.split(" ")
    if len(words) > 1 and words[1] != FORM_VERSION:
        raise UnreadableError(
            "form-version-unknown", file=file, found=words[1], expected=FORM_VERSION
        )
    if len(words) != _WORDS or words[-1] != check_of(" ".join(words[:-1])):
        raise UnreadableError("form-stamp-damaged", file=file)
    return Stamp(*words[2:-1])
