"""`heard nlp build`: what the reading learns from worked examples, built once where it is installed."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from nlp.language_model import installed
from nlp.redact.names.recogniser import BUILT
from nlp.redact.names.training import build_name_reader
from nlp.screening.measuring import build_screen_model
from nlp.trained.training import build_theme_model, build_theme_model_with_vectors

ROOM = Path(__file__).parent
NOTE = "built.json"

# What is built, said for whoever waits, and the function that builds it into a folder.
BUILDERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "the themes": build_theme_model,
    "the second eye of the safeguarding screen": build_screen_model,
    "the reader of names": build_name_reader,
    "the themes once more, with the language model, where one is installed": build_theme_model_with_vectors,
}


@click.command()
@click.option("--again", is_flag=True, help="Build even when nothing has changed.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=BUILT, help="Another folder, to look at what comes out."
)
def build(again: bool, out: Path) -> None:
    """Build what the reading learned from our worked examples. Does nothing when they have not changed."""
    digest = digest_of_sources()
    note = out / NOTE
    if not again and note.exists() and json.loads(note.read_text())["sources"] == digest:
        click.echo("reading: nothing has changed")
        return
    began = time.monotonic()
    measured = {}
    for what in BUILDERS:
        click.echo(f"reading: building {what}")
    for what, figures in _built(out):
        measured[what] = figures
        click.echo(f"reading:   {what}: done, {time.monotonic() - began:.0f} s")
    note.write_text(json.dumps({"sources": digest, "measured": measured}, indent=1, default=str))


def _built(out: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each thing as it is done, with what was measured. The longest go at once, each in a process of its own."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        going = {processes.submit(builder, out): what for what, builder in BUILDERS.items()}
        for done in as_completed(going):
            yield going[done], done.result()


def digest_of_sources() -> str:
    """One hash of the room's code and knowledge, and of the language model that is installed: whatever changes
    in it may change what is learned."""
    whole = hashlib.sha256()
    if language_model := installed():
        whole.update(str(language_model.identity).encode())
    for path in sorted(ROOM.rglob("*")):
        if path.is_file() and path.suffix in (".py", ".yaml", ".txt") and BUILT not in path.parents:
            whole.update(str(path.relative_to(ROOM)).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()
