"""`heard nlp`: reading from the command line, with no database and no web application."""

import json
import sys
from collections.abc import Iterator
from typing import IO

import click

from core.lazy_group import LazyGroup
from nlp.explaining import explanation
from nlp.findings import Speaker
from nlp.tagging import answers

CHUNK = 1 << 16


@click.group(
    cls=LazyGroup,
    addresses={"build": ("nlp.building:build", "Build what the reading learned from our worked examples.")},
)
def nlp() -> None:
    """Read words for themes, alerts and names."""


@nlp.command()
def tag() -> None:
    """Read JSON lines from standard input and write each with its findings to standard output.

    In: {"id", "text", "speaker"?: child, family or staff}. Out, in the same order: the id with themes,
    alerts, redacted text, redactions and language. A line that cannot be read gets an error, the rest go
    on, and the exit status is 1.
    """
    wrong = False
    number = 1
    for lines in batches(sys.stdin.buffer):
        written = []
        for answer in answers(lines, first=number):
            wrong = wrong or "error" in answer
            written.append(json.dumps(answer) + "\n")
        sys.stdout.write("".join(written))
        sys.stdout.flush()
        number += len(lines)
    if wrong:
        raise SystemExit(1)


@nlp.command()
@click.argument("text")
@click.option("--speaker", type=click.Choice([speaker.value for speaker in Speaker]), help="Who says it.")
def explain(text: str, speaker: str | None) -> None:
    """Show what TEXT is read as, and the words that made it so."""
    click.echo(explanation(text, speaker=Speaker(speaker) if speaker else None))


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
