"""A group of commands of which only the one that is called is imported."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click


class LazyGroup(click.Group):
    """Commands by name, each with the module of this package that holds it."""

    package: str
    modules: Mapping[str, str]
    """In the order in which they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command from its module."""
        if cmd_name not in self.modules:
            return None
        module = importlib.import_module(f"{self.package}.{self.modules[cmd_name]}")
        command: click.Command = module.command
        return command
