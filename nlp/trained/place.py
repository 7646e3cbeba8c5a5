"""The folder that a model is kept in, replaced whole.

A new model is written beside it, then the old one is moved aside and the new one takes its place. A run that is killed
between the two leaves the old one beside, and the next puts it back. Nothing but a model's own files is ever removed.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.trained.refused import ModelRefusedError

# The last file of a model: by it a folder is known to be one.
WHOLE = "whole.txt"
_PROCESS = re.compile(r"-making-(\d+)-")


def refuse_place(folder: Path) -> None:
    """Raises `ModelRefusedError` where no model can be kept in `folder`. Leaves nothing behind."""
    with _refusing(folder):
        place = folder.resolve()
        _refuse_what_is_there(folder, place)
        missing = [one for one in (place, *place.parents) if not one.exists()]
        try:
            place.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=making(_beside(place)), dir=place.parent):
                pass
        finally:
            for one in missing:
                with suppress(OSError):
                    one.rmdir()


def _refuse_what_is_there(folder: Path, place: Path) -> None:
    if not place.exists():
        return
    held = sorted(one.name for one in place.iterdir())
    if held and WHOLE not in held:
        raise ModelRefusedError(
            folder, f"holds {held[0]!r} and is no model: name a folder that is empty, or a new one"
        )
    if Path.cwd().is_relative_to(place):
        raise ModelRefusedError(folder, "is the folder you are in: name another, or go elsewhere first")
    if place.is_mount():
        raise ModelRefusedError(folder, "is where a disk begins: name a folder in it")


def keep_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Keep these files in `folder`, all or none; what else is there stays. Raises `ModelRefusedError`."""
    with _refusing(folder):
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        _settle(place, files)
        _refuse_what_is_there(folder, place)
        with TemporaryDirectory(prefix=making(_beside(place)), dir=place.parent) as room:
            made = Path(room) / "model"
            made.mkdir()
            for name, content in files.items():
                _write(made / name, content)
            try:
                if place.exists():
                    place.rename(_before(place))
                made.rename(place)
            finally:
                _settle(place, files)


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise ModelRefusedError(folder, f"no model can be kept there ({problem.strerror})") from problem
    except RuntimeError as problem:
        raise ModelRefusedError(folder, "no model can be kept there (a link leads to itself)") from problem


def _settle(place: Path, own: Collection[str]) -> None:
    """Put right what an interrupted run left beside `place`: its unfinished folder, or the model that stood there."""
    clear_unfinished(place.parent, _beside(place))
    before = _before(place)
    if not before.exists():
        return
    if not place.exists():
        before.rename(place)
        return
    for one in list(before.iterdir()):
        if one.name in own:
            one.unlink()
        else:
            one.rename(place / one.name)
    before.rmdir()


def making(beginning: str) -> str:
    """How the name begins of a folder in which this process makes what is to take the place of another."""
    return f"{beginning}-making-{os.getpid()}-"


def clear_unfinished(folder: Path, beginning: str) -> None:
    """Remove from `folder` what processes that are gone were making under such a name."""
    for left in folder.glob(f"{beginning}-making-*"):
        if (process := _PROCESS.search(left.name)) and not _runs(int(process[1])):
            shutil.rmtree(left, ignore_errors=True)


def _beside(place: Path) -> str:
    """How the names of folders beside `place` begin: short, whatever its own name is."""
    return f".heard-{hashlib.sha256(os.fsencode(place.name)).hexdigest()[:12]}"


def _before(place: Path) -> Path:
    return place.with_name(f"{_beside(place)}-before")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _runs(process: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
