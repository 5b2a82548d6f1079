"""`mne template`: the forms that the ministries fill in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mne import __version__
from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
    known_on,
    now,
    plan_option,
    progress_bar,
    read_day,
    refuse_to_replace,
    workspace_of,
    write_bytes,
)
from mne.compliance import slot_decisions
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import earlier_returns, owed_slot, slot_of
from mne.layout import form_file_name, is_expected, lay_out
from mne.messages import message
from mne.model import Decision, Plan, Slot
from mne.tables import write_json
from mne.template import SYNTHETIC_MARK, address_map, write_template

_TODAY = "today"
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
@click.option("--sent", metavar="DAY", default="", help="Record that they went out then: `today`.")
@click.option("--by", default="", help="With --sent: who sent them out.")
@as_of_option
@click.pass_obj
def command(
    app: App,
    /,
    plan_id: str,
    period: str,
    reporter: str | None,
    everyone: bool,
    output: Path,
    map_path: Path | None,
    overwrite: bool,
    as_of: str | None,
    **sending: str,
) -> None:
    """Make the form of one reporter, or of all, for a period.

    Beside each figure stands what was answered last time; the activities go on from it. With
    --sent it is recorded when they went out, for whoever gets a form late is not late for that.
    """
    if everyone == bool(reporter):
        raise UsageError("several-slots-needed")
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    slots = _slots(plan, period, reporter)
    sent_on = _sent_on(plan, **sending)
    named = _is_named(output, reporter)
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
    if sent_on:
        _record_sent(app, archive, slots, sent_on, sending["by"].strip())


def _sent_on(plan: Plan, *, sent: str, by: str) -> datetime | None:
    """The beginning of the day on which the forms went out; None where nothing is said of it."""
    if not sent:
        return None
    if not by.strip():
        raise UsageError("option-needed", option="--by")
    moment = now(plan.time_zone)
    day = moment.date() if sent == _TODAY else read_day(sent)
    if day > moment.date():
        raise UsageError("form-sent-in-future", value=sent)
    return datetime.combine(day, time(), ZoneInfo(plan.time_zone))


def _record_sent(
    app: App, archive: Archive, slots: Iterable[Slot], sent_on: datetime, by: str
) -> None:
    """Keep when each form went out; one that goes out again gets another record."""
    archive.finish()
    recorded_on, tool = now(), f"npa-mne {__version__}"
    for slot in slots:
        decision = Decision(
            kind="dispatch",
            slot=slot,
            approved_by=by,
            on=sent_on,
            recorded_on=recorded_on,
            tool=tool,
        )
        decided = archive.decide(decision)
        code = "decided-dispatch" if decided.is_new else "decided-before"
        facts = {"decision": decided.decision.id, "slot": slot, "on": sent_on.date().isoformat()}
        if not app.quiet:
            click.echo(message(code, app.language, **facts), err=True)


def _is_named(output: Path, reporter: str | None) -> bool:
    """Whether `output` is to be the form itself; UsageError where it can be no folder either."""
    named = reporter is not None and output.suffix == ".xlsx"
    if output.suffix.lower() in _OTHER_FILES and not named and not output.is_dir():
        raise UsageError("form-output", path=output)
    return named


def _slots(plan: Plan, period: str, reporter: str | None) -> list[Slot]:
    if reporter:
        return [owed_slot(plan, period, reporter)]
    slots = [slot_of(plan, period, one.id) for one in plan.reporters]
    expected = [slot for slot in slots if is_expected(plan, slot)]
    if not expected:
        facts = {"plan": plan.id, "period": period, "reporter": "any reporter"}
        raise UsageError("slot-not-expected", **facts)
    return expected
