"""`--return DIR` of `mne check` and `mne submit`: what goes back to each sender, as files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mne import __version__
from mne.archive import Archive
from mne.cli.answers import Answer
from mne.cli.app import App
from mne.cli.shared import now, workspace_of, write_bytes
from mne.errors import MachineError
from mne.intake import Change
from mne.messages import message
from mne.model import figure_text
from mne.workbook import Readers

if TYPE_CHECKING:
    from mne.feedback import Feedback, Given
    from mne.workspace import Workspace


READINGS_EACH = 4
"""A file is read; to return it, it is read again, marked, and what was marked is read."""


def return_option(command: Any) -> Any:
    """`--return DIR`, wherever a return is checked."""
    option = click.option(
        "--return",
        "return_dir",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="Write what goes back to each sender: the marked workbook, a receipt, a message.",
    )
    return option(command)


def give_back(
    app: App, archive: Archive, files: list[Answer], folder: Path, readers: Readers
) -> None:
    """Write everything that goes back, file by file, and say where it is."""
    from mne.feedback import stems_for, write_feedback

    workspace = workspace_of(app)
    there = [one for one in files if one.path.is_file()]  # what never came gets no receipt
    stems = stems_for([one.path for one in there], folder)
    for one, stem in zip(there, stems, strict=True):
        given = _given(app, workspace, archive, one)
        feedback = write_feedback(given, stem, readers)
        for name, content in {**feedback.files, **_page(given, feedback, stem, workspace)}.items():
            write_bytes(folder / name, content)
        _say_where(app, one, folder, feedback)


def _given(app: App, workspace: Workspace, archive: Archive, one: Answer) -> Given:
    from mne.feedback import Given

    plan, receipt = one.plan, one.receipt
    moment = now(plan.time_zone) if plan else now()
    return Given(
        file=one.path.name,
        data=_bytes_of(one.path),
        language=app.language,
        moment=moment,
        tool=f"npa-mne {__version__}",
        synthetic=workspace.is_synthetic,
        verdict=one.verdict,
        plan=plan,
        error=one.error,
        receipt=receipt,
        is_duplicate=one.is_duplicate,
        status=_status(archive, one, moment),
        before=one.before,
        changes=tuple(map(_changed, one.changes)),
    )


def _changed(change: Change) -> Any:
    from mne.feedback import Changed

    figure = figure_text(change.indicator, tuple(change.at.items()), change.part)
    return Changed(change.indicator, figure, change.was, change.now)


def _bytes_of(path: Path) -> bytes | None:
    """The file as it is; None of one that cannot be opened, or is far too large to be read."""
    from mne.workbook.gate import MAX_FILE_BYTES

    try:
        return path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else None
    except OSError:
        return None


def _status(archive: Archive, one: Answer, moment: datetime) -> Any:
    """Where the slot stands with what is in the archive now; None where nothing is expected."""
    from mne.compliance import measure_compliance, slot_decisions
    from mne.model.selection import Selection

    if one.verdict is None or one.plan is None:
        return None
    slot, plan = one.verdict.slot, one.plan
    known = (plan.id, slot.period, slot.reporter)
    told = measure_compliance(
        plan,
        archive.receipts(*known, as_of=moment),
        as_of=moment,
        period=slot.period,
        decisions=slot_decisions(archive.decisions(*known, as_of=moment)),
        selection=Selection(reporter=slot.reporter),
    ).slots
    return next((status for status in told if status.period == slot.period), None)


def _page(given: Given, feedback: Feedback, stem: str, workspace: Workspace) -> dict[str, bytes]:
    """The receipt on one sheet; as a page for a browser where this machine makes no PDF."""
    from mne.feedback import PAGE, PAGE_AS_HTML
    from mne.report.receipt import PrintedReceipt

    words = feedback.sheet._asdict()
    epoch = int(given.moment.timestamp())
    page = PrintedReceipt(words, given.language, epoch, workspace.report_templates)
    try:
        return {f"{stem}{PAGE}": page.pdf()}
    except MachineError:
        return {f"{stem}{PAGE_AS_HTML}": page.html().encode()}


def _say_where(app: App, one: Answer, folder: Path, feedback: Feedback) -> None:
    if app.quiet:
        return
    facts = {"file": one.path.name, "path": folder / next(iter(feedback.files))}
    click.echo(message("returned", app.language, **facts), err=True)
    if feedback.why_beside:
        click.echo(message(feedback.why_beside, app.language, **facts), err=True)
