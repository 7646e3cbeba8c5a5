"""`heard db`."""

import click

from core.db import db as database
from core.db import migrate
from core.db.addresses import database_urls
from core.running.command_line import with_app
from core.settings import read_settings, settings


@click.group()
def db() -> None:
    """The database: bring it up to date, ask whether it is."""


@db.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date, as its owner.

    Safe to start twice at once: the second waits, then finds nothing to do. Where a table stays locked by
    somebody else it gives up and changes nothing.
    """
    migrate.upgrade(database_urls(read_settings()).owner)
    click.echo("The database is up to date.")


@db.command("check")
@with_app
def check_command() -> None:
    """Say whether the database holds every migration; exit status 1 when not."""
    if not migrate.at_head(database.session.connection()):
        raise click.ClickException("The database is behind this code. Run: heard db migrate")
    click.echo("The database is up to date.")
    urls = database_urls(settings())
    if urls.app == urls.owner:
        click.echo(
            "But Heard works as its owner: set HEARD_OWNER_DATABASE_URL, and DATABASE_URL to a role that may not"
            " change tables. Until then the trail is guarded by a trigger alone.",
            err=True,
        )
