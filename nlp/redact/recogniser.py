"""The trained reader of names: one small linear model over the signs in `nlp.redact.features`."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.redact.vocabulary import Vocabulary, load_vocabulary

BUILT = Path(__file__).resolve().parent.parent / "built"
VOCABULARY_FILE = "vocabulary.json"
MODEL_FILE = "names.json"
FORM = 1


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Weights by feature; the sum, squashed, is the chance that a word names a person."""

    weights: dict[str, float]
    threshold: float
    vocabulary: Vocabulary

    def chance(self, features: Sequence[str]) -> float:
        """0 to 1."""
        weights = self.weights
        total = sum(weights.get(feature, 0.0) for feature in features)
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@lru_cache(maxsize=1)
def shipped_reader() -> Recogniser | None:
    """The reader built at set-up, or None where none is built: then lists and context decide alone."""
    return load_reader(BUILT)


def load_reader(folder: Path) -> Recogniser | None:
    """The reader in `folder`; None where there is none, or where it was built by another version."""
    model, words = folder / MODEL_FILE, folder / VOCABULARY_FILE
    if not model.exists() or not words.exists():
        return None
    stored = json.loads(model.read_text(encoding="utf-8"))
    if stored.get("form") != FORM:
        return None
    return Recogniser(stored["weights"], stored["threshold"], load_vocabulary(words))
