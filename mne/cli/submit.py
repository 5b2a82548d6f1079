"""`mne submit`: check a return and keep it, for ever, as it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import repeat
from pathlib import Path
from typing import Any

import click

from mne import __version__
from mne.cli.answers import Answer, describe, every_file
from mne.cli.app import App
from mne.cli.check import declared_by, declared_options, open_files
from mne.cli.returned import READINGS_EACH, give_back, return_option
from mne.cli.shared import emit, format_option, now, output_option, received_on, workspace_of
from mne.errors import Exit, UsageError
from mne.intake import Checked, Desk, NotOpened, Opened
from mne.issues import forbids_keeping
from mne.messages import message
from mne.model import Plan
from mne.tables import write_csv, write_json
from mne.workbook import Readers

_COLUMNS = (
    "file",
    "receipt",
    "verdict",
    "sha256",
    "received_on",
    "recorded_on",
    "supersedes",
    "duplicate_of",
)


@click.command("submit")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@declared_options
@click.option("--received", help="When it came, as a day or a moment; now if not given.")
@click.option("--by", default="", help="Who sent it, or answers for it.")
@click.option("--reason", default="", help="Why it is sent again, or is not what its stamp says.")
@return_option
@format_option
@output_option
@click.pass_obj
def command(
    app: App, /, files: tuple[Path, ...], style: str, output: Path | None, **rest: Any
) -> int:
    """Check each FILE and keep it in the archive.

    What cannot be read is not kept, nor what would point at a person. What is refused for another
    reason is kept as refused, so that nothing sent is ever lost. A file that was already received
    changes nothing.
    """
    paths = every_file(files)
    workspace, received = workspace_of(app), rest["received"]

    def came(plan: Plan) -> datetime:
        moment = now(plan.time_zone)
        return received_on(received, plan, moment) if received else moment

    def suit(one: Opened | NotOpened) -> Opened | NotOpened:
        """A return that would have come before its period began is not looked at."""
        if received and isinstance(one, Opened):
            plan, period = one.taken.plan, one.taken.slot.period
            try:
                received_on(received, plan, now(plan.time_zone), period)
            except UsageError as error:
                return NotOpened(one.path, error)
        return one

    with Readers(len(paths) * READINGS_EACH, old=rest["old"]) as readers:
        desk = Desk(workspace, readers, came)
        desk.archive.finish()
        opened = open_files(app, desk, paths, declared_by(rest), suit)
        told = [_keep(app, desk, one, came, rest) for one in desk.judge(opened)]
        if rest["return_dir"]:
            give_back(app, desk.archive, told, rest["return_dir"], readers)
    outcomes = [_as_json(one) for one in told]
    rows = [[outcome[column] for column in _COLUMNS] for outcome in outcomes]
    if style == "json":
        emit(write_json({"receipts": outcomes}), output)
    elif style == "csv":
        emit(write_csv(_COLUMNS, rows), output)
    else:
        emit("".join(map(_line, told, outcomes, repeat(app))), output)
    return int(max(_exit(outcome["verdict"]) for outcome in outcomes))


def _exit(verdict: str) -> Exit:
    return {"accepted": Exit.FINE, "refused": Exit.REFUSED}.get(verdict, Exit.UNREADABLE)


def _keep(
    app: App,
    desk: Desk,
    found: Checked | NotOpened,
    came: Callable[[Plan], datetime],
    options: dict[str, Any],
) -> Answer:
    """Keep one return, and say what there is to say of it."""
    answer = Answer.of(found, desk.archive)
    told = answer._replace(changes=())
    if isinstance(found, NotOpened):
        click.echo(describe(told, app), err=True)
        return answer
    _, verdict, plan = found
    if verdict.issues and not app.quiet:
        click.echo(describe(told, app), err=True)
    if forbids_keeping(verdict.issues):
        return answer
    desk.archive.keep_definitions(plan)
    stored = desk.archive.store(
        verdict,
        found.path.read_bytes(),
        file=answer.file,
        received_on=came(plan),
        recorded_on=now(plan.time_zone),
        by=options["by"],
        reason=options["reason"],
        tool=f"npa-mne {__version__}",
    )
    return answer._replace(receipt=stored.receipt, is_duplicate=not stored.is_new)


def _as_json(one: Answer) -> dict[str, Any]:
    name, receipt = one.path.name, one.receipt
    if receipt is None:  # nothing was kept
        verdict = one.verdict.verdict if one.verdict else "unreadable"
        return {"file": name} | dict.fromkeys(_COLUMNS[1:]) | {"verdict": verdict}
    return {
        "file": name,
        "receipt": receipt.id,
        "verdict": receipt.verdict,
        "sha256": receipt.sha256,
        "received_on": receipt.received_on.isoformat(),
        "recorded_on": receipt.recorded_on.isoformat(),
        "supersedes": receipt.supersedes or None,
        "duplicate_of": receipt.id if one.is_duplicate else None,
    }


def _line(one: Answer, outcome: dict[str, Any], app: App) -> str:
    if isinstance(one.error, UsageError):
        code = "submit-not-kept"
    elif outcome["receipt"] is None:
        code = "submit-unreadable" if outcome["verdict"] == "unreadable" else "submit-personal"
    elif outcome["duplicate_of"]:
        code = "submit-duplicate"
    else:
        code = f"submit-{outcome['verdict']}"
    return f"{message(code, app.language, **outcome)}\n"
