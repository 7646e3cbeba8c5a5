"""A linear model that gives a text its labels, and how it is kept on disk.

One ridge regression for each label, solved in closed form over all labels at once. That makes training exact,
quick and repeatable, and gives for every example the score it would get had it been left out, so thresholds
are chosen on decisions the model has not seen. (Closed form: Rifkin and Lippert, Notes on regularized least
squares, 2007.)
"""

import hashlib
import json
import math
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.features import BLOCK_WEIGHT, CONTEXT, PHRASES, PIECES, WORDS, Seen

FORMAT = 1
BIAS = 0.1
STRENGTHS = (1.0, 2.0, 4.0)
LEAST_TEXTS = {WORDS: 1, PIECES: 2, PHRASES: 1, CONTEXT: 1}
SHRINK = 40
STEEPNESS = 8.0

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class ModelRefusedError(ValueError):
    """A model that cannot be used: says which folder and why."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")


@dataclass(frozen=True, slots=True)
class Weighing:
    """Which features count, where each stands in the weights, and how rare it is."""

    places: dict[str, int]
    rarity: list[float]

    @classmethod
    def of(cls, texts: Sequence[Seen]) -> "Weighing":
        """The weighing learnt from `texts`."""
        counts: Counter[str] = Counter()
        for text in texts:
            for _, features in text.blocks():
                counts.update(features.keys())
        kept = sorted(name for name, count in counts.items() if count >= LEAST_TEXTS[name[0]])
        plain = (PHRASES, CONTEXT)
        rarity = [
            1.0 if name[0] in plain else math.log((1 + len(texts)) / (1 + counts[name])) + 1 for name in kept
        ]
        return cls({name: place for place, name in enumerate(kept)}, rarity)

    def row(self, text: Seen) -> tuple[list[int], list[float]]:
        """Places and values of one text's features."""
        places: list[int] = []
        values: list[float] = []
        for block, features in text.blocks():
            known = [(self.places[name], value) for name, value in features.items() if name in self.places]
            weighed = [value * self.rarity[place] for place, value in known]
            length = (
                1.0
                if block in (PHRASES, CONTEXT)
                else math.sqrt(sum(value * value for value in weighed)) or 1.0
            )
            places.extend(place for place, _ in known)
            values.extend(value * BLOCK_WEIGHT[block] / length for value in weighed)
        return places, values

    def matrix(self, texts: Sequence[Seen]) -> csr_matrix:
        """One row for each text."""
        starts, places, values = [0], list[int](), list[float]()
        for text in texts:
            row_places, row_values = self.row(text)
            places += row_places
            values += row_values
            starts.append(len(places))
        return csr_matrix((values, places, starts), shape=(len(texts), len(self.rarity)))


@dataclass(frozen=True, slots=True)
class LabelModel:
    """`weights` has a row for each feature and a column for each label; `version` tells what it learnt from."""

    labels: tuple[str, ...]
    weighing: Weighing
    weights: npt.NDArray[np.float32]
    bias: Floats
    thresholds: Floats
    version: str

    def scores(self, text: Seen) -> Floats:
        """One score from 0 to 1 for each label; a label is given from a half upwards."""
        places, values = self.weighing.row(text)
        raw = np.asarray(values) @ self.weights[places] + self.bias if places else self.bias
        return 1 / (1 + np.exp(-STEEPNESS * (np.asarray(raw, dtype=np.float64) - self.thresholds)))

    def save(self, folder: Path) -> None:
        """Keep the model in `folder`, whole or not at all."""
        making = folder.with_name(f"{folder.name}.making-{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        np.save(making / "weights.npy", self.weights)
        told = {
            "format": FORMAT,
            "version": self.version,
            "labels": self.labels,
            "features": list(self.weighing.places),
            "rarity": self.weighing.rarity,
            "bias": self.bias.tolist(),
            "thresholds": self.thresholds.tolist(),
        }
        (making / "model.json").write_text(json.dumps(told), encoding="utf-8")
        (making / "whole.txt").write_text(_digest(making), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)

    @classmethod
    def load(cls, folder: Path, *, version: str | None = None) -> "LabelModel":
        """The model kept in `folder`. Raises `ModelRefusedError` when it is half-written, or not of `version`."""
        try:
            whole = (folder / "whole.txt").read_text(encoding="ascii")
            if whole != _digest(folder):
                raise ModelRefusedError(folder, "the model is not whole")
            told = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            weights = np.load(folder / "weights.npy", allow_pickle=False)
        except FileNotFoundError as problem:
            raise ModelRefusedError(folder, f"{Path(problem.filename).name} is missing") from problem
        except (OSError, UnicodeDecodeError, ValueError) as problem:
            if isinstance(problem, ModelRefusedError):
                raise
            raise ModelRefusedError(folder, f"the model cannot be read ({problem})") from problem
        if told.get("format") != FORMAT:
            raise ModelRefusedError(folder, f"the model has format {told.get('format')}, not {FORMAT}")
        if version is not None and told["version"] != version:
            raise ModelRefusedError(folder, f"the model is of version {told['version']}, not {version}")
        places = {name: place for place, name in enumerate(told["features"])}
        return cls(
            labels=tuple(told["labels"]),
            weighing=Weighing(places, told["rarity"]),
            weights=weights,
            bias=np.array(told["bias"]),
            thresholds=np.array(told["thresholds"]),
            version=told["version"],
        )


def _digest(folder: Path) -> str:
    parts = [(folder / name).read_bytes() for name in ("model.json", "weights.npy")]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def fit(
    texts: Sequence[Seen],
    given: Flags,
    *,
    labels: Sequence[str],
    version: str,
    offered: Flags | None = None,
    held_back: tuple[Sequence[Seen], Flags] | None = None,
) -> tuple[LabelModel, Floats]:
    """A model of `given` (texts by labels), and for each text the raw scores it gets when it is left out.

    A label that is not `offered` for a text neither counts nor is given there. Thresholds are chosen on the
    left-out scores, with those of `held_back` texts beside them.
    """
    weighing = Weighing.of(texts)
    rows = weighing.matrix(texts)
    likeness = np.asarray((rows @ rows.T).todense()) + BIAS
    best: tuple[float, Floats, Floats] | None = None
    for strength in STRENGTHS:
        inverse = np.linalg.inv(likeness + strength * np.eye(len(texts)))
        answer: Floats = np.asarray(inverse @ given.astype(np.float64), dtype=np.float64)
        left_out = given - answer / np.diag(inverse)[:, None]
        if offered is not None:
            left_out = np.where(offered, left_out, -np.inf)
        reached = _best_cut(left_out.ravel(), given.ravel())[1]
        if best is None or reached > best[0]:
            best = (reached, answer, left_out)
    assert best is not None  # noqa: S101 - there is at least one strength
    _, answer, left_out = best
    weights = np.asarray(rows.T @ answer, dtype=np.float32)
    bias = BIAS * answer.sum(axis=0)
    seen_scores, seen_given = left_out, given
    if held_back is not None:
        others = np.asarray(weighing.matrix(held_back[0]) @ weights) + bias
        seen_scores, seen_given = np.vstack([left_out, others]), np.vstack([given, held_back[1]])
    cuts = thresholds(seen_scores, seen_given)
    return LabelModel(tuple(labels), weighing, weights, bias, cuts, version), left_out


def thresholds(scores: Floats, given: Flags) -> Floats:
    """One cut for each label: its own best, drawn towards the best for all where it has few examples."""
    overall = _best_cut(scores.ravel(), given.ravel())[0]
    own = np.array([_best_cut(scores[:, label], given[:, label])[0] for label in range(given.shape[1])])
    count = given.sum(axis=0)
    return np.asarray((count * own + SHRINK * overall) / (count + SHRINK))


def _best_cut(scores: Floats, given: Flags) -> tuple[float, float]:
    """The cut with the best F1, and that F1."""
    order = np.argsort(-scores)
    right = np.cumsum(given[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + max(1, given.sum()))
    at = int(np.argmax(f1))
    following = scores[order[at + 1]] if at + 1 < len(order) else scores[order[at]]
    lower = following if np.isfinite(following) else scores[order[at]] - 0.02
    return float((scores[order[at]] + lower) / 2), float(f1[at])
