"""`mne plan`: definitions checked, listed, shown, linked, compared, explained to editors."""

from __future__ import annotations

import click

from mne.cli.lazy import LazyGroup


class Plans(LazyGroup):
    """The commands about definitions."""

    package = __name__
    modules = {  # noqa: RUF012 - never changed
        "check": "check",
        "list": "listing",
        "show": "show",
        "links": "links",
        "diff": "diff",
        "schema": "schema",
    }


@click.group("plan", cls=Plans)
def command() -> None:
    """Check, list and show the definitions of the plans."""
