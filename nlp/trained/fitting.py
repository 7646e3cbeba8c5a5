"""Fitting a label model, with thresholds chosen on texts it did not learn from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.language_model import LanguageModel
from nlp.trained.beside import Beside
from nlp.trained.features import Seen
from nlp.trained.joined import Joined
from nlp.trained.label_model import LabelModel
from nlp.trained.network import Floats, Network, train_network
from nlp.trained.ridge import ridge
from nlp.trained.weighing import LEAST_TEXTS, Plain, Spellings

FOLDS = 4
HIDDEN = 256
SEED = 20
# How long the row of a language model's vector may be made, where the words of a text have length one.
WEIGHTS_BESIDE = (0.15, 0.3, 0.6, 1.2)

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is fitted.

    `strength` is the ridge's; `network` and `pieces` how much the network and the pieces of words weigh beside
    what is usual; `shrink` how many examples a label needs until its own threshold counts as much as that of
    all; `margin` how far thresholds lie above those of texts left out, since a model of all texts scores
    strangers higher than one that lacked a part of them.
    """

    strength: float = 3.0
    network: float = 1.0
    pieces: float = 1.0
    shrink: float = 40
    margin: float = 0.1


# Chosen on the shipped examples, and by cross-validation on comments with many rare labels: see docs/reading.md.
THEMES = Settings()
ANY_LABELS = Settings(strength=1.0, network=0.15, pieces=2.0, shrink=4, margin=0.0)


def fit(
    texts: Sequence[Seen],
    given: Flags,
    *,
    labels: Sequence[str],
    version: str,
    offered: Flags | None = None,
    held_back: tuple[Sequence[Seen], Flags] | None = None,
    settings: Settings = THEMES,
    language_model: LanguageModel | None = None,
) -> tuple[LabelModel, Floats]:
    """A model of `given` (texts by labels), and for each text the raw scores of a model that never saw it.

    A label that is not `offered` for a text neither counts nor is given there. Thresholds are chosen on the
    left-out scores, with those of `held_back` texts beside them, and lie the margin of `settings` above.
    The vectors that a `language_model` has left on the texts are features too.
    """
    allowed = np.ones_like(given) if offered is None else offered
    beside = None
    if language_model is not None and language_model.width:
        beside = Beside.of(language_model, texts, WEIGHTS_BESIDE[0])

    def fitted(kept: Places, beside: Beside | None) -> LabelModel:
        some = [texts[at] for at in kept]
        return _fitted(some, given[kept], allowed[kept], labels, version, settings, beside)

    def left_out_by(model: LabelModel, out: Places) -> Floats:
        return np.where(allowed[out], model.raw_scores([texts[at] for at in out]), -np.inf)

    if beside is not None:
        kept, out = next(folds(len(texts)))
        tried = [beside.weighing(weight) for weight in WEIGHTS_BESIDE]
        beside = max(
            tried, key=lambda one: _best_f1(left_out_by(fitted(kept, one), out).ravel(), given[out].ravel())
        )
    left_out = np.zeros(given.shape, dtype=np.float32)
    for kept, out in folds(len(texts)):
        left_out[out] = left_out_by(fitted(kept, beside), out)
    model = fitted(np.arange(len(texts)), beside)
    scores, truth = left_out, given
    if held_back is not None and len(held_back[0]):
        scores = np.vstack([left_out, model.raw_scores(held_back[0])])
        truth = np.vstack([given, held_back[1]])
    model.thresholds[:] = thresholds(scores, truth, shrink=settings.shrink) + settings.margin
    return model, left_out


def folds(texts: int) -> Iterator[tuple[Places, Places]]:
    """Places to learn from and places to leave out, `FOLDS` times; each place is left out once."""
    order = np.random.default_rng(SEED).permutation(texts)
    for number in range(FOLDS):
        out = order[number::FOLDS]
        if len(out):
            yield np.setdiff1d(order, out), out


def _fitted(
    texts: Sequence[Seen],
    given: Flags,
    allowed: Flags,
    labels: Sequence[str],
    version: str,
    settings: Settings,
    beside: Beside | None,
) -> LabelModel:
    plain, spellings = Plain.of(texts), Spellings.of(texts)
    rows = plain.matrix(texts)
    spelt_rows = settings.pieces * spellings.matrix(texts)
    joined = beside.joined(rows, texts) if beside is not None else None
    tables = [rows, spelt_rows] if joined is None else [rows, spelt_rows, joined.beside]
    (weights, spelt, *more), bias = ridge(tables, given, strength=settings.strength)
    network = label_network(rows if joined is None else joined, given, allowed)
    return LabelModel(
        labels=tuple(labels),
        plain=plain,
        spellings=spellings,
        known=_often_typed(texts),
        weights=np.vstack([weights, *more]),
        spelt=np.float32(settings.pieces) * spelt,
        bias=bias,
        network=network.weighing(settings.network),
        thresholds=np.zeros(len(labels), dtype=np.float32),
        version=version,
        beside=beside,
    )


def label_network(rows: csr_matrix | Joined, given: Flags, allowed: Flags) -> Network:
    """A network that gives each label's log-odds; what is not `allowed` teaches nothing."""
    often = np.clip(given.mean(axis=0), 1e-3, 0.5)

    def slope(scores: Floats, chosen: Places) -> Floats:
        chance = 1 / (1 + np.exp(-scores))
        return np.asarray((chance - given[chosen]) * allowed[chosen], dtype=np.float32)

    return train_network(rows, slope, hidden=HIDDEN, start=np.log(often / (1 - often)))


def _often_typed(texts: Sequence[Seen]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in text.spellings:
            counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(word for word, count in counts.items() if count >= LEAST_TEXTS))


def thresholds(scores: Floats, given: Flags, *, shrink: float = THEMES.shrink) -> Floats:
    """One cut for each label: its own best, drawn towards the best for all where it has few examples."""
    overall = _best_cut(scores.ravel(), given.ravel())
    own = np.array([_best_cut(scores[:, label], given[:, label]) for label in range(given.shape[1])])
    count = given.sum(axis=0)
    return np.asarray((count * own + shrink * overall) / (count + shrink), dtype=np.float32)


def _best_cut(scores: Floats, given: Flags) -> float:
    """The cut with the best F1."""
    order, f1 = _f1_by_cut(scores, given)
    at = int(np.argmax(f1))
    following = scores[order[at + 1]] if at + 1 < len(order) else scores[order[at]]
    lower = following if np.isfinite(following) else scores[order[at]] - 0.02
    return float((scores[order[at]] + lower) / 2)


def _best_f1(scores: Floats, given: Flags) -> float:
    """F1 at the best cut."""
    return float(_f1_by_cut(scores, given)[1].max())


def _f1_by_cut(scores: Floats, given: Flags) -> tuple[Places, npt.NDArray[np.float64]]:
    """Places from the highest score down, and F1 where the cut is just below each."""
    order = np.argsort(-scores)
    right = np.cumsum(given[order])
    return order, 2 * right / (np.arange(1, len(order) + 1) + max(1, given.sum()))
