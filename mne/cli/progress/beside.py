"""`mne progress` where more than one plan, or more than one country, stands on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mne.cli.app import App
from mne.cli.progress.across import (
    FED_COLUMNS,
    RATE_COLUMNS,
    Open,
    ask_across,
    ask_goals,
    draw_across,
    draw_goals,
    fed_json,
    fed_line,
    find_framework,
    told_json,
    told_line,
)
from mne.cli.progress.grid import draw_grid, grid_columns, grid_json, grid_line
from mne.cli.progress.listing import CSV_COLUMNS, csv_line
from mne.cli.progress.page import Page
from mne.cli.progress.show import draw_page
from mne.cli.shared import XLSX, emit, now, print_list, read_day, say_if_synthetic, workspace_of
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import period_within
from mne.intake.slot import read_period
from mne.model import Framework, Plan
from mne.model.selection import COUNTRY, Selection, countries, levels
from mne.progress import measure_all, usual_comparison
from mne.progress.across import Fed
from mne.progress.activities import follow_activities
from mne.progress.side_by_side import columns_of, lay_side_by_side
from mne.tables import write_csv, write_json


class More(NamedTuple):
    """The words of the command line that ask for more than one plan's own rows."""

    plan: str
    period: str
    by: str
    choice: Mapping[str, str]
    what: str | None
    as_of: str | None
    across: bool
    side_by_side: bool
    against: str


Chosen = Callable[[Plan, More], tuple[tuple[str, ...], Selection]]
"""What is chosen of a plan on the command line: how it is broken down, and which bodies."""


def show_more(
    app: App, more: More, open_plan: Open, chosen: Chosen, how: tuple[str, Path | None]
) -> None:
    """The page with what other plans say, or with countries across, or both; or that of a goal."""
    if how[0] == XLSX:
        raise UsageError("option-not-here", option="--format xlsx")
    workspace = workspace_of(app)
    say_if_synthetic(app, workspace)
    if framework := find_framework(workspace, more.plan):
        _show_goals(app, framework, more, open_plan, how)
        return
    if more.against:
        raise UsageError("against-not-here")
    if more.side_by_side:
        _one_grouping(more.by)
    plan = load_plan(workspace.indicators, more.plan)
    own = open_plan(plan, period_within(plan, more.period)).of(*chosen(plan, more))
    page = _measured(Page(app, workspace, own, *how), more.what)
    fed = _meant(page, ask_across(workspace, own, open_plan)) if more.across else ()
    told = {"across": [fed_json(one) for one in fed]} if more.across else {}
    if more.side_by_side:
        _show_grid(page, fed, told, across=more.across)
    elif page.style == "json":
        emit(write_json(page.listed | told), page.output)
    elif page.style == "csv":
        emit(write_csv((*CSV_COLUMNS, *FED_COLUMNS), _csv_lines(page, fed)), page.output)
    else:
        drawn = draw_page(page)
        emit(f"{drawn}\n{draw_across(app, fed)}", page.output)


def _one_grouping(words: str) -> None:
    """One thing stands across; UsageError where it is none or several."""
    named = [word for word in (one.strip() for one in words.split(",")) if word]
    if len(named) != 1:
        raise UsageError("side-by-side-one", found=", ".join(named) or "-")


def _measured(page: Page, what: str | None) -> Page:
    """The page with its rows: those of indicators or activities alone where that is asked."""
    wanted = page.own.wanted
    if what != "activities":
        compared = wanted._replace(against=usual_comparison(wanted.period))
        page = page._replace(rows=measure_all(page.own.table, [compared])[0])
    if what != "indicators":
        asked = (page.plan, wanted.period, page.own.table, wanted.counting)
        deeds = follow_activities(*asked, as_of=wanted.as_of, selection=wanted.selection)
        page = page._replace(activities=deeds)
    return page


def _meant(page: Page, fed: Sequence[Fed]) -> tuple[Fed, ...]:
    """What is told under a shown indicator or its objective, of the countries that are meant."""
    wanted = page.own.wanted
    shown = {row.indicator for row in page.rows}
    shown |= {
        one.id for one in page.plan.objectives if shown & {each.id for each in one.indicators}
    }
    meant = wanted.selection
    if meant is None or not meant.narrows_reporters:
        return tuple(one for one in fed if one.tie.target.id in shown)
    bodies = (page.plan.reporters_by_id[one] for one in meant.reporters(page.plan))
    countries = {one.country for one in bodies}
    return tuple(one for one in fed if one.tie.target.id in shown and one.country in countries)


def _csv_lines(page: Page, fed: Sequence[Fed]) -> list[tuple[object, ...]]:
    """The plan's own rows, and below each indicator what others say; marked as such."""
    blank = ("",) * len(FED_COLUMNS)
    by_target: dict[str, list[Fed]] = {}
    for one in fed:
        by_target.setdefault(one.tie.target.id, []).append(one)
    lines: list[tuple[object, ...]] = []
    for place, row in enumerate(page.rows):
        lines.append((*csv_line(page.plan, row), *blank))
        following = page.rows[place + 1].indicator if place + 1 < len(page.rows) else ""
        if following != row.indicator:
            others = by_target.pop(row.indicator, [])
            lines += [(*csv_line(one.plan, one.row), *fed_line(one)) for one in others]
    rest = (one for several in by_target.values() for one in several)
    return lines + [(*csv_line(one.plan, one.row), *fed_line(one)) for one in rest]


def _show_grid(page: Page, fed: Sequence[Fed], told: dict[str, Any], *, across: bool) -> None:
    by = page.own.wanted.by
    key = _what_stands_across(page.plan, by)
    others = {*by} - {key}
    rows = [row for row in page.rows if not others & {dimension for dimension, _ in row.at}]
    columns = columns_of(page.plan, key, rows, fed, page.own.wanted.selection)
    lines = lay_side_by_side(page.plan, rows, key, columns, fed)
    if page.style == "table":
        emit(draw_grid(page.app, page.plan, lines, key, columns), page.output)
        return
    listed = page.listed | told | grid_json(lines, key, columns)
    drawn = [grid_line(one, across=across) for one in lines]
    head = grid_columns(columns, across=across)
    print_list(page.app, page.style, page.output, head, drawn, listed)


def _what_stands_across(plan: Plan, by: Sequence[str]) -> str:
    """A country or level is that of the bodies where they are of several; else of the figures."""
    if len(by) == 1:
        return by[0]
    dimension, grouping = by
    several = countries(plan) if grouping == COUNTRY else levels(plan)
    return grouping if len(several) > 1 else dimension


def _show_goals(
    app: App, framework: Framework, more: More, open_plan: Open, how: tuple[str, Path | None]
) -> None:
    """What the returns of all plans say of each item of a framework."""
    ways = (more.across, more.side_by_side, more.against)
    if any((more.by, more.what, *ways, *more.choice.values())):
        raise UsageError("goals-whole", framework=framework.id)
    style, output = how
    workspace = workspace_of(app)
    period = read_period(more.period)
    found = ask_goals(workspace, framework, period, open_plan)
    if style == "table":
        emit(draw_goals(app, framework, found), output)
        return
    pairs = [(item, one) for item in framework.items for one in found[item.id]]
    day = now().date() if more.as_of is None else read_day(more.as_of)
    listed = {
        "plan": framework.id,
        "period": period.label,
        "as_of": day.isoformat(),
        "synthetic": workspace.is_synthetic,
        "rows": [told_json(item, one) for item, one in pairs],
    }
    columns = (*CSV_COLUMNS, *FED_COLUMNS, *RATE_COLUMNS)
    lines = [(*csv_line(one.fed.plan, one.fed.row), *told_line(item, one)) for item, one in pairs]
    print_list(app, style, output, columns, lines, listed)
