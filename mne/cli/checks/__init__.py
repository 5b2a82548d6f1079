"""`mne checks`: the catalogue of what is checked, and the secretariat's own examples of it."""

from __future__ import annotations

import click

from mne.cli.lazy import LazyGroup


class Checks(LazyGroup):
    """The commands about checks."""

    package = __name__
    modules = {"list": "listing", "show": "show", "test": "trial"}  # noqa: RUF012 - never changed


@click.group("checks", cls=Checks)
def command() -> None:
    """List and explain what a return is checked for, and try the checks on examples."""
