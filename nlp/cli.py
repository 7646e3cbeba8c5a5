"""`heard nlp`: reading from the command line. Only what says so needs the database."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from core.running.lazy_group import LazyGroup
from nlp.explaining import explanation
from nlp.findings import Speaker
from nlp.json_lines import BadTrainingDataError
from nlp.language_model import LanguageModelRefusedError, installed
from nlp.pipeline import build_pipeline, made_ready
from nlp.tagging import answers
from nlp.time_limit import TooSlow, allowed, time_limit
from nlp.trained import kept_model, training
from nlp.trained.evaluating import evaluate_labels, evaluate_themes
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import labelled_lines, repeated_ids
from nlp.trained.place import refuse_place
from nlp.trained.refused import ModelRefusedError

CHUNK = 1 << 16
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(
    cls=LazyGroup,
    addresses={"build": ("nlp.building:build", "Build what the reading learned from our worked examples.")},
)
def nlp() -> None:
    """Read words for themes, alerts and names."""
    try:
        installed()
    except LanguageModelRefusedError as refused:
        raise click.ClickException(f"HEARD_LANGUAGE_MODEL: {refused}") from refused


@nlp.command()
@click.option("--model", type=FOLDER, help="A folder that `heard nlp train` made: adds its labels.")
def tag(model: Path | None) -> None:
    """Read JSON lines from standard input and write each with its findings to standard output.

    In: {"id", "text", "speaker"?: child, family or staff}. Out, in the same order: the id with themes,
    alerts, redacted text, redactions and language. A line that cannot be read gets an error, the rest go
    on, and the exit status is 1.
    """
    own = _loaded(model) if model else None
    wrong = False
    number = 1
    for lines in batches(sys.stdin.buffer):
        written = []
        for answer in answers(lines, first=number, model=own):
            wrong = wrong or "error" in answer
            written.append(json.dumps(answer) + "\n")
        sys.stdout.write("".join(written))
        sys.stdout.flush()
        number += len(lines)
    if wrong:
        raise SystemExit(1)


@nlp.command()
@click.option("--data", type=FILE, help='JSON lines, plain or .gz: {"id"?, "text", "labels", "question"?}.')
@click.option("--dev", type=FILE, help="More of the same; measure on neither, since both are learnt from.")
@click.option("--out", type=FOLDER, help="A folder to keep the model in: new, empty, or of an earlier model.")
@click.pass_context
def train(ctx: click.Context, data: Path | None, dev: Path | None, out: Path | None) -> None:
    """Learn the themes anew from what people decided here; or, with --data and --out, a model of any labels.

    The model of the themes is kept in the database, and put in use if it passes the test of docs/reading.md.

    Of --data every line is learnt from. How many have the id of an earlier line is told as "repeated_ids": look at
    them, a text that stands twice counts twice.
    """
    if not (data or dev or out):
        ctx.invoke(_with_the_database("train_from_decisions"))
        return
    if data is None or out is None:
        raise click.UsageError("Give both --data and --out; or neither, to learn the themes from decisions.")
    try:
        rows = labelled_lines(data)
        more = labelled_lines(dev) if dev else []
        refuse_place(out)
        model = training.train(rows, more, installed())
        kept_model.save(model, out)
    except (BadTrainingDataError, ModelRefusedError) as refused:
        raise click.ClickException(str(refused)) from refused
    every = [*rows, *more]
    told = {"texts": len(every), "labels": len(model.labels), "repeated_ids": repeated_ids(every)}
    click.echo(json.dumps({"version": model.version, **told}))


@nlp.command()
@click.option(
    "--gold", type=FILE, required=True, help="JSON lines, plain or .gz, with labels or with themes."
)
@click.option("--model", type=FOLDER, help="A folder that `heard nlp train` made; without it, the themes.")
def evaluate(gold: Path, model: Path | None) -> None:
    """Measure against lines that people labelled: precision, recall and F1, as one JSON object."""
    try:
        result = evaluate_labels(gold, _loaded(model)) if model else evaluate_themes(gold)
    except BadTrainingDataError as bad:
        raise click.ClickException(str(bad)) from bad
    click.echo(json.dumps(result))


@nlp.command()
@click.argument("text")
@click.option("--speaker", type=click.Choice([speaker.value for speaker in Speaker]), help="Who says it.")
@click.option("--question", default="", help="What it answers.")
@click.option(
    "--in-use", is_flag=True, help="With the codebook and the model in use here, from the database."
)
@click.pass_context
def explain(ctx: click.Context, text: str, speaker: str | None, question: str, in_use: bool) -> None:
    """Show what TEXT is read as, the words that made it so, how sure that is, and which rule or model says it."""
    pipeline = ctx.invoke(_with_the_database("pipeline_here")) if in_use else build_pipeline()
    made_ready(pipeline)
    limit = allowed(len(text))
    try:
        with time_limit(limit):
            who = Speaker(speaker) if speaker else None
            said = explanation(text, speaker=who, question=question, pipeline=pipeline)
    except TooSlow:
        raise click.ClickException(f"The text took longer than {limit:.0f} seconds to read.") from None
    click.echo(said)


def _with_the_database(name: str) -> Any:
    """One of `nlp.taught.cli`, imported when it is asked for: nothing else here needs a database."""
    return getattr(importlib.import_module("nlp.taught.cli"), name)


def _loaded(folder: Path) -> LabelModel:
    try:
        return kept_model.load(folder, language_model=installed())
    except ModelRefusedError as refused:
        raise click.ClickException(str(refused)) from refused


def batches(stream: IO[bytes]) -> Iterator[list[bytes]]:
    """Whole lines of `stream`, as many at a time as have come: a slow sender gets its answers at once."""
    rest: list[bytes] = []
    while chunk := stream.read1(CHUNK):  # type: ignore[attr-defined]
        *lines, last = chunk.split(b"\n")
        if lines:
            lines[0] = b"".join([*rest, lines[0]])
            rest = []
            yield lines
        if last:
            rest.append(last)
    if rest:
        yield [b"".join(rest)]
