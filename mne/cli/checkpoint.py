"""`mne checkpoint`: fix the state of the archive, so that one line proves later changes."""

from __future__ import annotations

from pathlib import Path

import click

from mne import __version__
from mne.archive import Archive, signer_with
from mne.archive.verify import write_kept_line
from mne.cli.app import App
from mne.cli.shared import emit, now, say_if_synthetic, workspace_of
from mne.messages import message
from mne.tables import write_json


@click.command("checkpoint")
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The SSH key to sign it with; the public one where an agent holds the other.",
)
@click.option(
    "--format", "style", type=click.Choice(["table", "json"]), default="table", help="How to print."
)
@click.pass_obj
def command(app: App, /, key: Path | None, style: str) -> None:
    """State how far the archive goes, and give the one line to keep elsewhere.

    Whoever keeps that line, on paper or in a letter, can prove later that nothing up to it was
    altered or removed: by `mne verify --against`, or by sha256sum alone.
    """
    workspace = workspace_of(app)
    say_if_synthetic(app, workspace)
    signer = signer_with(key) if key else None
    archive = Archive(workspace.submissions)
    name, head, is_new = archive.checkpoint(now(), f"npa-mne {__version__}", signer)
    facts = {
        "checkpoint": name,
        **head._asdict(),
        "key": signer.key if signer else None,
        "is_new": is_new,
    }
    if style == "json":
        emit(write_json(facts), None)
        return
    code = "checkpoint-signed" if signer else "checkpoint-made"
    code = code if is_new else "checkpoint-before"
    lines = [message(code, app.language, **facts), "", f"  {write_kept_line(head)}", ""]
    lines.append(message("checkpoint-keep", app.language, lines=head.lines))
    emit("".join(f"{line}\n" for line in lines), None)
