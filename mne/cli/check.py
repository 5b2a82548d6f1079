"""`mne check`: what is to be mended in a return, cell by cell. Writes nothing to the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mne.cli.answers import COLUMNS, Answer, as_json, as_rows, every_file, tell
from mne.cli.app import App
from mne.cli.returned import READINGS_EACH, give_back, return_option
from mne.cli.shared import emit, format_option, output_option, progress_bar, workspace_of
from mne.errors import UnreadableError, UsageError
from mne.intake import Declared, Desk, NotOpened, Opened
from mne.tables import write_csv, write_json
from mne.workbook import Readers


def declared_options(command: Any) -> Any:
    """Whose return a file is; on a form this goes before its stamp only with --by and --reason."""
    for name, text in (
        ("--reporter", "Whose return it is, for a file without a stamp, such as a CSV."),
        ("--period", "Which period, for a file without a stamp."),
        ("--plan", "Which plan, for a file without a stamp."),
        ("--layout", "By which layout of the plan to read a spreadsheet of the ministry's own."),
    ):
        command = click.option(name, help=text)(command)
    old = click.option("--xls", "old", is_flag=True, help="Read old .xls workbooks too.")
    return old(command)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@declared_options
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    help="From which severity on the exit code is 1.",
)
@return_option
@click.option("--by", default="", help="Who answers for it that a form is not what its stamp says.")
@click.option("--reason", default="", help="Why it is not what its stamp says.")
@format_option
@output_option
@click.pass_obj
def command(
    app: App, /, files: tuple[Path, ...], style: str, output: Path | None, **rest: Any
) -> int:
    """Say what is to be mended in each FILE, cell by cell; nothing is kept.

    A FILE is a filled-in form (.xlsx or .ods) or a CSV; several may be named by a pattern, such as
    inbox/*.xlsx.
    """
    declared = declared_by(rest)
    if (declared.by or declared.reason) and not declared.goes_first:
        raise UsageError("override-incomplete")
    paths = every_file(files)
    with Readers(len(paths) * READINGS_EACH, old=rest["old"]) as readers:
        desk = Desk(workspace_of(app), readers)
        opened = open_files(app, desk, paths, declared)
        answers = [Answer.of(one, desk.archive) for one in desk.judge(opened)]
        if rest["return_dir"]:
            give_back(app, desk.archive, answers, rest["return_dir"], readers)
    if style == "json":
        emit(write_json({"files": [as_json(one, app.language) for one in answers]}), output)
    elif style == "csv":
        rows = [row for one in answers for row in as_rows(one, app.language)]
        emit(write_csv(COLUMNS, rows), output)
    else:
        emit(tell(answers, app), output)
    return int(max(one.exit(rest["fail_on"]) for one in answers))


def declared_by(options: dict[str, Any]) -> Declared:
    """What the options say of a file."""
    return Declared(**{field: options[field] for field in Declared._fields})


def open_files(
    app: App,
    desk: Desk,
    paths: Sequence[Path],
    declared: Declared,
    suit: Callable[[Opened | NotOpened], Opened | NotOpened] = lambda one: one,
) -> list[Opened | NotOpened]:
    """Each file read, or why it is not; a command that suits none of them is an error."""
    with progress_bar(desk.open(paths, declared), "returns", app, len(paths)) as files:
        opened = [suit(one) for one in files]
    failed = [one.error for one in opened if isinstance(one, NotOpened)]
    if len(failed) == len(opened) and not any(isinstance(one, UnreadableError) for one in failed):
        raise failed[0]
    return opened
