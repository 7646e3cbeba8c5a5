"""`heard nlp build`: what the reading learns from worked examples, built once where it is installed."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from nlp.built_files import BUILT, before, log
from nlp.language_model import installed
from nlp.redact.names.training import build_name_reader
from nlp.screening.measuring import build_screen_model
from nlp.trained.place import clear_unfinished, making
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
    if not again and built_from(out) == digest:
        click.echo("reading: nothing has changed")
        return
    began = time.monotonic()
    measured = {}
    for what in BUILDERS:
        click.echo(f"reading: building {what}")
    out.parent.mkdir(parents=True, exist_ok=True)
    clear_unfinished(out.parent, f".{out.name}")
    with TemporaryDirectory(prefix=making(f".{out.name}"), dir=out.parent) as room:
        made = Path(room) / out.name
        made.mkdir()
        for what, figures in _built(made):
            measured[what] = figures
            click.echo(f"reading:   {what}: done, {time.monotonic() - began:.0f} s")
        note = {"sources": digest, "measured": measured}
        (made / NOTE).write_text(json.dumps(note, indent=1, default=str))
        _put_in_place(made, out)


def built_from(folder: Path) -> str | None:
    """The digest of the sources that `folder` was built from; None where that cannot be told."""
    try:
        return str(json.loads((folder / NOTE).read_text())["sources"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _put_in_place(made: Path, out: Path) -> None:
    """What stood there is kept beside it: it is read with where the new one cannot be."""
    if out.exists():
        shutil.rmtree(before(out), ignore_errors=True)
        out.rename(before(out))
    made.rename(out)


def _built(out: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each thing as it is done, with what was measured. The longest go at once, each in a process of its own."""
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_be_quiet) as processes:
        going = {processes.submit(builder, out): what for what, builder in BUILDERS.items()}
        for done in as_completed(going):
            yield going[done], done.result()


def _be_quiet() -> None:
    """What is missing is being built: nobody needs to hear of it."""
    log.disabled = True


def digest_of_sources() -> str:
    """One hash of the room's code and knowledge, and of the language model that is installed: whatever changes
    in it may change what is learned."""
    whole = hashlib.sha256()
    if language_model := installed():
        whole.update(str(language_model.identity).encode())
    for path in sorted(ROOM.rglob("*")):
        top = path.relative_to(ROOM).parts[0]
        if path.is_file() and path.suffix in (".py", ".yaml", ".txt") and not _is_built(top):
            whole.update(str(path.relative_to(ROOM)).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _is_built(name: str) -> bool:
    return name == BUILT.name or name.startswith(f".{BUILT.name}-")
