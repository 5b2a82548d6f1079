"""Opens a file that came in: whose return it is, and every answer that can be read in it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mne.archive import Archive
from mne.checks import Personal
from mne.errors import MneError
from mne.intake.plans import Plans
from mne.intake.slot import Declared, Taken, layout_for, take_declared, take_stamped
from mne.issues import has_errors
from mne.layout import lay_out, questions
from mne.reading import Reading, read_csv_return, read_form, read_own_sheet, unknown
from mne.workbook import Workbook


class Opened(NamedTuple):
    """A file that was read, and is not judged yet."""

    path: Path
    digest: str
    """SHA-256 of the file, in hexadecimal."""
    reader: str
    declared: Declared
    taken: Taken
    reading: Reading
    personal: Personal
    """What in it would point at a person."""
    is_own_form: bool
    """Whether it is one of our forms, taken for the return that its stamp names."""


class NotOpened(NamedTuple):
    """A file of which nothing can be said but why."""

    path: Path
    error: MneError


def open_return(
    plans: Plans, archive: Archive, path: Path, workbook: Workbook, declared: Declared
) -> Opened:
    """What stands in a workbook that was read; a `MneError` where that cannot be said."""
    from mne.checks.privacy.look import look_for_persons  # noqa: PLC0415 - takes time to load

    taken, reading = _read(plans, archive, workbook, declared)
    is_form = workbook.kind != "csv" and not declared.layout
    return Opened(
        path=path,
        digest=workbook.digest,
        reader=workbook.reader,
        declared=declared,
        taken=taken,
        reading=reading,
        personal=look_for_persons(taken.plan, workbook.sheets, reading.observations),
        is_own_form=is_form and taken.made_as is None,
    )


def _read(
    plans: Plans, archive: Archive, workbook: Workbook, declared: Declared
) -> tuple[Taken, Reading]:
    """Whose return it is, and every answer; of a file that is somebody else's, none is read."""
    if declared.layout:
        taken = take_declared(plans, workbook, declared)
        layout = layout_for(taken, declared.layout)
        if not taken.issues:
            return taken, read_own_sheet(taken.plan, taken.slot, layout, workbook)
    elif workbook.kind == "csv":
        taken = take_declared(plans, workbook, declared)
        if not taken.issues:
            return taken, read_csv_return(taken.plan, taken.slot, workbook)
    else:
        taken = take_stamped(plans, archive, workbook, declared)
        if not has_errors(taken.issues):
            made_as = lay_out(*taken.made_as) if taken.made_as else None
            form = lay_out(taken.plan, taken.slot)
            return taken, read_form(taken.plan, form, workbook, made_as)
    asked = questions(taken.plan, taken.slot)
    return taken, Reading(tuple(unknown(taken.slot, one) for one in asked), ())
