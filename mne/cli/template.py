"""`mne template`: the forms that the ministries fill in."""

from __future__ import annotations

from pathlib import Path

import click

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
    known_on,
    plan_option,
    progress_bar,
    refuse_to_replace,
    workspace_of,
    write_bytes,
)
from mne.compliance import slot_decisions
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import earlier_returns, owed_slot, slot_of
from mne.layout import form_file_name, is_expected, lay_out
from mne.model import Plan, Slot
from mne.tables import write_json
from mne.template import SYNTHETIC_MARK, address_map, write_template

_OTHER_FILES = (".xlsx", ".ods", ".xls", ".csv", ".pdf")


@click.command("template")
@plan_option
@click.option("--period", required=True, help="The period, such as 2012-Q1.")
@click.option("--reporter", help="The form of one reporter.")
@click.option("--all", "everyone", is_flag=True, help="The forms of all reporters.")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder, or one .xlsx file.",
)
@click.option(
    "--map", "map_path", type=click.Path(path_type=Path), help="Where each figure stands, as JSON."
)
@click.option("--overwrite", is_flag=True, help="Replace files that are there already.")
@as_of_option
@click.pass_obj
def command(
    app: App,
    plan_id: str,
    period: str,
    reporter: str | None,
    everyone: bool,
    output: Path,
    map_path: Path | None,
    overwrite: bool,
    as_of: str | None,
) -> None:
    """Make the form of one reporter, or of all, for a period.

    Beside each figure stands what was answered last time; the activities go on from it.
    """
    if everyone == bool(reporter):
        raise UsageError("several-slots-needed")
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    slots = _slots(plan, period, reporter)
    named = reporter is not None and output.suffix == ".xlsx"
    if output.suffix.lower() in _OTHER_FILES and not named and not output.is_dir():
        raise UsageError("form-output", path=output)
    moment = known_on(as_of, plan) if as_of else None  # no clock: the same archive, the same bytes
    archive = Archive(workspace.submissions)
    archive.keep_definitions(plan)
    decided = slot_decisions(archive.decisions(plan.id, as_of=moment))
    entries, made = [], {}
    with progress_bar(slots, "forms", app) as bar:
        for slot in bar:
            path = output if named else output / form_file_name(slot)
            earlier = earlier_returns(archive, plan, slot, moment)
            mark = SYNTHETIC_MARK if earlier and workspace.is_synthetic else ""
            made[path] = write_template(
                plan, slot, mark=mark, earlier=earlier, due=decided.due_day(plan, slot)
            )
            if map_path:
                cells = address_map(lay_out(plan, slot))
                entries += [{**cell, "file": path.name} for cell in cells]
    if not overwrite:
        refuse_to_replace(made, "form-in-the-way")
    for path, content in made.items():
        write_bytes(path, content)
        click.echo(path)
    if map_path:
        write_bytes(map_path, write_json(entries).encode())


def _slots(plan: Plan, period: str, reporter: str | None) -> list[Slot]:
    if reporter:
        return [owed_slot(plan, period, reporter)]
    slots = [slot_of(plan, period, one.id) for one in plan.reporters]
    expected = [slot for slot in slots if is_expected(plan, slot)]
    if not expected:
        facts = {"plan": plan.id, "period": period, "reporter": "any reporter"}
        raise UsageError("slot-not-expected", **facts)
    return expected
