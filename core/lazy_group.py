"""Commands that are imported only when they are called, so that each starts as fast as what it needs."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are `module:attribute` addresses, imported only when one is called."""

    def __init__(self, *args: Any, addresses: Mapping[str, tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.addresses = addresses

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.addresses)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.addresses:
            return None
        module, _, attribute = self.addresses[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(module), attribute)
        assert isinstance(found, click.Command)  # noqa: S101 - an address of ours that is wrong
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in sorted(self.addresses.items())])
