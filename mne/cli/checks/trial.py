"""`mne checks test`: the secretariat's good and bad returns against what they are to come to."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.shared import (
    emit,
    format_option,
    output_option,
    print_list,
    progress_bar,
    workspace_of,
)
from mne.errors import Exit, UsageError
from mne.messages import message
from mne.specimens import Found, Outcome, find_specimens, specimen_folders, try_specimens
from mne.workspace import Workspace

_COLUMNS = ("file", "result", "expected", "found")


@click.command("test")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@format_option
@output_option
@click.pass_obj
def command(app: App, folder: Path | None, style: str, output: Path | None) -> int:
    """Check the good and bad returns in DIR against the codes that they are to come to.

    DIR holds good/ and bad/; if it is not named, they are looked for in indicators/PLAN/checks of
    every plan.
    """
    workspace = workspace_of(app)
    outcomes = _try(app, workspace, folder)
    failed = [one for one in outcomes if not one.passed]
    rows = [_row(one) for one in outcomes]
    as_json = {
        "files": [_as_json(one) for one in outcomes],
        "passed": len(outcomes) - len(failed),
        "failed": len(failed),
    }
    if style == "table":
        emit(_draw(app, outcomes), output)
        if not app.quiet:
            counts = {key: as_json[key] for key in ("passed", "failed")}
            click.echo(message("specimens-total", app.language, **counts), err=True)
    else:
        print_list(app, style, output, _COLUMNS, rows, as_json)
    return int(Exit.REFUSED if failed else Exit.FINE)


def _try(app: App, workspace: Workspace, folder: Path | None) -> list[Outcome]:
    if folder is not None and not folder.is_dir():
        raise UsageError("specimens-none", folder=folder)
    folders = [folder] if folder else specimen_folders(workspace)
    if not folders:
        raise UsageError("specimens-none", folder=workspace.indicators / "PLAN" / "checks")
    specimens = [one for each in folders for one in find_specimens(each)]
    with tempfile.TemporaryDirectory() as scratch:
        trials = try_specimens(workspace, specimens, Path(scratch))
        with progress_bar(trials, "checks", app, len(specimens)) as bar:
            return list(bar)


def _draw(app: App, outcomes: list[Outcome]) -> str:
    """A file on a line; below one that failed, what was expected and what came."""
    from mne.cli.plan.draw import cells_of, draw, grid

    words = {
        key: message(code, app.language)
        for key, code in (
            (True, "word-passed"),
            (False, "word-failed"),
            ("expected", "column-expected"),
            ("found", "column-found"),
        )
    }
    width = max(cells_of(words[key]) for key in (True, False))
    label = max(cells_of(words[key]) for key in ("expected", "found"))
    nothing = message("nothing-there", app.language)
    parts = []
    for one in outcomes:
        parts.append(grid([(words[one.passed], one.specimen.name)], (width, None), 0))
        if not one.passed:
            told = (("expected", one.specimen.expected), ("found", one.found))
            rows = [(words[key], _listed(codes) or nothing) for key, codes in told]
            parts.append(grid(rows, (label, None), width + 2))
    return draw(app, *parts)


def _row(outcome: Outcome) -> tuple[str, ...]:
    result = "passed" if outcome.passed else "failed"
    specimen = outcome.specimen
    return specimen.name, result, _listed(specimen.expected), _listed(outcome.found)


def _listed(found: tuple[Found, ...]) -> str:
    return "; ".join(map(str, found))


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "file": outcome.specimen.name,
        "passed": outcome.passed,
        "expected": [one._asdict() for one in outcome.specimen.expected],
        "found": [one._asdict() for one in outcome.found],
    }
