"""A label model kept in a folder: whole or not at all, and refused where it cannot be used as it is."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.arrays import Floats
from nlp.language_model import LanguageModel
from nlp.trained.beside import Beside
from nlp.trained.label_model import LabelModel
from nlp.trained.network import Network
from nlp.trained.place import WHOLE, keep_in
from nlp.trained.refused import ModelRefusedError
from nlp.trained.rules import FORMAT, rules_version
from nlp.trained.valence_model import ValenceModel
from nlp.trained.weighing import Plain, Spellings

FILES = ("model.json", "weights.npz", WHOLE)


def save(model: LabelModel, folder: Path) -> None:
    """Keep the model in `folder`, whole; one that is there stays until then. Raises `ModelRefusedError`."""
    keep_in(folder, files_of(model))


def files_of(model: LabelModel) -> dict[str, bytes]:
    """Everything that is kept of the model, by the name of its file."""
    arrays = {name: getattr(model, name) for name in ("weights", "spelt", "bias", "thresholds")}
    arrays |= _named("network", model.network)
    if model.valence is not None:
        arrays |= _named("valence", model.valence.network)
    if model.beside is not None:
        arrays |= model.beside.arrays()
    numbers = io.BytesIO()
    np.savez(numbers, **arrays)
    told = {
        "format": FORMAT,
        "rules": rules_version(),
        "version": model.version,
        "labels": model.labels,
        "plain": model.plain.names(),
        "plain_rarity": model.plain.rarity,
        "pieces": list(model.spellings.places),
        "pieces_rarity": model.spellings.rarity,
        "known": model.known,
        "valence": model.valence is not None,
        "beside": model.beside.told() if model.beside else None,
        "sentence": model.sentence,
    }
    files = {"model.json": json.dumps(told).encode(), "weights.npz": numbers.getvalue()}
    return files | {WHOLE: _digest(files["model.json"], files["weights.npz"]).encode()}


def load(
    folder: Traversable, *, version: str | None = None, language_model: LanguageModel | None = None
) -> LabelModel:
    """The model kept in `folder`.

    Raises `ModelRefusedError` when it is half-written, not of `version`, or was built with other rules or another
    language model than the one given.
    """
    with _told_plainly(folder):
        told, numbers = _whole(folder)
        with np.load(io.BytesIO(numbers), allow_pickle=False) as kept:
            parts = {name: kept[name] for name in kept.files}
        del numbers
        model = _model_of(folder, told, parts, language_model)
    if not model.fits_together():
        raise ModelRefusedError(folder, "the model's parts do not fit together")
    if version is not None:
        _refuse_other_version(folder, model.version, version)
    return model


def check(folder: Traversable, *, version: str) -> None:
    """Raises what `load` would raise, but for parts that do not fit together; no model is made."""
    with _told_plainly(folder):
        told, _ = _whole(folder)
        _refuse_other_version(folder, told["version"], version)


def _model_of(
    folder: object, told: dict[str, Any], parts: dict[str, Floats], here: LanguageModel | None
) -> LabelModel:
    labels = tuple(told["labels"])
    return LabelModel(
        labels=labels,
        plain=Plain.from_names(told["plain"], told["plain_rarity"]),
        spellings=Spellings(
            {piece: place for place, piece in enumerate(told["pieces"])}, told["pieces_rarity"]
        ),
        known=tuple(told["known"]),
        weights=parts["weights"],
        spelt=parts["spelt"],
        bias=parts["bias"],
        network=_network("network", parts),
        thresholds=parts["thresholds"],
        version=told["version"],
        valence=ValenceModel(labels, _network("valence", parts)) if told["valence"] else None,
        beside=Beside.kept(folder, told["beside"], parts, here) if told["beside"] else None,
        sentence=told["sentence"],
    )


# What reading a file that holds something else may raise.
_ODD = (
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    zlib.error,
    zipfile.BadZipFile,
)


@contextmanager
def _told_plainly(folder: Traversable) -> Iterator[None]:
    """Whatever goes wrong with the files in `folder` is told as one refusal."""
    try:
        yield
    except ModelRefusedError:
        raise
    except FileNotFoundError as problem:
        raise ModelRefusedError(folder, f"{Path(str(problem.filename)).name} is missing") from problem
    except OSError as problem:
        raise ModelRefusedError(folder, f"the model cannot be read ({problem.strerror})") from problem
    except _ODD as problem:
        raise ModelRefusedError(
            folder, "the model cannot be read: its files hold something else"
        ) from problem


def _whole(folder: Traversable) -> tuple[dict[str, Any], bytes]:
    """What is told of the model in `folder`, and its numbers, where they are whole and of these rules."""
    whole = (folder / WHOLE).read_text(encoding="ascii")
    words, numbers = (folder / "model.json").read_bytes(), (folder / "weights.npz").read_bytes()
    if whole != _digest(words, numbers):
        raise ModelRefusedError(folder, "the model is not whole")
    told: dict[str, Any] = json.loads(words)
    _refuse_other_rules(folder, told)
    return told, numbers


def _refuse_other_version(folder: object, found: str, wanted: str) -> None:
    if found != wanted:
        raise ModelRefusedError(folder, f"the model is of version {found}, not {wanted}")


def _refuse_other_rules(folder: object, told: dict[str, Any]) -> None:
    if told["format"] != FORMAT:
        raise ModelRefusedError(folder, f"the model has format {told['format']}, not {FORMAT}")
    if told.get("rules", rules_version()) != rules_version():
        raise ModelRefusedError(folder, "the model was learnt with the reading rules of another release")


def _named(name: str, network: Network) -> dict[str, npt.NDArray[Any]]:
    """The parts of a network that was `rounded`; by far the widest in half the place."""
    parts = {f"{name}.{part.name}": getattr(network, part.name) for part in fields(network)}
    return parts | {f"{name}.inward": network.inward.astype(np.float16)}


def _network(name: str, parts: dict[str, Floats]) -> Network:
    """The network of that name, taken out of `parts`: its widest part would else be there twice."""
    return Network(
        **{part.name: parts.pop(f"{name}.{part.name}").astype(np.float32) for part in fields(Network)}
    )


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
