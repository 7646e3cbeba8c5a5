"""What `heard nlp build` leaves: files that are known to be whole, and the ones built before while those will do."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from nlp.trained.refused import ModelRefusedError

BUILT = Path(__file__).parent / "built"

T = TypeVar("T")

# Its lines are shown in full: they hold names of files and words of ours, nothing that anybody wrote.
log = logging.getLogger("heard.built")


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """What is read with, or None; `trouble` says what is wrong with the newest, where something is."""

    model: T | None
    trouble: str = ""


def newest(load: Callable[[Path], T], built: Path, *, without: str) -> Taken[T]:
    """What `load` makes of the folder `built`, or else of the one built before.

    `load` raises `ModelRefusedError` for what cannot be used. One line in the log says that and why, and what is done:
    `without` is what goes on where neither can.
    """
    try:
        return Taken(load(built))
    except ModelRefusedError as refused:
        trouble = str(refused)
    try:
        found, so = load(before(built)), "what was built before is used"
    except ModelRefusedError:
        found, so = None, without
    log.error("%s; %s; run `heard nlp build` and start again", trouble, so)
    return Taken(found, trouble)


def before(built: Path) -> Path:
    """Where the last build before that in `built` is kept."""
    return built.with_name(f".{built.name}-before")


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, and beside it what it must be."""
    for target, part in ((path, content), (_digest_of(path), _digest(content))):
        new = target.with_name(f"{target.name}.part")
        new.write_bytes(part)
        new.replace(target)


def read_whole(path: Path) -> bytes:
    """The content of `path`. Raises `ModelRefusedError` where it, or what it must be, is missing or something else."""
    try:
        content, digest = path.read_bytes(), _digest_of(path).read_bytes()
    except FileNotFoundError as problem:
        raise ModelRefusedError(path.parent, f"{Path(problem.filename).name} is missing") from problem
    except OSError as problem:
        raise ModelRefusedError(path, f"cannot be read ({problem.strerror})") from problem
    if digest != _digest(content):
        raise ModelRefusedError(path, "is damaged")
    return content


def _digest_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
