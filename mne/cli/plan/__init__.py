"""`mne plan`: definitions checked, listed, shown, linked, compared, explained to editors."""

from __future__ import annotations

import click

from mne.cli.app import refusal
from mne.cli.plan import check, links, listing, schema, show

NOT_BUILT = ("diff",)


class Plans(click.Group):
    """A group whose promised commands refuse plainly until they exist."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or its refusal."""
        if cmd_name in NOT_BUILT:
            return refusal(f"plan {cmd_name}")
        return super().get_command(ctx, cmd_name)


@click.group("plan", cls=Plans)
def command() -> None:
    """Check, list and show the definitions of the plans."""


for one in (check, listing, show, links, schema):
    command.add_command(one.command)

__all__ = ["command"]
