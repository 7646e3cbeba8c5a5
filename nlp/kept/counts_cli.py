"""`heard counts`: the figures under every chart, checked or made again."""

import click

from core import trail
from core.running.command_line import with_app
from nlp.kept.rollup import disagreements, rebuild


@click.group()
def counts() -> None:
    """The figures of who speaks of what: check them, or count everything again."""


@counts.command()
@with_app
def check() -> None:
    """Compare every figure with a count of everything. Changes nothing; exit status 1 when one differs."""
    wrong = disagreements()
    if wrong:
        raise click.ClickException(f"{_figures(wrong)} wrong. Run: heard counts rebuild")
    click.echo("Every figure is right.")


@counts.command(name="rebuild")
@with_app
def make_again() -> None:
    """Count everything again and say how many figures were wrong. Pages go on meanwhile."""
    wrong = rebuild()
    trail.record(action="counted again", subject="figures", detail={"wrong": wrong})
    click.echo(f"Counted again. {_figures(wrong)} put right." if wrong else "Counted again. All was right.")


def _figures(number: int) -> str:
    return "1 figure is" if number == 1 else f"{number:,} figures are"
