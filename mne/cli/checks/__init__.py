"""`mne checks`: the catalogue of what is checked, and the secretariat's own examples of it."""

from __future__ import annotations

import importlib

import click

COMMANDS = ("list", "show", "test")
_MODULES = {"list": "listing", "test": "trial"}


class Checks(click.Group):
    """A group that imports only the command that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which they are needed."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mne.cli.checks.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command


@click.group("checks", cls=Checks)
def command() -> None:
    """List and explain what a return is checked for, and try the checks on examples."""
