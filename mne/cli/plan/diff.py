"""`mne plan diff`: what changed between two versions of a plan, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.plan.draw import Part, draw, grid, heading
from mne.cli.plan.versions import find_versions
from mne.cli.shared import emit, format_option, output_option, print_list, workspace_of
from mne.messages import message
from mne.model import Plan, Text
from mne.plan_diff import Change, compare_plans
from mne.report.change_words import change_words, shown
from mne.report.wording import Wording, load_wording

_COLUMNS = ("objective", "what", "subject", "change", "key", "old", "new", "message")


@click.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@format_option
@output_option
@click.pass_obj
def command(app: App, first: str, second: str, style: str, output: Path | None) -> None:
    """Say what changed between two versions of a plan, in words.

    A and B are each a plan of the workspace, a folder with the definitions of a plan or with a
    whole workspace, or the digest (its first 8 characters or more) of definitions in the archive.
    """
    old, new = find_versions(workspace_of(app), first, second)
    changes = compare_plans(old, new)
    wording = load_wording(app.language)
    if style == "table":
        said = draw(app, *_page(wording, old, new, changes)) if changes else _nothing(app)
        emit(said, output)
        return
    rows = [tuple(_row(wording, one).values()) for one in changes]
    as_json = {
        "from": {"plan": old.id, "digest": old.digest},
        "to": {"plan": new.id, "digest": new.digest},
        "changes": [_row(wording, one) for one in changes],
    }
    print_list(app, style, output, _COLUMNS, rows, as_json)


def _nothing(app: App) -> str:
    return message("diff-nothing", app.language) + "\n"


def _row(wording: Wording, change: Change) -> dict[str, object]:
    return {
        "objective": change.objective,
        "what": change.what,
        "subject": change.subject,
        "change": change.kind,
        "key": change.key,
        "old": _plain(change.old),
        "new": _plain(change.new),
        "message": change_words(change, wording),
    }


def _plain(value: object) -> object:
    return value.root if isinstance(value, Text) else value


def _page(wording: Wording, old: Plan, new: Plan, changes: Sequence[Change]) -> Iterator[Part]:
    """Under each objective what changed there; reworded texts with both versions."""
    names = (f"{plan.id} ({plan.digest[:8]})" for plan in (old, new))
    yield heading(wording.say("diff.title", old=next(names), new=next(names)))
    titles = {one.id: one.title for plan in (old, new) for one in plan.objectives}
    by_objective: dict[str, list[Change]] = {}
    for change in changes:
        by_objective.setdefault(change.objective, []).append(change)
    for objective, group in by_objective.items():
        title = titles.get(objective)
        yield ""
        yield heading(
            f"{objective} {title.say(wording.language)}" if title else wording.say("diff.whole")
        )
        for change in group:
            yield grid([[change_words(change, wording)]], (None,))
            if change.kind == "reworded":
                yield grid(_both(change, wording), (9, None), 8)


def _both(change: Change, wording: Wording) -> Iterator[tuple[str, str]]:
    yield wording.say("diff.was"), shown(change, change.old, wording)
    yield wording.say("diff.is"), shown(change, change.new, wording)
