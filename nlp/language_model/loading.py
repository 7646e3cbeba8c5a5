"""Loading the language model that the setting names, whole or not at all."""

import gc
import importlib.util
import json
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.util import is_compatible_version

from core.reading_settings import ReadingSettings
from nlp.language_model.identity import Identity, digest_of
from nlp.language_model.model import LanguageModel
from nlp.language_model.pooling import in_context, static_width

# What in a model we have a use for, by the names of their factories. The rest is never run.
_IN_CONTEXT = frozenset({"tok2vec", "transformer", "curated_transformer"})
_NAMES = frozenset({"ner", "beam_ner"})
_TRIED_ON = "Somebody said that it was fine."


class LanguageModelRefusedError(ValueError):
    """A language model that cannot be used: says which and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")


@lru_cache(maxsize=1)
def installed() -> LanguageModel | None:
    """The language model that the setting names, for a process that reads: loaded once, and kept.

    Raises `LanguageModelRefusedError`.
    """
    name = ReadingSettings().language_model
    return load_language_model(name) if name else None


@lru_cache(maxsize=1)
def identity_of(name: str) -> Identity:
    """Which language model has that name, for a process that does not read: tried once, and let go.

    Raises `LanguageModelRefusedError`.
    """
    identity = load_language_model(name).identity
    # A loaded model holds on to itself. Nobody else would look for it where the collector is told to rest.
    gc.collect()
    return identity


def load_language_model(name: str) -> LanguageModel:
    """The spaCy model of that name: an installed package, or a folder. Tried once on a sentence.

    Raises `LanguageModelRefusedError` where it is missing, damaged, made for another version of spaCy, or has
    nothing that we can use.
    """
    folder = _folder_of(name)
    meta = _meta_of(name, folder)
    wanted = str(meta.get("spacy_version") or "")
    if not wanted or not is_compatible_version(spacy.about.__version__, wanted):
        raise LanguageModelRefusedError(
            name, f"was made for spaCy {wanted or '(not said)'}, here is {spacy.about.__version__}"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = _understood(name, spacy.load(_as_spacy_knows(name)), meta, digest_of(folder))
            _try(name, made)
    except LanguageModelRefusedError:
        raise
    except Exception as problem:  # whatever a damaged file makes spaCy raise
        raise LanguageModelRefusedError(
            name, f"cannot be loaded ({type(problem).__name__}: {_one_line(problem)})"
        ) from problem
    return made


def _understood(name: str, pipeline: Language, meta: dict[str, Any], digest: str) -> LanguageModel:
    factories = {part: pipeline.get_pipe_meta(part).factory for part in pipeline.pipe_names}
    table = static_width(pipeline.vocab.vectors)
    contextual = not table and any(factory in _IN_CONTEXT for factory in factories.values())
    names = any(factory in _NAMES for factory in factories.values())
    if not (table or contextual or names):
        raise LanguageModelRefusedError(
            name, "has no vectors, no transformer or tok2vec, and no ner: nothing to use"
        )
    useful = _NAMES | _IN_CONTEXT if contextual or names else frozenset()
    for part, factory in factories.items():
        if factory not in useful:
            pipeline.remove_pipe(part)
    width = table or (_width_in_context(pipeline) if contextual else 0)
    told = Identity(f"{meta['lang']}_{meta['name']}", str(meta["version"]), width, digest)
    return LanguageModel(told, pipeline, static=bool(table), finds_people=names)


def _width_in_context(pipeline: Language) -> int:
    rows = in_context(pipeline(_TRIED_ON))
    return 0 if rows is None else int(rows.shape[1])


def _try(name: str, made: LanguageModel) -> None:
    """Refuse a model that gives no vector, or one of no numbers."""
    ((vector, _),) = made.look([_TRIED_ON], [_TRIED_ON.split()])
    if not made.identity.width:
        if not made.finds_people:
            raise LanguageModelRefusedError(name, "its tok2vec or transformer leaves no vectors on a text")
    elif made.static:
        if not np.isfinite(made.pipeline.vocab.vectors.data).all():
            raise LanguageModelRefusedError(name, "its vectors are not all numbers")
    elif vector is None or vector.shape != (made.width,) or not np.isfinite(vector).all():
        raise LanguageModelRefusedError(name, "its vectors are not all numbers")


def _folder_of(name: str) -> Path:
    """Where the model's files are."""
    if (folder := Path(name)).is_dir():
        return folder
    if name.isidentifier() and (found := importlib.util.find_spec(name)) and found.origin:
        package = Path(found.origin).parent
        if inside := [*package.glob("config.cfg"), *sorted(package.glob("*/config.cfg"))]:
            return inside[0].parent
        raise LanguageModelRefusedError(name, "is a package, but not one of a spaCy model")
    raise LanguageModelRefusedError(name, "is not installed here, and no folder")


def _as_spacy_knows(name: str) -> str | Path:
    """A package is loaded by its name, since it may bring parts of its own."""
    return folder if (folder := Path(name)).is_dir() else name


def _meta_of(name: str, folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        for wanted in ("lang", "name", "version"):
            if not meta[wanted]:
                raise ValueError(f"{wanted} is missing")
    except FileNotFoundError as problem:
        raise LanguageModelRefusedError(
            name, "has no meta.json: it is no spaCy model, or half of one"
        ) from problem
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise LanguageModelRefusedError(
            name, f"its meta.json cannot be read ({_one_line(problem)})"
        ) from problem
    found: dict[str, Any] = meta
    return found


def _one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:200]
