"""The trained reader: one linear model that says how alarming a message is, how urgent, and of what kind."""

from __future__ import annotations

import json
import logging
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from nlp.screening.features import sign_features, word_features
from nlp.screening.reading import SentenceReading
from nlp.screening.rules import CATEGORIES

BUILT = Path(__file__).resolve().parent.parent / "built"
MODEL_FILE = "screen.npz"
FORM = 2

_log = logging.getLogger(__name__)


class BadModelError(ValueError):
    """A model file that cannot be used: names the file and why."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the trained reader thinks: chances from 0 to 1, and the likeliest category."""

    alarm: float
    urgent: float
    category: str


@dataclass(frozen=True, slots=True)
class ScreenModel:
    """`weights` has a column for alarm, one for urgency and one for each category; `rarity` weighs the words."""

    index: dict[str, int]
    rarity: np.ndarray[Any, np.dtype[np.float32]]
    weights: np.ndarray[Any, np.dtype[np.float32]]
    offsets: np.ndarray[Any, np.dtype[np.float32]]
    threshold: float
    doubt: float
    version: str
    measured: dict[str, Any]

    def read(self, readings: Sequence[SentenceReading], speaker: str) -> Opinion:
        """The model's opinion of one message."""
        rows, values = self.row(readings, speaker)
        scores = self.offsets if not rows else values @ self.weights[rows] + self.offsets
        kind = int(np.argmax(scores[2:]))
        return Opinion(_squash(float(scores[0])), _squash(float(scores[1])), CATEGORIES[kind])

    def row(
        self, readings: Sequence[SentenceReading], speaker: str
    ) -> tuple[list[int], np.ndarray[Any, np.dtype[np.float32]]]:
        """The message's features that the model knows: their places and their values."""
        return feature_row(readings, speaker, self.index, self.rarity)


def feature_row(
    readings: Sequence[SentenceReading],
    speaker: str,
    index: dict[str, int],
    rarity: np.ndarray[Any, np.dtype[np.float32]],
) -> tuple[list[int], np.ndarray[Any, np.dtype[np.float32]]]:
    """Known words weighed by rarity to length one, and signs at their own weight."""
    places = [at for word in word_features(readings) if (at := index.get(f"w:{word}")) is not None]
    values = rarity[places]
    length = float(np.sqrt((values**2).sum())) if places else 1.0
    signs = [
        (at, value)
        for sign, value in sign_features(readings, speaker).items()
        if (at := index.get(f"s:{sign}")) is not None
    ]
    places.extend(at for at, _ in signs)
    return places, np.concatenate(
        [values / length, np.array([value for _, value in signs], dtype=np.float32)]
    )


def _squash(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, score))))


@lru_cache(maxsize=1)
def shipped_model() -> ScreenModel | None:
    """The model built at set-up; None where none is built or it cannot be used: then the rules read alone.

    Rationale: a damaged file must never stop a child's message from being taken in and screened.
    """
    path = BUILT / MODEL_FILE
    try:
        return load_screen_model(path) if path.exists() else None
    except BadModelError as problem:
        _log.error("screen model refused: %s", problem)
        return None


def load_screen_model(path: Path) -> ScreenModel:
    """The model in `path`. Raises `BadModelError` where it is damaged or of another version."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            if about["form"] != FORM:
                raise BadModelError(f"{path.name}: was built by another version; build it again")
            return ScreenModel(
                index={str(name): at for at, name in enumerate(stored["features"])},
                rarity=stored["rarity"],
                weights=stored["weights"],
                offsets=stored["offsets"],
                threshold=about["threshold"],
                doubt=about["doubt"],
                version=about["version"],
                measured=about["measured"],
            )
    except (OSError, KeyError, EOFError, ValueError, zipfile.BadZipFile) as problem:
        if isinstance(problem, BadModelError):
            raise
        raise BadModelError(f"{path.name}: cannot be read ({problem})") from problem
