"""`heard nlp build`: what the reading learns from worked examples, built once where it is installed."""

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from nlp.language_model import installed
from nlp.redact.recogniser import BUILT
from nlp.redact.training import build_name_reader
from nlp.screening.measuring import build_screen_model
from nlp.trained.training import build_theme_model, build_theme_model_with_vectors

ROOM = Path(__file__).parent
NOTE = "built.json"

# What is built, said for whoever waits, and the function that builds it into a folder.
BUILDERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "the reader of names": build_name_reader,
    "the themes": build_theme_model,
    "the themes once more, with the language model, where one is installed": build_theme_model_with_vectors,
    "the second eye of the safeguarding screen": build_screen_model,
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
    measured = {}
    for what, builder in BUILDERS.items():
        began = time.monotonic()
        click.echo(f"reading: building {what}")
        measured[what] = builder(out)
        click.echo(f"reading:   done, {time.monotonic() - began:.0f} s")
    note.write_text(json.dumps({"sources": digest, "measured": measured}, indent=1, default=str))


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
