"""The application around a `heard` command."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from core import trail
from core.db import db, migrate
from core.running import logs
from core.settings import settings


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application; commit once when it succeeds.

    What refuses (`core.refused`) ends the command with its one line.
    """

    @click.pass_context
    def run(ctx: click.Context, /, *args: Any, **options: Any) -> Any:
        with make_app(ctx).app_context():
            trail.by_the_command_line()
            result = ctx.invoke(command, *args, **options)
            db.session.commit()
            return result

    return update_wrapper(run, command)


def make_app(ctx: click.Context) -> Flask:
    """The application, made by the factory that the entry point put in the context, over a database that answers.

    A database that does not answer ends the command with one line.
    """
    made = ctx.find_root().obj()
    assert isinstance(made, Flask)  # noqa: S101 - narrows the type
    with made.app_context():
        where = db.engine.url.set(username=None, password=None).render_as_string()
        try:
            db.session.connection()
        except OperationalError:
            raise click.ClickException(
                f"The database does not answer at {where}. Is DATABASE_URL right?"
            ) from None
    return made


def make_process(ctx: click.Context) -> Flask:
    """The application for a process that serves or works: its database is up to date, its logs are ours.

    What each room checks at the start may raise `core.refused.Refused`.
    """
    made = make_app(ctx)
    with made.app_context():
        if not migrate.at_head(db.session.connection()):
            raise click.ClickException("The database is behind this code. Run: heard db migrate")
        logs.configure(settings().log_level)
        db.session.rollback()
        db.engine.dispose()
    for check in made.extensions["heard_checks"]:
        check()
    return made
