"""Reads what is to be traced: a figure of a plan and period, or a cell of a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.progress.command import ENGINE, known_by
from mne.cli.shared import (
    as_of_option,
    chosen,
    emit,
    format_option,
    known_on,
    output_option,
    say_if_synthetic,
    selection_of,
    selection_options,
    workspace_of,
)
from mne.cli.trace.listing import CELL_COLUMNS, COLUMNS, cell_as_json, cell_lines, figure_as_json
from mne.cli.trace.listing import lines as listed_lines
from mne.cli.trace.screen import Screen
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import find_receipt, period_within
from mne.model import At, Plan, Receipt, parse_at
from mne.progress.ask import GROUPINGS, REPORTER
from mne.tables import write_csv, write_json
from mne.trace import Known, trace_cell, trace_figure
from mne.workspace import Workspace

_FIGURE, _RECEIPT = 2, 4
_REPORTS = (".pdf", ".html")


@dataclass(frozen=True)
class _Sitting:
    """The workspace and the plan that are asked, and the moment of knowledge."""

    app: App
    workspace: Workspace
    plan: Plan
    moment: datetime
    style: str
    output: Path | None

    def known(self) -> Known:
        """All that was known at that moment."""
        table, counting, exempt = known_by(self.workspace, self.plan, self.moment, ENGINE)
        archive = Archive(self.workspace.submissions)
        return Known(self.plan, archive, table, counting, exempt, self.moment.date())


@click.command("trace")
@click.argument("where")
@click.argument("indicator", required=False)
@click.option(
    "--at", "places", multiple=True, help="Where in a breakdown, such as 'sex=female;province=12'."
)
@click.option("--cell", help="A cell of the receipt WHERE, such as Return!D9.")
@selection_options
@as_of_option
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    where: str,
    indicator: str | None,
    places: tuple[str, ...],
    cell: str | None,
    as_of: str | None,
    style: str,
    output: Path | None,
    **choice: str,
) -> None:
    """Walk a figure back to its cells: `mne trace PLAN/PERIOD INDICATOR`.

    And a cell on to its figures: `mne trace PLAN/PERIOD/REPORTER/r0001 --cell Return!D9`.
    """
    pieces = where.split("/")
    if where.casefold().endswith(_REPORTS):
        raise UsageError("trace-report", file=where)
    is_figure = len(pieces) == _FIGURE and indicator and cell is None
    is_cell = len(pieces) == _RECEIPT and cell and indicator is None and not places
    if not (is_figure or is_cell):
        raise UsageError("trace-how")
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, pieces[0])
    say_if_synthetic(app, workspace)
    sitting = _Sitting(app, workspace, plan, known_on(as_of, plan), style, output)
    if is_cell:
        _trace_cell(sitting, where, cell or "")
    else:
        _trace_figure(sitting, pieces[1], indicator or "", _places(plan, places), choice)


def _trace_figure(
    sitting: _Sitting, label: str, indicator: str, at: At, choice: dict[str, str]
) -> None:
    plan = sitting.plan
    period = period_within(plan, label)
    selection = selection_of(plan, **choice)
    traced = trace_figure(sitting.known(), indicator, period, at, selection)
    files = Files(sitting.workspace)
    if sitting.style == "table":
        emit(Screen(sitting.app, plan, files.path).figure(traced), sitting.output)
    elif sitting.style == "csv":
        emit(write_csv(COLUMNS, listed_lines(traced, files.path)), sitting.output)
    else:
        told = figure_as_json(plan, traced, files.path) | _facts(sitting)
        emit(write_json(told | {"selection": chosen(selection)}), sitting.output)


def _trace_cell(sitting: _Sitting, name: str, cell: str) -> None:
    sheet, mark, ref = cell.rpartition("!")
    if not (mark and sheet and ref):
        raise UsageError("trace-cell-malformed", found=cell)
    known = sitting.known()
    receipt = _judged(sitting, known.archive, find_receipt(known.archive, sitting.plan, name))
    typed = trace_cell(known, receipt, sheet.strip("'").replace("''", "'"), ref)
    files = Files(sitting.workspace)
    if sitting.style == "table":
        emit(Screen(sitting.app, sitting.plan, files.path).cell(typed), sitting.output)
    elif sitting.style == "csv":
        emit(write_csv(CELL_COLUMNS, cell_lines(typed)), sitting.output)
    else:
        emit(write_json(cell_as_json(typed, files.path) | _facts(sitting)), sitting.output)


def _facts(sitting: _Sitting) -> dict[str, object]:
    return {
        "plan": sitting.plan.id,
        "as_of": sitting.moment.date().isoformat(),
        "synthetic": sitting.workspace.is_synthetic,
    }


def _judged(sitting: _Sitting, archive: Archive, receipt: Receipt) -> Receipt:
    """With the verdict that it had at the moment of knowledge, if it was there by then."""
    slot = receipt.slot
    then = archive.receipts(slot.plan, slot.period, slot.reporter, as_of=sitting.moment)
    return next((one for one in then if one.id == receipt.id), receipt)


class Files:
    """Where the senders' files lie, from the workspace's folder on."""

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.root.absolute()
        self._archive = Archive(workspace.submissions)

    def path(self, receipt: Receipt) -> str:
        """The file of a receipt, as it came; the empty text where nothing of it is left."""
        if not receipt.has_content:
            return ""
        return self._archive.original_path(receipt).relative_to(self._root).as_posix()


def _places(plan: Plan, texts: tuple[str, ...]) -> At:
    """What is said with `--at`, all of it together; UsageError at what the plan does not know."""
    at: dict[str, str] = {}
    for text in texts:
        try:
            pairs = parse_at(text.replace(" ", ""))
        except ValueError as error:
            raise UsageError("trace-at-malformed", found=text) from error
        at |= dict(pairs)
    known = (*plan.codelists, REPORTER, *GROUPINGS)
    for dimension in at:
        if dimension not in known:
            raise UsageError("dimension-unknown", dimension=dimension, known=", ".join(known))
    return tuple(at.items())
