"""`mne export`: the figures in open formats, for other people's programs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import click

from mne import __version__
from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
    cache_of,
    known_on,
    plan_option,
    say_if_synthetic,
    workspace_of,
    write_bytes,
)
from mne.definitions import load_plan
from mne.errors import MachineError, UsageError
from mne.intake import period_within
from mne.observations import load_observations

_ENDINGS = {"csv": (".csv",), "datapackage": ("", ".zip")}


@click.command("export")
@plan_option
@click.option("--period", required=True, help="The period, such as 2012 or 2012-Q1.")
@click.option(
    "--edition",
    default="internal",
    type=click.Choice(["internal", "owner", "public"]),
    help="Internal figures are exact.",
)
@click.option(
    "--to",
    "style",
    required=True,
    type=click.Choice(list(_ENDINGS)),
    help="The figures as one CSV, or all tables with a descriptor.",
)
@click.option(
    "-o",
    "output",
    required=True,
    type=click.Path(path_type=Path),
    help="A .csv file; for a data package, a folder or a .zip file.",
)
@click.option("--overwrite", is_flag=True, help="Replace what was exported there before.")
@as_of_option
@click.pass_obj
def command(
    app: App,
    plan_id: str,
    period: str,
    edition: str,
    style: str,
    output: Path,
    overwrite: bool,
    as_of: str | None,
) -> None:
    """Write the figures of a period in open formats: CSV, or CSV with a Data Package descriptor.

    Every figure names the receipt, the sheet and the cell in which it stood.
    """
    if edition != "internal":
        raise UsageError("edition-not-built", edition=edition)
    if output.suffix.lower() not in _ENDINGS[style]:
        raise UsageError(f"export-output-{style}", path=output)
    from mne.export import csv_file, gather_export, package_files, zip_file

    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    within = period_within(plan, period)
    say_if_synthetic(app, workspace)
    archive = Archive(workspace.submissions)
    given = gather_export(
        archive,
        plan,
        load_observations(archive, plan, cache_of(workspace)),
        within,
        as_of=known_on(as_of, plan),
        edition=edition,
        tool=__version__,
        synthetic=workspace.is_synthetic,
    )
    if style == "csv":
        _write_file(output, csv_file(given), overwrite=overwrite)
    elif output.suffix:
        _write_file(output, zip_file(package_files(given)), overwrite=overwrite)
    else:
        _write_folder(output, package_files(given), overwrite=overwrite)
    click.echo(output)


def _write_file(path: Path, content: bytes, *, overwrite: bool) -> None:
    """A file whole or not at all; what lies there already is kept unless it is the same."""
    if path.is_dir() or (path.exists() and not overwrite and path.read_bytes() != content):
        raise UsageError("output-exists", path=path)
    write_bytes(path, content)


def _write_folder(folder: Path, files: Mapping[str, bytes], *, overwrite: bool) -> None:
    """A folder whole or not at all: it is made beside its place, and takes it by one rename."""
    there = _content_of(folder)
    if there == files:
        return
    if there and not (overwrite and there.keys() <= files.keys()):
        raise UsageError("output-exists", path=folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _not_writable(folder, error) from error
    try:
        made.chmod(0o755)
        for name, content in files.items():
            (made / name).write_bytes(content)
        if folder.exists():
            folder.rename(made / ".before")
        made.rename(folder)
        shutil.rmtree(folder / ".before", ignore_errors=True)
    except OSError as error:
        with suppress(OSError):
            (made / ".before").rename(folder)
        shutil.rmtree(made, ignore_errors=True)
        raise _not_writable(folder, error) from error


def _content_of(folder: Path) -> dict[str, bytes]:
    """What is there already; a thing of another kind under a name that is never ours."""
    if not folder.exists():
        return {}
    if not folder.is_dir():
        return {"": b""}
    return {one.name: one.read_bytes() if one.is_file() else b"" for one in folder.iterdir()}


def _not_writable(folder: Path, error: OSError) -> MachineError:
    reason = error.strerror or type(error).__name__
    return MachineError("output-not-writable", path=folder, reason=reason)
