"""What the decisions have in common: who asked, who approved, why, from when, and the letter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from mne import __version__
from mne.archive import Archive, Decided, decision_facts
from mne.cli.app import App
from mne.cli.shared import Decorated, emit, now, read_moment, workspace_of
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import find_receipt, holding
from mne.messages import message
from mne.model import Decision, DecisionKind, Plan, Receipt, Slot
from mne.tables import write_json


@dataclass(frozen=True, slots=True)
class Sitting:
    """The plan and the archive that a decision is about, and the moment at which it is recorded."""

    plan: Plan
    archive: Archive
    moment: datetime

    def receipt(self, name: str) -> Receipt:
        """A receipt by its id, with what was decided about it so far."""
        return find_receipt(self.archive, self.plan, name)


def sit(app: App, plan_id: str) -> Sitting:
    """Make ready for a decision about a plan's returns."""
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    archive = Archive(workspace.submissions)
    archive.finish()
    return Sitting(plan, archive, now(plan.time_zone))


def plan_of(receipt: str) -> str:
    """The plan that the id of a receipt begins with."""
    return receipt.partition("/")[0]


def reason_options(command: Decorated) -> Decorated:
    """`--asked-by`, `--approved-by`, `--reason`: without all three nothing is decided."""
    for name, text in (
        ("--reason", "Why."),
        ("--approved-by", "Who approved it."),
        ("--asked-by", "Who asked for it."),
    ):
        command = click.option(name, required=True, callback=_not_blank, help=text)(command)
    return command


def _not_blank(_: click.Context, option: click.Parameter, value: str) -> str:
    if not value.strip():
        raise UsageError("option-needed", option=option.opts[0])
    return value.strip()


def by_option(command: Decorated) -> Decorated:
    """`--by`, where somebody answers for it in his own name."""
    option = click.option("--by", required=True, callback=_not_blank, help="Who vouches for it.")
    return option(command)


def slot_options(command: Decorated) -> Decorated:
    """`--period` and `--reporter`: the return that is meant, whether it came or not."""
    for name, text in (
        ("--reporter", "Whose return."),
        ("--period", "The period, such as 2012-Q1."),
    ):
        command = click.option(name, required=True, help=text)(command)
    return command


def period_option(command: Decorated) -> Decorated:
    """`--period`, where all returns of it are meant."""
    return click.option("--period", required=True, help="The period, such as 2012.")(command)


def record_options(command: Decorated) -> Decorated:
    """`--on`, `--letter` and how the answer is printed."""
    file = click.Path(path_type=Path, exists=True, dir_okay=False)
    styles = click.Choice(["table", "json"])
    command = click.option("--format", "style", type=styles, default="table", help="How to print.")(
        command
    )
    command = click.option("--letter", type=file, help="The letter, which is kept with it.")(
        command
    )
    return click.option("--on", help="From which day it is in force; today if not given.")(command)


def starts_on(sitting: Sitting, declared: str | None, receipt: Receipt | None = None) -> datetime:
    """From when a decision is in force: never in the future, nor before its receipt had come."""
    if declared is None:
        return sitting.moment.replace(hour=0, minute=0, second=0)
    on = read_moment(declared, sitting.plan)
    if on > sitting.moment:
        raise UsageError("decision-in-future", value=declared)
    zone = ZoneInfo(sitting.plan.time_zone)
    if receipt and on.astimezone(zone).date() < receipt.received_on.astimezone(zone).date():
        came = receipt.received_on.astimezone(zone).date().isoformat()
        raise UsageError("decision-too-early", value=declared, receipt=receipt.id, came=came)
    return on


def ended_by(sitting: Sitting, declared: str | None) -> datetime:
    """The end of the day that was named; now where it has not ended, or none was named."""
    if declared is None:
        return sitting.moment
    return min(sitting.plan.end_of(starts_on(sitting, declared).date()), sitting.moment)


def asked_for(
    sitting: Sitting, options: dict[str, Any], receipt: Receipt | None = None
) -> dict[str, Any]:
    """What a waiver, an exemption and an extension say alike: who, why, and from when."""
    return {
        "asked_by": options["asked_by"],
        "approved_by": options["approved_by"],
        "reason": options["reason"],
        "on": starts_on(sitting, options["on"], receipt),
        "recorded_on": sitting.moment,
        "tool": tool(),
    }


def record(
    sitting: Sitting,
    decision: Decision,
    before: Iterable[Decision],
    options: dict[str, Any],
) -> Decided:
    """Keep a decision, unless it holds already; `before` are those in force."""
    letter = letter_of(options)
    digest = hashlib.sha256(letter[1]).hexdigest() if letter else None
    held = holding(before, decision, digest, any_day=options["on"] is None)
    if held:
        return Decided(held, is_new=False)
    return sitting.archive.decide(decision, letter)


def letter_of(options: dict[str, Any]) -> tuple[str, bytes] | None:
    """The letter that was named: its name and its bytes."""
    path: Path | None = options["letter"]
    return (path.name, path.read_bytes()) if path else None


def about_period(kind: DecisionKind, slot: Slot, asked: dict[str, Any]) -> Decision:
    """A decision about a whole period."""
    return Decision(kind=kind, slot=slot, **asked)


def tool() -> str:
    """The version that records it."""
    return f"npa-mne {__version__}"


def answer(
    app: App, style: str, decided: Decided, words: Iterable[str], facts: dict[str, Any]
) -> None:
    """Say what is decided now, and what follows: in sentences, or as the record with its facts."""
    if style == "json":
        told = {**decision_facts(decided.decision), "is_new": decided.is_new, **facts}
        emit(write_json(told), None)
        return
    code = f"decided-{decided.decision.kind}" if decided.is_new else "decided-before"
    one = decided.decision
    head = message(
        code,
        app.language,
        decision=one.id,
        slot=one.slot,
        receipt=one.receipt,
        until=one.until,
        on=one.on.date().isoformat(),
        by=one.approved_by,
        attested=message(f"word-{one.attested}", app.language) if one.attested else "",
    )
    emit("".join(f"{line}\n" for line in (head, *words)), None)
