"""`heard keys`: make keys and change them."""

import base64
import secrets

import click
import sqlalchemy

from core.db.addresses import database_urls
from core.keys import KEY_ID, Unreadable, key_ring
from core.keys.reseal import reseal as seal_again
from core.keys.reseal import sealed_columns
from core.running.command_line import with_app
from core.settings import KEY_BYTES, settings


@click.group()
def keys() -> None:
    """The keys that seal words. To change them: put a new one first in HEARD_KEYS, restart, then reseal."""


@keys.command()
@click.argument("key_id")
def new(key_id: str) -> None:
    """Print a new key, ready to stand first in HEARD_KEYS."""
    if not KEY_ID.fullmatch(key_id):
        raise click.BadParameter("Use 1 to 32 letters a to z, A to Z, digits, - or _.")
    click.echo(f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}")


@keys.command()
@with_app
def reseal() -> None:
    """Seal everything with the first key of the ring. Safe to stop and start again."""
    engine = sqlalchemy.create_engine(database_urls(settings()).owner)
    ring, total = key_ring(), 0
    for found in sealed_columns():
        try:
            done = seal_again(engine, ring, found)
        except Unreadable as refused:
            raise click.ClickException(
                f"{refused}. It is left as it was, and so is what comes after it. Start again when it is seen to."
            ) from None
        total += done
        click.echo(f"{found.table.name}.{found.column}: {done}")
    click.echo(
        f"{total} values are sealed with {ring.current} now. Keep the oldest key: receipt codes need it."
    )
