"""Learning from decisions, and reading with the model in use, from the command line: what needs the database."""

import time

import click
from spacy.language import Language

from core.db import db
from core.running.command_line import with_app
from nlp.bounded import ModelRefused
from nlp.codebook.versions import read_with
from nlp.pipeline import pipeline_with
from nlp.taught import kept, runs
from nlp.taught.figures import ModelFigures
from nlp.taught.models import TrainingRun
from nlp.taught.packing import unpacked
from nlp.trained.refused import ModelRefusedError

LOOK_SECONDS = 1.0


@with_app
def train_from_decisions() -> None:
    """Ask for a training and do it here, unless a worker is quicker. Ends with what came out, in one line each."""
    try:
        run_id = runs.ask(kind="train", by=None, hurry=False).id
    except runs.AlreadyGoing:
        raise click.ClickException("A training is going on already: wait until it is done.") from None
    db.session.commit()
    runs.work_on(run_id, _say)
    db.session.commit()
    while (run := _seen(run_id)).state == "going":
        time.sleep(LOOK_SECONDS)
    if run.state == "failed":
        raise click.ClickException(run.because or "It failed.")
    click.echo(
        f"{run.decided} decided passages, the same words once: {run.learnt} learnt from, {run.held_back} measured on"
    )
    for name, words in (("in_use", "the model in use"), ("new", "the new one")):
        figures = ModelFigures.kept(run.figures[name])
        low, high = figures.f1_interval
        click.echo(f"{words}: F1 {figures.whole.f1 or 0:.3f} ({low:.3f} to {high:.3f})")
    failed = [part["name"] for part in run.verdict if not part["passed"]]
    click.echo(
        f"kept, not used; not passed: {', '.join(failed)}" if failed else "passed the test: put in use"
    )


@with_app
def pipeline_here() -> Language:
    """A pipeline with the codebook and the model in use. Raises `ClickException` where the model is refused."""
    model = kept.to_read_with()
    try:
        return pipeline_with(read_with()[1], unpacked(model.packed()) if model else None)
    except (ModelRefused, ModelRefusedError) as refused:
        raise click.ClickException(str(refused)) from refused


def _seen(run_id: object) -> TrainingRun:
    db.session.rollback()
    return db.session.get_one(TrainingRun, run_id, populate_existing=True)


def _say(step: str, share: float) -> None:
    click.echo(f"{100 * share:3.0f} %  {step}", err=True)
