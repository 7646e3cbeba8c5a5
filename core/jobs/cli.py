"""`heard worker`."""

import click

from core.jobs.queue import run_worker
from core.running.command_line import make_process


@click.command()
@click.option(
    "--concurrency",
    type=click.IntRange(1, 32),
    default=2,
    show_default=True,
    help="How many jobs at a time. For more cores, start more workers.",
)
@click.option("--grace", type=float, default=20.0, show_default=True, help="Seconds a stop waits for jobs.")
@click.pass_context
def worker(ctx: click.Context, concurrency: int, grace: float) -> None:
    """Do the background work: read passages, make PDFs, send mail. Start as many as you like.

    Stops cleanly on Ctrl-C and on SIGTERM. A worker that is killed loses nothing: the next sweep finds what
    it left.
    """
    run_worker(make_process(ctx), concurrency=concurrency, grace_seconds=grace)
