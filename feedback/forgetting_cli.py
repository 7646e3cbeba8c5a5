"""`heard forget`: delete what one person said, when they ask for it with their code."""

import click
from sqlalchemy import select

from core.db import db
from core.running.command_line import with_app
from feedback import receipts
from feedback.forgetting import forget_one
from feedback.models import Response


@click.command()
@with_app
def forget() -> None:
    """Delete what one person said, with everything that was found in it. The code is asked for, and not shown."""
    try:
        words = receipts.read_code(click.prompt("The eight words of their code", hide_input=True))
    except receipts.CodeRefused as refused:
        raise click.ClickException(str(refused)) from None
    found = db.session.scalar(
        select(Response.id).where(Response.receipt_hash == receipts.hash_of_code(words))
    )
    if found is None:
        raise click.ClickException("Those words together are not a code we know.")
    click.confirm("This cannot be undone. Delete it?", abort=True)
    forget_one(response_id=found)
    click.echo("It is deleted.")
