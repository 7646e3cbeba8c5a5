"""The trained readers on disk: written whole or not at all, and refused where they cannot be used."""

from __future__ import annotations

import json
import logging
import zipfile
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.screening.model import Reader, ScreenModel, reader_of
from nlp.trained.network import Network

BUILT = Path(__file__).resolve().parent.parent / "built"
MODEL_FILE = "screen.npz"
FORM = 5

_ABOUT = ("offset", "threshold", "alone", "doubt", "version", "measured")
_TABLES = ("values", "weights", "wired")
_NETWORK = tuple(part.name for part in fields(Network))

_log = logging.getLogger(__name__)


class BadModelError(ValueError):
    """A model file that cannot be used: names the file and why."""


@lru_cache(maxsize=1)
def shipped_reader() -> Reader:
    """The rules, and the model built at set-up; the rules alone where none is built or it cannot be used.

    Rationale: a damaged file must never stop a child's message from being taken in and screened.
    """
    path = BUILT / MODEL_FILE
    try:
        return reader_of(load_screen_model(path) if path.exists() else None)
    except BadModelError as problem:
        _log.error("screen model refused: %s", problem)
        return reader_of(None)


def save_screen_model(model: ScreenModel, path: Path) -> None:
    """Write `model` to `path`, whole or not at all. The network is kept in half the digits: it reads the same."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as stream:
        np.savez_compressed(
            stream,
            about=np.array(json.dumps({"form": FORM, **{name: getattr(model, name) for name in _ABOUT}})),
            features=np.array(model.features),
            examples=np.array(model.examples),
            **{name: getattr(model, name) for name in _TABLES},
            **{name: getattr(model.network, name).astype(np.float16) for name in _NETWORK},
        )
    part.replace(path)


def load_screen_model(path: Path) -> ScreenModel:
    """The model in `path`. Raises `BadModelError` where it is damaged or of another version."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            if about["form"] != FORM:
                raise BadModelError(f"{path.name}: was built by another version; build it again")
            return ScreenModel(
                features=tuple(stored["features"].tolist()),
                examples=tuple(stored["examples"].tolist()),
                network=Network(*(stored[name].astype(np.float32) for name in _NETWORK)),
                **{name: stored[name] for name in _TABLES},
                **{name: about[name] for name in _ABOUT},
            )
    except (OSError, KeyError, EOFError, ValueError, zipfile.BadZipFile) as problem:
        if isinstance(problem, BadModelError):
            raise
        raise BadModelError(f"{path.name}: cannot be read ({problem})") from problem
