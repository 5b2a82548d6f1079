"""`mne remind`: a courteous letter and a short message to each reporter that owes a return."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
    chosen,
    known_on,
    plan_option,
    progress_bar,
    refuse_to_replace,
    say_if_synthetic,
    selection_of,
    selection_options,
    workspace_of,
    write_bytes,
)
from mne.compliance import measure_compliance, slot_decisions
from mne.definitions import load_plan
from mne.errors import MachineError
from mne.intake import period_within
from mne.messages import message
from mne.model import Decision, Plan, Slot
from mne.model.selection import Selection
from mne.tables import write_json

if TYPE_CHECKING:
    from datetime import datetime

    from mne.report.reminder import Owing
    from mne.workspace import Workspace

_ENDINGS = {"pdf": ".pdf", "html": ".html", "text": ".txt"}
_EVERYTHING = "so-far"
"""In the place of the period, where no period is named."""


class _Found(NamedTuple):
    """Who owes what, and what came too late to be counted."""

    owing: tuple[Owing, ...]
    after_closing: tuple[Slot, ...]


class _Paths(NamedTuple):
    """The two files of one reporter."""

    letter: Path
    message: Path


@click.command("remind")
@plan_option
@click.option("--period", help="Only what is owed in this period, such as 2012 or 2012-Q1.")
@selection_options
@as_of_option
@click.option(
    "--format",
    "style",
    type=click.Choice([*_ENDINGS, "json"]),
    help="The letters as; PDF if not given. json: list them; they are written too with -o.",
)
@click.option(
    "-o",
    "output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder; if not given, one named after plan, period and day.",
)
@click.option("--overwrite", is_flag=True, help="Replace files that are there already.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    plan_id: str,
    period: str | None,
    as_of: str | None,
    style: str | None,
    output: Path | None,
    overwrite: bool,
    **choice: str,
) -> None:
    """Write a letter and a short message to each reporter that still owes a return.

    A return is owed from the end of its period until it is accepted, unless it was exempted: not
    yet late, late, or sent back to be mended. What a reporter owes in the period, or so far if
    none is named, stands in one letter, in the languages that it reads; --lang says which comes
    first. The letter is dated on the day of --as-of.
    """
    app: App = ctx.obj
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    selection = selection_of(plan, **choice)
    say_if_synthetic(app, workspace)
    label = period_within(plan, period).label if period else _EVERYTHING
    moment = known_on(as_of, plan)
    found = _find(workspace, plan, period, selection, moment)
    _tell(app, plan, moment, found)
    folder = output or Path(f"reminders-{plan.id}-{label}-{moment.date()}")
    ending = _ending(app, style) if found.owing else _ENDINGS["pdf"]
    paths = [_paths(folder, plan, label, one, ending) for one in found.owing]
    is_written = style != "json" or output is not None
    if is_written and found.owing:
        made = _make(ctx, workspace, plan, moment, found.owing, paths)
        if not overwrite:
            refuse_to_replace(made, "letter-in-the-way")
        for path, content in made.items():
            write_bytes(path, content)
    if style == "json":
        listed = _as_json(found, paths, is_written=is_written)
        known = {"plan": plan.id, "as_of": moment, "synthetic": workspace.is_synthetic}
        click.echo(write_json({**known, "selection": chosen(selection), **listed}), nl=False)
        return
    for path in (path for both in paths for path in both):
        click.echo(path)


def _find(
    workspace: Workspace,
    plan: Plan,
    period: str | None,
    selection: Selection,
    moment: datetime,
) -> _Found:
    """Who owes what, as known at a moment."""
    from mne.report.reminder import came_after_closing, who_owes

    archive = Archive(workspace.submissions)
    receipts = tuple(archive.receipts(plan.id, as_of=moment))
    decisions = tuple(archive.decisions(plan.id, as_of=moment))
    decided = slot_decisions(decisions)
    compliance = measure_compliance(
        plan,
        receipts,
        as_of=moment,
        decisions=decided,
        period=period_within(plan, period) if period else None,
        selection=selection,
    )
    came = [one for one in receipts if one.received_on <= moment]
    forms: Mapping[Slot, Decision] = getattr(decided, "dispatches", {})  # where that is recorded
    sent = {slot: one.on.astimezone(moment.tzinfo).date() for slot, one in forms.items()}
    return _Found(
        who_owes(plan, compliance, came, decisions, sent),
        came_after_closing(plan, compliance, came),
    )


def _tell(app: App, plan: Plan, moment: datetime, found: _Found) -> None:
    """Say on stderr whom nobody writes to, though it might be thought."""
    if app.quiet:
        return
    for slot in found.after_closing:
        click.echo(message("remind-after-closing", app.language, slot=str(slot)), err=True)
    if not found.owing:
        facts = {"plan": plan.id, "day": moment.date().isoformat()}
        click.echo(message("remind-nobody", app.language, **facts), err=True)


def _ending(app: App, style: str | None) -> str:
    """Of the letters' files: PDF where this machine makes it, or it was asked for by name."""
    if style in _ENDINGS:
        return _ENDINGS[style]
    from mne.report.pdf import load_weasyprint

    try:
        load_weasyprint()
    except MachineError as error:
        why = message(error.code, app.language, **error.params)
        click.echo(message("remind-as-html", app.language, why=why), err=True)
        return _ENDINGS["html"]
    return _ENDINGS["pdf"]


def _paths(folder: Path, plan: Plan, label: str, owing: Owing, ending: str) -> _Paths:
    stem = f"{plan.id}_{label}_{owing.reporter.id}"
    return _Paths(folder / f"{stem}_letter{ending}", folder / f"{stem}_message.txt")


def _make(
    ctx: click.Context,
    workspace: Workspace,
    plan: Plan,
    moment: datetime,
    owing: tuple[Owing, ...],
    paths: list[_Paths],
) -> dict[Path, bytes]:
    """Every file, before the first is written."""
    from mne.report.reminder import (
        PrintedLetter,
        Sender,
        letter_text,
        write_letter,
        write_message,
    )

    sender = Sender(plan, moment.date(), workspace.is_synthetic)
    app: App = ctx.obj
    first = app.language if _is_language_named(ctx) else None
    made: dict[Path, bytes] = {}
    with progress_bar(list(zip(owing, paths, strict=True)), "letters", app) as bar:
        for one, both in bar:
            letter = write_letter(one, sender, first)
            page = PrintedLetter(letter, sender, workspace.report_templates)
            match both.letter.suffix:
                case ".pdf":
                    made[both.letter] = page.pdf()
                case ".html":
                    made[both.letter] = page.html().encode()
                case _:
                    made[both.letter] = letter_text(letter).encode()
            made[both.message] = write_message(one, sender, first).encode()
    return made


def _is_language_named(ctx: click.Context) -> bool:
    """Whether somebody asked for a language, or the program took English for want of that."""
    source = ctx.find_root().get_parameter_source("lang")
    return source is not None and source is not ParameterSource.DEFAULT


def _as_json(found: _Found, paths: list[_Paths], *, is_written: bool) -> Mapping[str, Any]:
    """The shape that scripts rely on."""
    return {
        "written": is_written,
        "reminders": [
            {
                "reporter": one.reporter.id,
                "kind": one.kind,
                "periods": [period.label for period in one.periods],
                "owed": [
                    {"period": each.period.label, "kind": each.kind, "due": each.due}
                    for each in one.owed
                ],
                "letter": str(both.letter),
                "message": str(both.message),
            }
            for one, both in zip(found.owing, paths, strict=True)
        ],
        "after_closing": [str(slot) for slot in found.after_closing],
    }
