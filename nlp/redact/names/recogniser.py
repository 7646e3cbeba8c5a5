"""The trained reader of names: one small linear model over the signs in `nlp.redact.names.features`."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from nlp.built_files import BUILT, Taken, newest, read_whole
from nlp.redact.glance import NO_SIGHT, Sight, sight_for
from nlp.redact.knowledge import knowledge
from nlp.redact.vocabulary import Vocabulary, load_vocabulary
from nlp.trained.refused import ModelRefusedError

VOCABULARY_FILE = "vocabulary.json"
MODEL_FILE = "names.json"
FORM = 3


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Weights by feature; the sum, squashed, is the chance that a word names a person."""

    weights: dict[str, float]
    threshold: float
    vocabulary: Vocabulary
    sight: Sight = NO_SIGHT

    def chance(self, features: Sequence[str]) -> float:
        """0 to 1."""
        total = sum(map(self.weights.get, features, repeat(0.0)))
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@lru_cache(maxsize=1)
def shipped() -> Taken[Recogniser]:
    """The reader that was built, with what is wrong where something is.

    Rationale: a damaged file must never stop a message from being taken in, nor its known names from being taken out.
    """
    return newest(load_reader, BUILT, without="names are found by lists and context alone")


def shipped_reader() -> Recogniser | None:
    """The reader that was built; None where none can be used: then lists and context decide."""
    return shipped().model


def load_reader(folder: Path) -> Recogniser:
    """The reader in `folder`. Raises `ModelRefusedError` where it is missing, damaged or of another version."""
    path = folder / MODEL_FILE
    try:
        stored = json.loads(read_whole(path))
        if stored["form"] != FORM:
            raise ModelRefusedError(path, "was built by another version")
        weights = {str(name): float(weight) for name, weight in stored["weights"].items()}
        threshold = float(stored["threshold"])
    except ModelRefusedError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ModelRefusedError(path, "holds something else") from problem
    if not weights:
        raise ModelRefusedError(path, "holds no weights")
    vocabulary = load_vocabulary(folder / VOCABULARY_FILE)
    return Recogniser(weights, threshold, vocabulary, sight_for(vocabulary, knowledge()))
