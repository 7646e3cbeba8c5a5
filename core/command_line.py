"""What every `heard` command stands on: loading when called, and the application around it."""

import importlib
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any

import click
from flask import Flask

from core.db import db
from core.settings import SettingsRefused


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


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application; commit once when it succeeds.

    Settings or a database that refuse end the command with their one line.
    """

    @click.pass_context
    def run(ctx: click.Context, /, *args: Any, **options: Any) -> Any:
        with make_app(ctx).app_context():
            result = ctx.invoke(command, *args, **options)
            db.session.commit()
            return result

    return update_wrapper(run, command)


def make_app(ctx: click.Context) -> Flask:
    """The application, made by the factory that the entry point put in the context."""
    try:
        made = ctx.find_root().obj()
    except SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None
    assert isinstance(made, Flask)  # noqa: S101 - narrows the type
    return made
