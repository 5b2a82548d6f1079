"""What commands share: the workspace, the clock, options, and how lists are printed."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from mne.cli.app import App
from mne.errors import MachineError, UsageError
from mne.messages import message
from mne.model import Plan
from mne.model.selection import Selection, countries, find_reporter, levels, working_groups
from mne.periods import Period
from mne.tables import shown, write_csv, write_json
from mne.workspace import Workspace, find_workspace

_CODES = frozenset({"state", "on_time", "overdue", "rating", "verdict", "attested"})
"""Columns whose codes have a word in each language."""
_WORDS = 24
"""The least width of a column of words."""
_MIXED = frozenset({"was", "now"})
"""Columns in which figures and words stand."""
_WRAPS = _MIXED | {"title", "value", "message", "contributing", "reason", "row", "fix", "file"}
"""Columns of words; codes and figures are never broken over two lines."""
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def workspace_of(app: App) -> Workspace:
    """The workspace that was named, or the one around the working directory."""
    return find_workspace(Path.cwd(), app.directory)


def now(zone: str = "UTC") -> datetime:
    """The clock, read only here; SOURCE_DATE_EPOCH stands in for it where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)


def read_moment(text: str, plan: Plan) -> datetime:
    """A day or a moment as declared, in the plan's time zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError("date-malformed", value=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(plan.time_zone))


def received_on(text: str, plan: Plan, moment: datetime, period: Period | None = None) -> datetime:
    """When a return came, as declared: not after the moment at which that is said.

    Nor, where the period is known, before it began.
    """
    declared = read_moment(text, plan)
    if declared > moment:
        raise UsageError("received-in-future", value=text)
    if period and declared.astimezone(ZoneInfo(plan.time_zone)).date() < period.start:
        facts = {"value": text, "period": period.label, "first": period.start}
        raise UsageError("received-before-period", **facts)
    return declared


def known_on(as_of: str | None, plan: Plan) -> datetime:
    """The moment of knowledge: the end of the day that was named, or now, where the plan is."""
    return now(plan.time_zone) if as_of is None else plan.end_of(read_day(as_of))


def read_day(text: str) -> date:
    """A day as written by hand."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("date-malformed", value=text) from error


def plan_option(command: Decorated) -> Decorated:
    """`--plan`, wherever one plan is meant."""
    option = click.option("--plan", "plan_id", required=True, help="The plan, such as npa-kh-2011.")
    return option(command)


def as_of_option(command: Decorated) -> Decorated:
    """`--as-of`, wherever knowledge at a date matters."""
    option = click.option("--as-of", help="What was known on this day; today if not given.")
    return option(command)


def selection_options(command: Decorated) -> Decorated:
    """`--reporter`, `--group`, `--level`, `--country`: a list of some bodies; they narrow it."""
    helps = {
        "country": "Only the bodies that report for this country.",
        "level": "Only the bodies of this level: national or sub-national.",
        "group": "Only what this working group looks after.",
        "reporter": "Only this reporter, by its code or another of its names.",
    }
    for name, words in helps.items():
        command = click.option(f"--{name}", default="", help=words)(command)
    return command


def selection_of(plan: Plan, *, reporter: str, group: str, level: str, country: str) -> Selection:
    """What was chosen, by its names in the plan; UsageError where one of them is not known."""
    found = find_reporter(plan, reporter) or ""
    if reporter and not found:
        known = ", ".join(plan.reporters_by_id)
        raise UsageError("reporter-unknown", reporter=reporter, known=known)
    group = find_reporter(plan, group) or group
    return Selection(
        reporter=found,
        group=_one_of(working_groups(plan), group, "group-unknown"),
        level=_one_of(levels(plan), level, "level-unknown"),
        country=_one_of(countries(plan), country, "country-unknown"),
    )


def _one_of(known: Sequence[str], name: str, code: str) -> str:
    """A name as the plan writes it; the empty one is nobody's."""
    for one in ("", *known):
        if one.casefold() == name.casefold():
            return one
    raise UsageError(code, name=name, known=", ".join(known) or "-")


def chosen(selection: Selection) -> dict[str, str]:
    """What was chosen, for scripts; empty where everything is meant."""
    return {name: value for name, value in asdict(selection).items() if value}


def format_option(command: Decorated) -> Decorated:
    """`--format`, wherever something is listed."""
    option = click.option(
        "--format",
        "style",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        help="How to print.",
    )
    return option(command)


def output_option(command: Decorated) -> Decorated:
    """`-o`, wherever a list may be written to a file."""
    option = click.option(
        "-o", "output", type=click.Path(path_type=Path), help="Write here instead of the screen."
    )
    return option(command)


def emit(text: str, output: Path | None) -> None:
    """Data to stdout, or to a file, which gets no colours."""
    if output is None:
        click.echo(text, nl=False)
    else:
        write_bytes(output, click.unstyle(text).encode())


def cache_of(workspace: Workspace) -> Path:
    """The workspace's cache; a passing folder where the workspace may only be read."""
    with suppress(OSError):
        workspace.cache.mkdir(exist_ok=True)
        if os.access(workspace.cache, os.W_OK):
            return workspace.cache
    passing = tempfile.mkdtemp(prefix="mne-")
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return Path(passing)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; say so plainly where that cannot be done."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise MachineError("output-not-writable", path=path, reason=reason) from error


def refuse_to_replace(made: Mapping[Path, bytes], code: str) -> None:
    """What lies where a file goes may be somebody's work: only the same bytes are replaced."""
    for path, content in made.items():
        if path.exists() and not (path.is_file() and path.read_bytes() == content):
            raise UsageError(code, path=path)


def say_if_synthetic(app: App, workspace: Workspace) -> None:
    """Figures that nobody reported are never shown without saying so."""
    if workspace.is_synthetic:
        click.secho(message("synthetic", app.language), fg="red", err=True)


def print_list(
    app: App,
    style: str,
    output: Path | None,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    as_json: object,
) -> None:
    """The same list as a table for people, or as CSV or JSON for programs."""
    if style == "json":
        emit(write_json(as_json), output)
    elif style == "csv":
        emit(write_csv(columns, rows), output)
    else:
        emit(draw_table(app, columns, rows), output)


def draw_table(app: App, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table that fits the terminal; words wrap, nothing is cut off."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    heads = [message(f"column-{column.replace('_', '-')}", app.language) for column in columns]
    lines = [[_word(app, one) for one in zip(columns, row, strict=True)] for row in rows]
    console = Console(
        no_color=not app.color,
        force_terminal=app.color or None,
        width=max(shutil.get_terminal_size().columns, _narrowest(columns, heads, lines)),
        highlight=False,
        markup=False,
    )
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column, head in zip(columns, heads, strict=True):
        table.add_column(head, overflow="fold", no_wrap=column not in _WRAPS)
    for line in lines:
        table.add_row(*line)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def _word(app: App, entry: tuple[str, object]) -> str:
    """A value as shown: a code that has a word in the user's language is shown by it."""
    column, value = entry
    if column in _CODES and value:
        return message(f"word-{value}", app.language)
    return "" if value is None else shown(str(value))


def _narrowest(columns: Sequence[str], heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    """The width below which a code or a figure would be cut; words may wrap."""
    widths = [
        _least(column, (head, *cells))
        for column, head, *cells in zip(columns, heads, *lines, strict=True)
    ]
    return sum(widths) + 2 * len(widths)


def _least(column: str, cells: Sequence[str]) -> int:
    """How narrow a column may be: words wrap, and where figures stand among them, between words."""
    if column in _MIXED:
        return max(len(word) for cell in cells for word in cell.split() or [""])
    return _WORDS if column in _WRAPS else max(map(len, cells))


def progress_bar(items: Iterable[Any], label: str, app: App, length: int | None = None) -> Any:
    """A bar on stderr, and only where stderr is a terminal; `length` where it is not known."""
    hidden = app.quiet or not sys.stderr.isatty() or length == 1
    return click.progressbar(items, length, label=label, file=sys.stderr, hidden=hidden)
