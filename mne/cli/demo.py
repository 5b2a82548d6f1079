"""`mne demo`: the main job on the shipped example, from blank forms to reports."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from mne import __version__
from mne.cli.app import App
from mne.cli.report import render
from mne.cli.shared import now, write_bytes
from mne.demo import Example, run_demo
from mne.errors import MachineError, UsageError
from mne.messages import message
from mne.workspace import Workspace

YEAR = "2012"
MINISTRY = "MOJ"
KNOWN_ON = date(2013, 3, 31)
"""The reports speak as of this day: the year's returns and their corrections were in."""
_OURS = ("indicators", "submissions", "forms", "returns", "reports", ".mne")


@click.command("demo")
@click.argument("folder", default="build/demo", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, folder: Path) -> None:
    """Do the main job on the shipped example, in FOLDER (build/demo if not given).

    Twelve reporters, twelve quarters: forms are made, filled in as files, checked and kept; then
    status and progress are shown and the reports printed. Every figure is synthetic.
    """
    app: App = ctx.obj
    make_room(folder)
    bar = Bar(app)
    made = run_demo(folder, recorded_on=now(), tool=f"npa-mne {__version__}", watch=bar.show)
    bar.close()
    if not app.quiet:
        _show(ctx, made)
    reports = _print_reports(app, folder / "reports", made)
    _list(app, folder, made, reports)


def make_room(folder: Path) -> None:
    """An earlier example is replaced; anything else is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not Workspace(folder).is_synthetic:
            raise UsageError("output-exists", path=folder)
        for name in _OURS:
            shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


@dataclass
class Bar:
    """A bar on stderr, and only where stderr is a terminal."""

    app: App
    _bar: Any = None

    def show(self, done: int, count: int) -> None:
        """So many files of so many are made."""
        if self.app.quiet or not sys.stderr.isatty():
            return
        if self._bar is None:
            label = message("demo-files", self.app.language)
            self._bar = click.progressbar(length=count, label=label, file=sys.stderr)
        self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        """Leave its line."""
        if self._bar is not None:
            self._bar.render_finish()


def _show(ctx: click.Context, made: Example) -> None:
    """The two lists that the secretariat looks at first, by the commands that make them."""
    from mne.cli import progress, status

    inside = replace(ctx.obj, directory=made.workspace.root)
    asked = {"plan_id": made.plan.id, "as_of": KNOWN_ON.isoformat(), "style": "table"}
    for command_, period in ((status.command, f"{YEAR}-Q4"), (progress.command, YEAR)):
        words = f"--plan {made.plan.id} --period {period} --as-of {KNOWN_ON}"
        click.secho(f"$ mne -C {made.workspace.root} {command_.name} {words}", bold=True)
        with ctx.scope() as scope:
            scope.obj = inside
            scope.invoke(command_, period=period, output=None, **asked)


def _print_reports(app: App, folder: Path, made: Example) -> list[Path]:
    paths: list[Path] = []
    for kind, reporter, language in (
        ("annual", "", "en"),
        ("annual", "", "km"),
        ("ministry", MINISTRY, "en"),
        ("ministry", MINISTRY, "km"),
    ):
        rendered = render(
            made.workspace,
            made.plan,
            kind=kind,
            period=YEAR,
            reporter=reporter,
            as_of=made.plan.end_of(KNOWN_ON),
            language=language,
        )
        path = folder / f"{'-'.join(filter(None, (kind, reporter, YEAR, language)))}.pdf"
        try:
            content = rendered.pdf()
        except MachineError as error:
            if not paths:
                click.echo(message(error.code, app.language, **error.params), err=True)
            path, content = path.with_suffix(".html"), rendered.html.encode()
        write_bytes(path, content)
        paths.append(path)
    return paths


def _list(app: App, folder: Path, made: Example, reports: list[Path]) -> None:
    """What was made, and where it lies."""
    refused = sum(receipt.verdict == "refused" for receipt in made.receipts)
    corrected = sum(receipt.number > 1 for receipt in made.receipts)
    facts = {
        "folder": folder,
        "forms": len(made.forms),
        "returns": len(made.returns),
        "receipts": len(made.receipts),
        "refused": refused,
        "corrected": corrected,
    }
    click.echo(message("demo-made", app.language, **facts))
    for path in reports:
        click.echo(f"  {path}")
