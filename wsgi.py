"""Where Heard is wired together: the only module that imports every room."""

import click


@click.group()
def cli() -> None:
    """Heard: children, families and staff are heard, and get an answer."""
