"""Commands that are imported only when they are called, so that each starts as fast as what it needs."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from core.refused import Refused


class LazyGroup(click.Group):
    """A group with commands of its own and others that are `module:attribute` addresses, imported when called."""

    def __init__(self, *args: Any, addresses: Mapping[str, tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.addresses = addresses

    def invoke(self, ctx: click.Context) -> Any:
        """What is refused anywhere below ends the command with its one line."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.addresses, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.addresses:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.addresses[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(module), attribute)
        assert isinstance(found, click.Command)  # noqa: S101 - an address of ours that is wrong
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        says = {name: words for name, (_, words) in self.addresses.items()}
        says |= {name: command.get_short_help_str(80) for name, command in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(says.items()))
