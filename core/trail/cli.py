"""`heard trail`: prove that the trail is whole."""

import click

from core.running.command_line import with_app
from core.trail import faults


@click.group()
def trail() -> None:
    """The tamper-evident record of who read or changed what."""


@trail.command()
@with_app
def verify() -> None:
    """Check every entry and the head; name each place that does not hold."""
    found = list(faults())
    for fault in found:
        click.echo(f"entry {fault.number}: {fault.what}")
    if found:
        raise click.ClickException(f"the trail does not hold in {len(found)} place(s)")
    click.echo("The trail is whole.")
