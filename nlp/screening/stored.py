"""The trained readers on disk: written whole or not at all, and refused where they cannot be used."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.built_files import BUILT, Taken, newest, read_whole, write_whole
from nlp.screening.model import Reader, ScreenModel, reader_of
from nlp.trained.network import Network
from nlp.trained.refused import ModelRefusedError

MODEL_FILE = "screen.npz"
FORM = 5

_ABOUT = ("offset", "threshold", "alone", "doubt", "version", "measured")
_TABLES = ("values", "weights", "wired")
_NETWORK = tuple(part.name for part in fields(Network))


@lru_cache(maxsize=1)
def shipped() -> Taken[ScreenModel]:
    """The model that was built, with what is wrong where something is.

    Rationale: a damaged file must never stop a child's message from being taken in and screened.
    """
    return newest(
        lambda folder: load_screen_model(folder / MODEL_FILE),
        BUILT,
        without="the safeguarding screen reads by its rules alone",
    )


@lru_cache(maxsize=1)
def shipped_reader() -> Reader:
    """The rules, and the model that was built; the rules alone where none can be used."""
    return reader_of(shipped().model)


def save_screen_model(model: ScreenModel, path: Path) -> None:
    """Write `model` to `path`, whole or not at all. The network is kept in half the digits: it reads the same."""
    content = io.BytesIO()
    np.savez_compressed(
        content,
        about=np.array(json.dumps({"form": FORM, **{name: getattr(model, name) for name in _ABOUT}})),
        features=np.array(model.features),
        examples=np.array(model.examples),
        **{name: getattr(model, name) for name in _TABLES},
        **{name: getattr(model.network, name).astype(np.float16) for name in _NETWORK},
    )
    write_whole(path, content.getvalue())


def load_screen_model(path: Path) -> ScreenModel:
    """The model in `path`. Raises `ModelRefusedError` where it is missing, damaged or of another version."""
    try:
        with np.load(io.BytesIO(read_whole(path)), allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            if about["form"] != FORM:
                raise ModelRefusedError(path, "was built by another version")
            return ScreenModel(
                features=tuple(stored["features"].tolist()),
                examples=tuple(stored["examples"].tolist()),
                network=Network(*(stored[name].astype(np.float32) for name in _NETWORK)),
                **{name: stored[name] for name in _TABLES},
                **{name: about[name] for name in _ABOUT},
            )
    except ModelRefusedError:
        raise
    except (KeyError, EOFError, ValueError, TypeError, zlib.error, zipfile.BadZipFile) as problem:
        raise ModelRefusedError(path, "holds something else") from problem
