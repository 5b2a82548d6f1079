"""`mne plan links`: the cross-walk between plans and frameworks, and its gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.plan.draw import Part, draw, grid, heading
from mne.cli.shared import (
    emit,
    format_option,
    output_option,
    print_list,
    workspace_of,
)
from mne.crosswalk import (
    Crosswalk,
    Entry,
    Feed,
    Gap,
    Tie,
    feeds,
    find_gaps,
    relation_name,
    walk_across,
)
from mne.definitions import list_plans, load_frameworks, load_plan
from mne.errors import UsageError
from mne.messages import message

_LINK_COLUMNS = ("entry", "title", "relation", "to", "to-title", "home", "since", "until")
_GAP_COLUMNS = ("gap", "home", "other", "entry", "title")


@click.command("links")
@click.argument("home", metavar="[PLAN]", required=False)
@click.option("--gaps", is_flag=True, help="List instead what is linked to nothing.")
@format_option
@output_option
@click.pass_obj
def command(app: App, home: str | None, gaps: bool, style: str, output: Path | None) -> None:
    """List what the indicators of the plans have to do with other plans and frameworks.

    PLAN is a plan or a framework; its links are listed in both directions.
    """
    crosswalk = cross_walk(workspace_of(app).indicators)
    if home is not None and home not in crosswalk.homes:
        raise UsageError("plan-unknown", plan=home, known=", ".join(crosswalk.homes))
    if gaps:
        _show_gaps(app, find_gaps(crosswalk, home), style, output)
    else:
        _show_links(app, crosswalk, home, style, output)


def cross_walk(indicators: Path) -> Crosswalk:
    """The cross-walk of a workspace."""
    plans = [load_plan(indicators, plan_id) for plan_id in list_plans(indicators)]
    return walk_across(plans, load_frameworks(indicators))


def _show_links(
    app: App, crosswalk: Crosswalk, home: str | None, style: str, output: Path | None
) -> None:
    ties = crosswalk.of_home(home) if home else crosswalk.ties
    fed = [one for one in feeds(crosswalk) if home is None or one.source.home == home]
    if style == "table":
        emit(_page(app, ties, home, fed), output)
        return
    rows = [_row(app, tie) for tie in ties]
    as_json = {"links": list(map(_tie_json, ties)), "feeds": list(map(_feed_json, fed))}
    print_list(app, style, output, _LINK_COLUMNS, rows, as_json)


def _row(app: App, tie: Tie) -> tuple[object, ...]:
    title = tie.source.title.say(app.language)
    to_title = tie.target.title.say(app.language)
    ids = (tie.relation, tie.target.id)
    return (tie.source.id, title, *ids, to_title, tie.target.home, tie.since, tie.until)


def _page(app: App, ties: Sequence[Tie], home: str | None, fed: Sequence[Feed]) -> str:
    """Each entry with all its links under it, in words; then what serves several plans."""
    told = [(tie, False) for tie in ties if home in {None, tie.source.home}]
    told += [(tie.reverse, True) for tie in ties if home == tie.target.home]
    by_entry: dict[Entry, list[tuple[Tie, bool]]] = {}
    for tie, backwards in told:
        by_entry.setdefault(tie.source, []).append((tie, backwards))
    if not told:
        return message("links-none", app.language) + "\n"
    parts: list[Part] = []
    for entry, links in by_entry.items():
        parts.append(heading(f"{entry.id}  {entry.title.say(app.language)}"))
        parts.append(
            grid((_line(app, tie, backwards=backwards) for tie, backwards in links), (20, None))
        )
    return draw(app, *parts, *_several(app, fed))


def _line(app: App, tie: Tie, *, backwards: bool) -> tuple[str, str]:
    """The relation in words, and what is at the other end."""
    days = ""
    if tie.since or tie.until:
        since, until = tie.since or "\u2026", tie.until or "\u2026"
        days = message("links-days", app.language, since=since, until=until)
    other = f"{tie.target.id}  {tie.target.title.say(app.language)} ({tie.target.home}{days})"
    relation = relation_name(tie.relation, backwards=backwards)
    return message(f"relation-{relation}", app.language), other


def _several(app: App, fed: Sequence[Feed]) -> list[Part]:
    """The answers that are wanted in several places."""
    if not fed:
        return []
    lines = (
        (one.source.id, ", ".join(f"{tie.target.id} ({tie.target.home})" for tie in one.ties))
        for one in fed
    )
    return ["", heading(message("links-several", app.language)), grid(lines, (20, None))]


def _entry_json(entry: Entry, language: str = "en") -> dict[str, object]:
    return {
        "id": entry.id,
        "what": entry.what,
        "title": entry.title.say(language),
        "home": entry.home,
    }


def _tie_json(tie: Tie) -> dict[str, object]:
    return {
        "from": _entry_json(tie.source),
        "relation": tie.relation,
        "to": _entry_json(tie.target),
        "since": tie.since,
        "until": tie.until,
    }


def _feed_json(feed: Feed) -> dict[str, object]:
    places = [
        {"id": tie.target.id, "home": tie.target.home, "relation": tie.relation}
        for tie in feed.ties
    ]
    return {"indicator": feed.source.id, "plan": feed.source.home, "feeds": places}


def _show_gaps(app: App, gaps: Sequence[Gap], style: str, output: Path | None) -> None:
    if style == "table":
        page = (
            draw(app, *_gap_page(app, gaps)) if gaps else message("gaps-none", app.language) + "\n"
        )
        emit(page, output)
        return
    rows = [
        (one.kind, one.entry.home, one.other, one.entry.id, one.entry.title.say(app.language))
        for one in gaps
    ]
    as_json = {
        "gaps": [
            {"gap": one.kind, "entry": _entry_json(one.entry, app.language), "other": one.other}
            for one in gaps
        ]
    }
    print_list(app, style, output, _GAP_COLUMNS, rows, as_json)


def _gap_page(app: App, gaps: Sequence[Gap]) -> Iterator[Part]:
    """A sentence for each plan, or pair of plans, with what it is about below."""
    for (kind, home, other), group in groupby(gaps, _subject):
        found = list(group)
        facts = {"count": len(found), "home": home, "other": other}
        yield heading(message(f"gap-{kind}", app.language, **facts))
        yield grid(((one.entry.id, one.entry.title.say(app.language)) for one in found), (20, None))
        yield ""


def _subject(gap: Gap) -> tuple[str, str, str]:
    return gap.kind, gap.entry.home, gap.other
