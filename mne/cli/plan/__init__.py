"""`mne plan`: definitions checked, listed, shown, linked, compared, explained to editors."""

from __future__ import annotations

import importlib

import click

COMMANDS = ("check", "list", "show", "links", "diff", "schema")
_MODULES = {"list": "listing"}


class Plans(click.Group):
    """A group that imports only the command that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which they are needed."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mne.cli.plan.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command


@click.group("plan", cls=Plans)
def command() -> None:
    """Check, list and show the definitions of the plans."""
