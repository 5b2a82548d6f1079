"""`mne checks show`: the long help of one code, of a plan's rule, or of everything as a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from mne.catalogue import Entry, Family, explain, family_of, list_entries, list_families, say_word
from mne.cli.app import App
from mne.cli.checks.page import draw_page
from mne.cli.shared import emit, output_option, workspace_of
from mne.errors import UsageError
from mne.tables import write_json

_LABEL = 22


@click.command("show")
@click.argument("code", required=False, metavar="CODE")
@click.option("--all", "everything", is_flag=True, help="Every code, as a page of Markdown.")
@click.option("--plan", "plan_id", help="The plan whose rule CODE is.")
@click.option(
    "--format", "style", type=click.Choice(["table", "json"]), default="table", help="How to print."
)
@output_option
@click.pass_obj
def command(
    app: App,
    code: str | None,
    everything: bool,
    plan_id: str | None,
    style: str,
    output: Path | None,
) -> None:
    """Explain a code: why it is looked at, an example, and how it is answered."""
    if bool(code) == everything:
        raise UsageError("one-code-or-all")
    if code is None:
        _show_all(app, style, output)
    elif plan_id and (rule := _rule(app, plan_id, code)):
        emit(write_json(rule) if style == "json" else _draw_rule(app, rule), output)
    else:
        entry, family = _entry(app, code, plan_id)
        text = write_json(as_json(entry, family)) if style == "json" else _draw(app, entry, family)
        emit(text, output)


def _show_all(app: App, style: str, output: Path | None) -> None:
    families = {one.id: one for one in list_families(app.language)}
    if style == "json":
        entries = list_entries(app.language)
        emit(
            write_json({"checks": [as_json(one, families[one.family]) for one in entries]}), output
        )
    else:
        emit(draw_page(app.language), output)


def _entry(app: App, code: str, plan_id: str | None) -> tuple[Entry, Family]:
    """The code in the catalogue; UsageError with the nearest one where there is none."""
    try:
        family = family_of(code)
    except KeyError:
        raise _unknown(app, code, plan_id) from None
    families = {one.id: one for one in list_families(app.language)}
    return explain(code, app.language), families[family]


def _unknown(app: App, code: str, plan_id: str | None) -> UsageError:
    from mne.typed import nearest

    known = [one.code for one in list_entries(app.language)]
    if plan_id:
        known += [one["rule"] for one in _rules(app, plan_id)]
    if near := nearest(code, known):
        return UsageError("check-unknown-near", check=code, near=near)
    return UsageError("check-unknown", check=code)


def _rules(app: App, plan_id: str) -> list[dict[str, str]]:
    from mne.cli.checks.rules import list_rules
    from mne.definitions import load_plan

    plan = load_plan(workspace_of(app).indicators, plan_id)
    return [one._asdict() for one in list_rules(plan, app.language)]


def _rule(app: App, plan_id: str, code: str) -> dict[str, str] | None:
    return next((one for one in _rules(app, plan_id) if one["rule"] == code), None)


def as_json(entry: Entry, family: Family) -> dict[str, Any]:
    """Everything about a code, for programs."""
    return {
        "code": entry.code,
        "family": entry.family,
        "severity": entry.severity,
        "title": entry.title,
        "why": entry.why,
        "example": entry.example,
        **entry.sentence._asdict(),
        "answer": entry.answer,
        "skips": entry.skips,
        "family_title": family.title,
        "family_about": family.about,
        "family_skips": family.skips,
    }


def _draw(app: App, entry: Entry, family: Family) -> str:
    """A code on the terminal, from why it is looked at to what it leaves alone."""
    from mne.cli.plan.draw import draw, grid, heading, quiet

    severity = say_word(entry.severity, app.language)
    rows = [(say_word(key, app.language), text) for key, text in _lines(entry, family) if text]
    head = quiet(f"{entry.code} · {severity} · {family.title}")
    parts = [part for row in rows for part in ("", grid([row], (_LABEL, None), 0))]
    return draw(app, heading(entry.title), head, *parts, "", quiet(family.about))


def _lines(entry: Entry, family: Family) -> Iterator[tuple[str, str]]:
    yield "why", entry.why
    yield "example", entry.example
    yield from entry.sentence._asdict().items()
    yield "answer", entry.answer
    yield "skips", " ".join(filter(None, (entry.skips, family.skips)))


def _draw_rule(app: App, rule: dict[str, str]) -> str:
    """A plan's rule on the terminal."""
    from mne.cli.plan.draw import draw, grid, heading, quiet

    severity = say_word(rule["severity"], app.language)
    shown = {
        "holds": rule["holds"],
        "consequence": rule["consequence"],
        "in-force": rule["days"],
        "checked-as": f"{rule['code']} (mne checks show {rule['code']})",
    }
    rows = [(say_word(key, app.language), text) for key, text in shown.items() if text]
    head = quiet(f"{rule['rule']} · {severity}")
    return draw(app, heading(rule["title"]), head, "", grid(rows, (_LABEL, None), 0))
