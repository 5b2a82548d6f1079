"""`mne submit`: check a return and keep it, for ever, as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import repeat
from pathlib import Path
from typing import Any

import click

from mne import __version__
from mne.cli.answers import Answer, describe, every_file
from mne.cli.app import App
from mne.cli.check import declared_by, declared_options, open_files
from mne.cli.decide.common import letter_of
from mne.cli.origin import origin_of, origin_options, words_of
from mne.cli.returned import READINGS_EACH, give_back, return_option
from mne.cli.shared import emit, format_option, now, output_option, received_on, workspace_of
from mne.errors import Exit, MachineError, UnreadableError, UsageError
from mne.intake import Checked, Desk, NotOpened, Opened, keep_words_plain, owed_slot
from mne.issues import forbids_keeping, why_not_kept
from mne.messages import message
from mne.model import CellCounts, NotKept, Origin, Plan, Verdict
from mne.tables import write_csv, write_json
from mne.workbook import Readers

COLUMNS = (
    "file",
    "receipt",
    "verdict",
    "sha256",
    "received_on",
    "recorded_on",
    "supersedes",
    "duplicate_of",
    "after_closing",
)
"""What is said of each file, as a list."""


@click.command("submit")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@declared_options
@origin_options
@click.option("--received", help="When it came, as a day or a moment; now if not given.")
@click.option("--by", default="", help="Who sent it, typed it in, or answers for it.")
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

    What the secretariat typed into a form itself is kept as such: from paper (--transcribed), or
    from an old report (--printed-in), of which nobody knows any more whether it was in time.
    """
    paths, origin = every_file(files), origin_of(rest)
    workspace, received = workspace_of(app), rest["received"]

    def came(plan: Plan) -> datetime:
        moment = now(plan.time_zone)
        return received_on(received, plan, moment) if received else moment

    def suit(one: Opened | NotOpened) -> Opened | NotOpened:
        """A return of which something is said that cannot be is not looked at."""
        if isinstance(one, Opened):
            plan, period = one.taken.plan, one.taken.slot.period
            try:
                if received:
                    received_on(received, plan, now(plan.time_zone), period)
                keep_words_plain(plan, words_of(origin))
            except UsageError as error:
                return NotOpened(one.path, error)
        return one

    with Readers(len(paths) * READINGS_EACH, old=rest["old"]) as readers:
        desk = Desk(workspace, readers, came)
        desk.archive.finish()
        opened = open_files(app, desk, paths, declared_by({**rest, "how": origin.how}), suit)
        told = [_keep(app, desk, one, came, origin, rest) for one in desk.judge(opened)]
        if rest["return_dir"]:
            give_back(app, desk.archive, told, rest["return_dir"], readers)
    _print(app, style, output, told)
    return int(max(_exit(one) for one in told))


def _print(app: App, style: str, output: Path | None, told: Sequence[Answer]) -> None:
    outcomes = [receipt_json(one) for one in told]
    rows = [[outcome[column] for column in COLUMNS] for outcome in outcomes]
    if style == "json":
        emit(write_json({"receipts": outcomes}), output)
    elif style == "csv":
        emit(write_csv(COLUMNS, rows), output)
    else:
        emit("".join(map(_line, told, outcomes, repeat(app))), output)


def _exit(one: Answer) -> Exit:
    verdict = one.receipt.verdict if one.receipt else one.word
    return {"accepted": Exit.FINE, "refused": Exit.REFUSED}.get(verdict, Exit.UNREADABLE)


def _keep(
    app: App,
    desk: Desk,
    found: Checked | NotOpened,
    came: Callable[[Plan], datetime],
    origin: Origin,
    options: dict[str, Any],
) -> Answer:
    """Keep one return, and say what there is to say of it."""
    content = b""
    if isinstance(found, Checked):
        try:
            content = _bytes_of(found)
        except MachineError as error:
            found = NotOpened(found.path, error)
    answer = Answer.of(found, desk.archive)
    told = answer._replace(changes=())
    if isinstance(found, NotOpened):
        click.echo(describe(told, app), err=True)
        return _keep_unreadable(desk, found, answer, came, options)
    _, verdict, plan = found
    if verdict.issues and not app.quiet:
        click.echo(describe(told, app), err=True)
    if why_not_kept(verdict.issues) == "personal":
        return _keep_fact(desk, answer, verdict, plan, "personal", len(content), came)
    if forbids_keeping(verdict.issues):
        return answer
    desk.archive.keep_definitions(plan)
    stored = desk.archive.store(
        verdict,
        content,
        file=answer.file,
        received_on=came(plan),
        recorded_on=now(plan.time_zone),
        by=options["by"],
        reason=options["reason"],
        tool=f"npa-mne {__version__}",
        origin=origin,
        letter=letter_of({"letter": options["evidence"]}),
    )
    receipt = desk.archive.as_it_stands(stored.receipt)
    return answer._replace(receipt=receipt, is_duplicate=not stored.is_new)


def _keep_unreadable(
    desk: Desk,
    found: NotOpened,
    answer: Answer,
    came: Callable[[Plan], datetime],
    options: dict[str, Any],
) -> Answer:
    """Keep that a file came that cannot be read, where it was said whose it is."""
    named = [options[name] for name in ("plan", "period", "reporter")]
    if not (isinstance(found.error, UnreadableError) and all(named) and found.path.is_file()):
        return answer
    try:
        plan = desk.plan(named[0])
        slot = owed_slot(plan, *named[1:])
    except UsageError:
        return answer  # nobody owes such a return
    content = found.path.read_bytes()
    verdict = Verdict(
        verdict="unreadable",
        slot=slot,
        digest=hashlib.sha256(content).hexdigest(),
        reader="",
        definitions=plan.digest,
        cells=CellCounts(),
        observations=(),
        issues=(),
    )
    return _keep_fact(desk, answer, verdict, plan, "unreadable", len(content), came)


def _keep_fact(
    desk: Desk,
    answer: Answer,
    verdict: Verdict,
    plan: Plan,
    why: NotKept,
    size: int,
    came: Callable[[Plan], datetime],
) -> Answer:
    """Keep only that it came."""
    desk.archive.keep_definitions(plan)
    moments = {"received_on": came(plan), "recorded_on": now(plan.time_zone)}
    stored = desk.archive.store_fact(
        verdict, why, size=size, tool=f"npa-mne {__version__}", **moments
    )
    return answer._replace(fact=stored.receipt.id)


def _bytes_of(found: Checked) -> bytes:
    """The very bytes that were checked; MachineError where they are there no more."""
    try:
        content = found.path.read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != found.verdict.digest:
        raise MachineError("file-changed", file=found.path.name)
    return content


def receipt_json(one: Answer) -> dict[str, Any]:
    """The promised keys of one file that was to be kept."""
    name, receipt = one.path.name, one.receipt
    if receipt is None:  # nothing was kept
        nothing = dict.fromkeys(COLUMNS[1:])
        return {"file": name} | nothing | {"verdict": one.word, "fact": one.fact or None}
    return {
        "file": name,
        "receipt": receipt.id,
        "verdict": receipt.verdict,
        "sha256": receipt.sha256,
        "received_on": receipt.received_on.isoformat(),
        "recorded_on": receipt.recorded_on.isoformat(),
        "supersedes": receipt.supersedes or None,
        "duplicate_of": receipt.id if one.is_duplicate else None,
        "after_closing": receipt.after_closing or None,
    }


def _line(one: Answer, outcome: dict[str, Any], app: App) -> str:
    if isinstance(one.error, UsageError):
        code = "submit-not-kept"
    elif outcome["receipt"] is None:
        code = f"submit-{why_not_kept(one.verdict.issues) if one.verdict else 'unreadable'}"
    elif outcome["duplicate_of"]:
        code = "submit-duplicate"
    else:
        code = f"submit-{outcome['verdict']}"
    lines = [message(code, app.language, **outcome)]
    if outcome["after_closing"]:
        closing = message("after-closing", app.language, decision=outcome["after_closing"])
        lines.append(f"  {closing}")
    if one.fact:
        lines.append(f"  {message('submit-fact', app.language, receipt=one.fact)}")
    return "".join(f"{line}\n" for line in lines)
