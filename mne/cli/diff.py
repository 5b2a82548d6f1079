"""`mne diff`: what was corrected between two days, figure by figure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import click

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import (
    chosen,
    draw_table,
    emit,
    format_option,
    output_option,
    print_list,
    read_day,
    say_if_synthetic,
    selection_of,
    selection_options,
    workspace_of,
)
from mne.corrections import Corrected, Correction, Corrections, Moved, Said, list_corrections
from mne.definitions import list_plans, load_plan
from mne.errors import UsageError
from mne.intake import period_within
from mne.messages import message
from mne.model import Plan, at_text, figure_text
from mne.tables import shown
from mne.workspace import Workspace

_COLUMNS = (
    "plan",
    "period",
    "reporter",
    "indicator",
    "at",
    "part",
    "was",
    "now",
    "difference",
    "receipt_was",
    "receipt_now",
    "cell_was",
    "cell_now",
    "status_was",
    "status_now",
    "note_was",
    "note_now",
    "received_on",
    "by",
    "reason",
    "cause",
)
_ON_SCREEN = ("figure", "was", "now", "difference", "cell")
_LONGEST, _BEFORE = 40, 10
"""So much of a text is shown, from so far before the first letter that differs."""


class _Told(NamedTuple):
    """A plan, and what was corrected in it."""

    plan: Plan
    found: Corrections


@click.command("diff")
@click.option("--plan", "plan_id", help="The plan; all that have receipts if not given.")
@click.option("--from", "since", required=True, help="The day at whose end it was so.")
@click.option("--to", "until", required=True, help="The day at whose end it is so now.")
@click.option("--period", help="Only this period, such as 2012 or 2012-Q1.")
@selection_options
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    plan_id: str | None,
    since: str,
    until: str,
    period: str | None,
    style: str,
    output: Path | None,
    **choice: str,
) -> None:
    """Show what was corrected between two days, figure by figure.

    Of each return, what counted at the end of the one day is held against what counted at the end
    of the other.
    """
    if read_day(since) > read_day(until):
        raise UsageError("days-reversed", since=since, until=until)
    workspace = workspace_of(app)
    archive = Archive(workspace.submissions)
    plans = _plans(workspace, archive, plan_id, is_narrowed=bool(period or any(choice.values())))
    selection = {plan.id: selection_of(plan, **choice) for plan in plans if any(choice.values())}
    say_if_synthetic(app, workspace)
    told = [
        _Told(
            plan,
            list_corrections(
                archive,
                plan,
                plan.end_of(read_day(since)),
                plan.end_of(read_day(until)),
                period=period_within(plan, period) if period else None,
                selection=selection.get(plan.id),
            ),
        )
        for plan in plans
    ]
    if style == "table":
        emit("\n".join(_page(app, told, since, until)) + "\n", output)
        return
    facts = {"plan": plan_id, "from": since, "to": until, "synthetic": workspace.is_synthetic}
    chose = {"selection": chosen(next(iter(selection.values()))) if selection else {}}
    as_json = facts | chose | _as_json(told)
    rows = [[_flat(row[name]) for name in _COLUMNS] for row in as_json["corrected"]]
    print_list(app, style, output, _COLUMNS, rows, as_json)


def _plans(
    workspace: Workspace, archive: Archive, plan_id: str | None, *, is_narrowed: bool
) -> list[Plan]:
    """The plan that was named, or all of which anything was received.

    Periods, bodies and groups are those of one plan.
    """
    if plan_id:
        return [load_plan(workspace.indicators, plan_id)]
    found = [one for one in list_plans(workspace.indicators) if archive.receipts(one)]
    if is_narrowed and len(found) > 1:
        raise UsageError("option-needed", option="--plan")
    return [load_plan(workspace.indicators, one) for one in found]


def _as_json(told: list[_Told]) -> dict[str, Any]:
    """The shape that scripts rely on."""
    corrected = [
        _figure(plan, pair, one)
        for plan, found in told
        for pair in found.corrected
        for one in pair.figures
    ]
    return {
        "corrected": corrected,
        "received": [_moved(one) for _, found in told for one in found.received],
        "withdrawn": [_moved(one) for _, found in told for one in found.withdrawn],
    }


def _figure(plan: Plan, pair: Corrected, one: Correction) -> dict[str, Any]:
    was, now = _both(plan, one)
    slot, receipt = pair.now.slot, pair.now
    return {
        "plan": slot.plan,
        "period": slot.period.label,
        "reporter": slot.reporter,
        "indicator": one.indicator,
        "at": dict(one.at),
        "part": one.part,
        "was": was,
        "now": now,
        "difference": one.difference,
        "receipt_was": pair.was.id,
        "receipt_now": receipt.id,
        "cell_was": _cell(one.was),
        "cell_now": _cell(one.now),
        "status_was": _status(one.was),
        "status_now": _status(one.now),
        "note_was": _safe(plan, one.was.note),
        "note_now": _safe(plan, one.now.note),
        "received_on": receipt.received_on.isoformat(),
        "by": receipt.by,
        "reason": receipt.reason,
        "cause": pair.cause,
    }


def _moved(one: Moved) -> dict[str, Any]:
    slot = one.receipt.slot
    return {
        "plan": slot.plan,
        "period": slot.period.label,
        "reporter": slot.reporter,
        "receipt": one.receipt.id,
        "received_on": one.receipt.received_on.isoformat(),
        "cause": one.cause,
    }


def _both(plan: Plan, one: Correction) -> tuple[str, str]:
    """What stood there and what stands there, or the code of what it is instead."""
    was, now = (_safe(plan, said.text) for said in (one.was, one.now))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))
    start = len(tuple(same))
    return _excerpt(was, start) or _status(one.was), _excerpt(now, start) or _status(one.now)


def _status(said: Said) -> str:
    return "not-asked" if said.is_absent else said.status


def _safe(plan: Plan, text: str) -> str:
    """A text as it may be shown, without what would point at a person."""
    from mne.checks import WITHHELD
    from mne.checks.privacy.look import is_personal

    return WITHHELD if text and is_personal(plan, text) else text


def _excerpt(text: str, start: int) -> str:
    """Some letters of a long text, from shortly before the first that differs."""
    if len(text) <= _LONGEST:
        return text
    first = max(0, min(start - _BEFORE, len(text) - _LONGEST))
    while first and unicodedata.category(text[first])[0] == "M":
        first -= 1  # a vowel sign stands on the letter before it
    end = first + _LONGEST
    return f"{'…' if first else ''}{text[first:end]}{'…' if end < len(text) else ''}"


def _cell(said: Said) -> str:
    return f"{said.cell.sheet}!{said.cell.ref}" if said.cell else ""


def _flat(value: object) -> object:
    return at_text(tuple(value.items())) if isinstance(value, dict) else value


def _page(app: App, told: list[_Told], since: str, until: str) -> Iterator[str]:
    """Return by return: which receipt took whose place, and what it changed."""
    pairs = [(plan, pair) for plan, found in told for pair in found.corrected]
    count = sum(len(pair.figures) for _, pair in pairs)
    facts = {"since": since, "until": until, "figures": count, "returns": len(pairs)}
    yield message("diff-counted" if pairs else "diff-none", app.language, **facts)
    for plan, pair in pairs:
        yield ""
        yield from _pair(app, plan, pair)
    for title, moved in _lists(told):
        if moved:
            yield ""
            yield message(title, app.language, count=len(moved))
            yield from (f"  {_moved_line(app, one)}" for one in moved)
    yield from _see_progress(app, pairs, since, until)


def _lists(told: list[_Told]) -> Iterator[tuple[str, list[Moved]]]:
    yield "diff-received", [one for _, found in told for one in found.received]
    yield "diff-withdrawn", [one for _, found in told for one in found.withdrawn]


def _moved_line(app: App, one: Moved) -> str:
    facts = {"receipt": one.receipt.id, "day": one.receipt.received_on.date(), "cause": one.cause}
    return message("diff-moved", app.language, **facts)


def _pair(app: App, plan: Plan, pair: Corrected) -> Iterator[str]:
    receipt = pair.now
    facts = {
        "slot": receipt.slot,
        "was": pair.was.id.rpartition("/")[2],
        "now": receipt.id.rpartition("/")[2],
        "day": receipt.received_on.date(),
        "cause": pair.cause,
    }
    yield click.style(message("diff-return", app.language, **facts), bold=True)
    if said := " · ".join(filter(None, (receipt.by, receipt.reason))):
        yield f"  {shown(said)}"
    rows = [_row(app, plan, one) for one in pair.figures]
    yield draw_table(app, _ON_SCREEN, rows).rstrip("\n")


def _row(app: App, plan: Plan, one: Correction) -> tuple[str, ...]:
    was, now = _both(plan, one)
    sides = ((was, one.was), (now, one.now))
    differs = one.was.note != one.now.note
    notes = (_safe(plan, said.note) if differs else "" for _, said in sides)
    words = (_word(app, text, said) for text, said in sides)
    return (
        figure_text(one.indicator, one.at, one.part),
        *(
            f"{word}: {_excerpt(note, 0)}" if note else word
            for word, note in zip(words, notes, strict=True)
        ),
        "" if one.difference is None else f"{one.difference:+f}",
        _cell(one.now) or _cell(one.was),
    )


def _word(app: App, text: str, said: Said) -> str:
    if not said.text or said.status == "unreadable":
        return message(f"word-{_status(said)}", app.language)
    estimated = said.status == "estimated"
    return f"{text} ({message('word-estimated', app.language)})" if estimated else text


def _see_progress(
    app: App, pairs: list[tuple[Plan, Corrected]], since: str, until: str
) -> Iterator[str]:
    """Where to see what the figures came to before and since."""
    plans = {plan.id for plan, _ in pairs}
    periods = {pair.now.slot.period.label for _, pair in pairs}
    if pairs:
        plan = plans.pop() if len(plans) == 1 else "PLAN"
        period = periods.pop() if len(periods) == 1 else "PERIOD"
        facts = {"command": f"mne progress --plan {plan} --period {period}"}
        yield ""
        yield message("diff-progress", app.language, since=since, until=until, **facts)
