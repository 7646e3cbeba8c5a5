"""The trained reader of names: one small linear model over the signs in `nlp.redact.names.features`."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from nlp.redact.glance import NO_SIGHT, Sight, sight_for
from nlp.redact.knowledge import FOLDER, knowledge
from nlp.redact.vocabulary import Vocabulary, load_vocabulary

BUILT = FOLDER.parent / "built"
VOCABULARY_FILE = "vocabulary.json"
MODEL_FILE = "names.json"
FORM = 3

_log = logging.getLogger(__name__)


class BadReaderError(ValueError):
    """A reader's file that cannot be used: names the file and why."""


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
def shipped_reader() -> Recogniser | None:
    """The reader built at set-up; None where none is built or it cannot be used: then lists and context decide."""
    if not (BUILT / MODEL_FILE).exists():
        return None
    try:
        return load_reader(BUILT)
    except BadReaderError as problem:
        _log.error("name reader refused: %s", problem)
        return None


def load_reader(folder: Path) -> Recogniser:
    """The reader in `folder`. Raises `BadReaderError` where it is missing, damaged or of another version."""
    try:
        stored = json.loads((folder / MODEL_FILE).read_text(encoding="utf-8"))
        if stored["form"] != FORM:
            raise BadReaderError(f"{MODEL_FILE}: was built by another version; build it again")
        vocabulary = load_vocabulary(folder / VOCABULARY_FILE)
        return Recogniser(
            stored["weights"], stored["threshold"], vocabulary, sight_for(vocabulary, knowledge())
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        if isinstance(problem, BadReaderError):
            raise
        raise BadReaderError(f"{MODEL_FILE}: cannot be read ({problem})") from problem
