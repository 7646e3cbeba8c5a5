"""The trained reader: one linear model that says how alarming a message is, how urgent, and of what kind."""

from __future__ import annotations

import json
import logging
import math
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from nlp.screening.lexis import Lexis, Weights, features_by_word
from nlp.screening.reading import Look, rule_features
from nlp.screening.rules import CATEGORIES, RuleBook, shipped_rules

BUILT = Path(__file__).resolve().parent.parent / "built"
MODEL_FILE = "screen.npz"
FORM = 3

# What is said beside the words counts this much, where the words of a message together count one.
SIGN = 0.35
SPEAKERS = ("child", "family", "staff")
_LONGEST = 6

Table = np.ndarray[Any, np.dtype[np.float32]]

_log = logging.getLogger(__name__)


class BadModelError(ValueError):
    """A model file that cannot be used: names the file and why."""


class Opinion(NamedTuple):
    """What the trained reader thinks: the chance that somebody must look today, and the likeliest category."""

    urgent: float
    category: str


@dataclass(frozen=True)
class ScreenModel:
    """A feature's row of `weights` has a column for alarm, one for urgency and one for each category.

    `values` weighs the words' features by how rare they are; signs have the value `SIGN`. Scores are log odds:
    `threshold` is the alarm from which a message as a whole raises an alert, `alone` that from which one
    sentence of it does, and under `doubt` a rule is taken to be mistaken.
    """

    features: tuple[str, ...]
    values: Table
    weights: Table
    offsets: Table
    examples: tuple[str, ...] = ()
    threshold: float = 0.0
    alone: float = 0.0
    doubt: float = 0.0
    version: str = ""
    measured: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each feature."""
        return {name: at for at, name in enumerate(self.features)}

    @cached_property
    def sums(self) -> Weights:
        """What each feature of words adds to the alarm and to the square of the length."""
        added = (self.values * self.weights[:, 0]).tolist()
        squares = (self.values**2).tolist()
        return dict(zip(self.features, zip(added, squares, strict=True), strict=True))

    @cached_property
    def _facts(self) -> dict[tuple[str, int], float]:
        return {
            (speaker, length): float(self.offsets[0])
            + sum(self._sign(fact) for fact in _facts_of(speaker, length))
            for speaker in SPEAKERS
            for length in range(_LONGEST + 1)
        }

    def _sign(self, name: str) -> float:
        at = self.places.get(f"s:{name}")
        return 0.0 if at is None else SIGN * float(self.weights[at, 0])

    def alarm(self, looks: Sequence[Look], speaker: str) -> float:
        """How alarming these sentences are together, as log odds."""
        alarm = square = 0.0
        length = 0
        held = False
        for look in looks:
            alarm += look.alarm
            square += look.square
            length += look.length
            held = held or bool(look.hits or look.taken_back)
        score = self._facts.get((speaker, min(length // 6, _LONGEST)), float(self.offsets[0]))
        if square:
            score += alarm / math.sqrt(square)
        return score + sum(map(self._sign, rule_features(looks))) if held else score

    def opinion(
        self, rows: Sequence[Sequence[str]], looks: Sequence[Look], speaker: str, lexis: Lexis
    ) -> Opinion:
        """What the trained reader thinks of sentences that alarm."""
        places, values = feature_row(
            word_features(rows, lexis), sign_features(looks, speaker), self.places, self.values
        )
        scores = values @ self.weights[places] + self.offsets
        return Opinion(
            1 / (1 + math.exp(-max(-60.0, min(60.0, float(scores[1]))))),
            CATEGORIES[int(np.argmax(scores[2:]))],
        )


def _facts_of(speaker: str, length: int) -> tuple[str, str]:
    """Who speaks, and at what length (in sixes of words)."""
    return f"speaker={speaker}", f"length={length}"


def word_features(rows: Iterable[Sequence[str]], lexis: Lexis) -> Counter[str]:
    """How often the words of these sentences have each feature."""
    return Counter(feature for row in rows for found in features_by_word(row, lexis) for feature in found)


def sign_features(looks: Sequence[Look], speaker: str) -> set[str]:
    """What is said beside the words: who speaks, at what length, and what the rules found."""
    length = min(sum(look.length for look in looks) // 6, _LONGEST)
    return {f"s:{sign}" for sign in (*_facts_of(speaker, length), *rule_features(looks))}


def feature_row(
    counts: Mapping[str, int], signs: Iterable[str], places: Mapping[str, int], values: Table
) -> tuple[list[int], Table]:
    """The places and values of a message's features: those of its words brought to length one, and signs.

    The length is the root of the sum of squares over every occurrence, so that it adds up word by word.
    """
    words = [(at, count) for name, count in counts.items() if (at := places.get(name)) is not None]
    known = [at for at, _ in words]
    often = np.array([count for _, count in words], dtype=np.float32)
    of_words = values[known] * often
    if known:
        of_words /= np.sqrt((values[known] ** 2 * often).sum())
    beside = [at for sign in sorted(signs) if (at := places.get(sign)) is not None]
    return known + beside, np.concatenate([of_words, np.full(len(beside), SIGN, dtype=np.float32)])


class Reader(NamedTuple):
    """The words with everything known of them, and the model; None where the rules read alone."""

    lexis: Lexis
    model: ScreenModel | None


def reader_of(model: ScreenModel | None, book: RuleBook | None = None) -> Reader:
    """A reader by `model` and the rules of `book`, or the shipped ones."""
    rules = book or shipped_rules()
    return Reader(Lexis(rules, model.sums, model.examples) if model else Lexis(rules, {}), model)


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
    """Write `model` to `path`, whole or not at all."""
    about = {
        "form": FORM,
        **{name: getattr(model, name) for name in ("threshold", "alone", "doubt", "version", "measured")},
    }
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as stream:
        np.savez_compressed(
            stream,
            about=np.array(json.dumps(about)),
            features=np.array(model.features),
            examples=np.array(model.examples),
            values=model.values,
            weights=model.weights,
            offsets=model.offsets,
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
                values=stored["values"],
                weights=stored["weights"],
                offsets=stored["offsets"],
                examples=tuple(stored["examples"].tolist()),
                threshold=about["threshold"],
                alone=about["alone"],
                doubt=about["doubt"],
                version=about["version"],
                measured=about["measured"],
            )
    except (OSError, KeyError, EOFError, ValueError, zipfile.BadZipFile) as problem:
        if isinstance(problem, BadModelError):
            raise
        raise BadModelError(f"{path.name}: cannot be read ({problem})") from problem
