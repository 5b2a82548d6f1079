"""`mne checks list`: every code with its severity, family and title; the rules of a plan too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mne.catalogue import FAMILIES, UNREADABLE, list_entries, list_families, say_word
from mne.cli.app import App
from mne.cli.shared import emit, format_option, output_option, print_list, workspace_of

if TYPE_CHECKING:
    from mne.cli.plan.draw import Part

_COLUMNS = ("code", "severity", "family", "title")
_RULE = "rule"
"""What stands as the family of a plan's own rule."""


@click.command("list")
@click.option("--family", type=click.Choice([*FAMILIES, _RULE]), help="Only the codes of a family.")
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "note", UNREADABLE]),
    help="Only the codes of a severity.",
)
@click.option("--plan", "plan_id", help="The rules between figures of this plan too.")
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    family: str | None,
    severity: str | None,
    plan_id: str | None,
    style: str,
    output: Path | None,
) -> None:
    """List everything that a return is checked for."""
    rows = [(one.code, one.severity, one.family, one.title) for one in list_entries(app.language)]
    rules = _rules(app, plan_id) if plan_id else []
    rows += [(one["rule"], one["severity"], _RULE, one["title"]) for one in rules]
    rows = [
        row for row in rows if (not severity or row[1] == severity) and family in {None, row[2]}
    ]
    shown = {row[0] for row in rows}
    families = [one._asdict() for one in list_families(app.language) if shown & {*one.codes}]
    as_json = {
        "checks": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
        "families": [{key: one[key] for key in ("id", "title", "about")} for one in families],
        "rules": [one for one in rules if one["rule"] in shown],
    }
    if style == "table":
        emit(_draw(app, rows), output)
    else:
        print_list(app, style, output, _COLUMNS, rows, as_json)


def _draw(app: App, rows: Sequence[tuple[str, ...]]) -> str:
    """A family below the other, as wide as the terminal; titles wrap where Khmer may break."""
    from mne.cli.plan.draw import cells_of, draw, grid, heading

    titles = {one.id: one.title for one in list_families(app.language)}
    titles[_RULE] = say_word("rules-here", app.language)
    widths = [max((len(row[0]) for row in rows), default=0)]
    widths += [max(cells_of(say_word(row[1], app.language)) for row in rows)] if rows else [0]
    parts: list[Part] = []
    for family in dict.fromkeys(row[2] for row in rows):
        shown = [
            (row[0], say_word(row[1], app.language), row[3]) for row in rows if row[2] == family
        ]
        lead = heading(f"{titles[family]} ({family})")
        parts += [*([""] if parts else []), lead, grid(shown, (*widths, None), 2)]
    return draw(app, *parts)


def _rules(app: App, plan_id: str) -> list[dict[str, str]]:
    from mne.cli.checks.rules import list_rules
    from mne.definitions import load_plan

    plan = load_plan(workspace_of(app).indicators, plan_id)
    return [one._asdict() for one in list_rules(plan, app.language)]
