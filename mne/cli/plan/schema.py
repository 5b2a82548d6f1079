"""`mne plan schema`: the shapes of the definition files, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.shared import emit, write_bytes
from mne.definitions.json_schema import json_schemas
from mne.errors import UsageError
from mne.messages import message
from mne.tables import write_json


@click.command("schema")
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="A folder, or for one schema a .json file; else the screen.",
)
@click.pass_obj
def command(app: App, name: str | None, output: Path | None) -> None:
    """Write the JSON Schemas of the definition files, which editors use.

    NAME is plan, objective, activities, codelist, reporters, frameworks or cases; all of them if
    not given.
    """
    schemas = json_schemas()
    if name is not None and name not in schemas:
        raise UsageError("schema-unknown", schema=name, known=", ".join(schemas))
    if output is None:
        emit(write_json(schemas[name] if name else schemas), None)
        return
    if name and output.suffix == ".json":
        paths = {output: schemas[name]}
    else:
        chosen = {name: schemas[name]} if name else schemas
        paths = {output / f"{one}.json": schema for one, schema in chosen.items()}
    for path, schema in paths.items():
        write_bytes(path, write_json(schema).encode())
    if not app.quiet:
        click.echo(message("schemas-written", app.language, count=len(paths), to=output), err=True)
