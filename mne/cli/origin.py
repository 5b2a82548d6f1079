"""`--transcribed`, `--printed-in`, `--evidence`: how the secretariat knows what a return says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mne.cli.shared import Decorated
from mne.errors import UsageError
from mne.model import SENT, HowKnown, Origin

_OPTIONS: dict[str, HowKnown] = {"transcribed": "transcribed", "printed_in": "printed"}


def origin_options(command: Decorated) -> Decorated:
    """What a return came as, where it was no file."""
    file = click.Path(path_type=Path, exists=True, dir_okay=False)
    for option in (
        click.option("--evidence", type=file, help="An image of that paper or page, kept with it."),
        click.option("--printed-in", help="The old report and page from which it was typed."),
        click.option("--transcribed", help="The paper from which it was typed."),
    ):
        command = option(command)
    return command


def origin_of(options: dict[str, Any]) -> Origin:
    """What the options say; UsageError where they do not go together, or nobody answers for it."""
    given = [name for name in _OPTIONS if options[name] is not None]
    if not given:
        if options["evidence"]:
            raise UsageError("evidence-alone")
        return SENT
    if len(given) > 1:
        raise UsageError("origin-one")
    (name,) = given
    for needed in (name, "by"):
        if not options[needed].strip():
            raise UsageError("option-needed", option=_written(needed))
    return Origin(_OPTIONS[name], options[name].strip())


def words_of(origin: Origin) -> dict[str, str]:
    """What was said of it, by the option that said so."""
    return {_written(name): origin.source for name, how in _OPTIONS.items() if how == origin.how}


def _written(name: str) -> str:
    return f"--{name.replace('_', '-')}"
