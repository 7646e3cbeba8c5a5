"""Fitting a label model, with thresholds chosen on texts it did not learn from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.trained.features import Seen
from nlp.trained.label_model import LabelModel
from nlp.trained.network import Floats, Network, train_network
from nlp.trained.ridge import ridge
from nlp.trained.weighing import LEAST_TEXTS, Plain, Spellings

FOLDS = 4
HIDDEN = 256
SEED = 20

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
    known: Flags | None = None,
    weights: Floats | None = None,
    tell: Callable[[float], None] | None = None,
) -> tuple[LabelModel, Floats]:
    """A model of `given` (texts by labels), and for each text the raw scores of a model that never saw it.

    A label that is not `offered` for a text neither counts nor is given there. Thresholds are chosen on the
    left-out scores, with those of `held_back` texts beside them, and lie the margin of `settings` above.
    A label that is not `known` for a text teaches nothing there. `weights` says how many texts each counts as.
    `tell` hears how far it is, from 0 to 1.
    """
    allowed = np.ones_like(given) if offered is None else offered
    if known is not None:
        allowed = allowed & known
    every = Taught(texts, given, allowed, known, weights)
    left_out = np.zeros(given.shape, dtype=np.float32)
    for number, (kept, out) in enumerate(folds(len(texts)), start=1):
        part = _fitted(every.at(kept), labels, version, settings)
        left_out[out] = part.raw_scores([texts[at] for at in out])
        if tell:
            tell(number / (FOLDS + 1))
    left_out[~allowed] = -np.inf
    model = _fitted(every, labels, version, settings)
    scores, truth = left_out, given
    if held_back is not None and len(held_back[0]):
        scores = np.vstack([left_out, model.raw_scores(held_back[0])])
        truth = np.vstack([given, held_back[1]])
        weights = None if weights is None else np.append(weights, np.ones(len(held_back[0]), np.float32))
    cuts = thresholds(scores, truth, shrink=settings.shrink, weights=weights)
    model.thresholds[:] = cuts + settings.margin
    return model, left_out


@dataclass(frozen=True, slots=True)
class Taught:
    """Texts with what they teach: the labels given, allowed and known, and how many texts each counts as."""

    texts: Sequence[Seen]
    given: Flags
    allowed: Flags
    known: Flags | None
    weights: Floats | None

    def at(self, places: Places) -> "Taught":
        """Those at these places."""
        return Taught(
            [self.texts[at] for at in places],
            self.given[places],
            self.allowed[places],
            None if self.known is None else self.known[places],
            None if self.weights is None else self.weights[places],
        )


def folds(texts: int) -> Iterator[tuple[Places, Places]]:
    """Places to learn from and places to leave out, `FOLDS` times; each place is left out once."""
    order = np.random.default_rng(SEED).permutation(texts)
    for number in range(FOLDS):
        out = order[number::FOLDS]
        if len(out):
            yield np.setdiff1d(order, out), out


def _fitted(taught: Taught, labels: Sequence[str], version: str, settings: Settings) -> LabelModel:
    texts = taught.texts
    plain, spellings = Plain.of(texts), Spellings.of(texts)
    rows = plain.matrix(texts)
    spelt_rows = settings.pieces * spellings.matrix(texts)
    (weights, spelt), bias = ridge(
        [rows, spelt_rows],
        taught.given,
        strength=settings.strength,
        known=taught.known,
        weights=taught.weights,
    )
    network = label_network(rows, taught.given, taught.allowed, taught.weights)
    return LabelModel(
        labels=tuple(labels),
        plain=plain,
        spellings=spellings,
        known=_often_typed(texts),
        weights=weights,
        spelt=np.float32(settings.pieces) * spelt,
        bias=bias,
        network=network.weighing(settings.network),
        thresholds=np.zeros(len(labels), dtype=np.float32),
        version=version,
    )


def label_network(rows: csr_matrix, given: Flags, allowed: Flags, weights: Floats | None = None) -> Network:
    """A network that gives each label's log-odds; what is not `allowed` teaches nothing."""
    often = np.clip(given.mean(axis=0), 1e-3, 0.5)

    def slope(scores: Floats, chosen: Places) -> Floats:
        chance = 1 / (1 + np.exp(-scores))
        missed = (chance - given[chosen]) * allowed[chosen]
        if weights is not None:
            missed = missed * weights[chosen][:, None]
        return np.asarray(missed, dtype=np.float32)

    return train_network(rows, slope, hidden=HIDDEN, start=np.log(often / (1 - often)))


def _often_typed(texts: Sequence[Seen]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in text.spellings:
            counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(word for word, count in counts.items() if count >= LEAST_TEXTS))


def thresholds(
    scores: Floats, given: Flags, *, shrink: float = THEMES.shrink, weights: Floats | None = None
) -> Floats:
    """One cut for each label: its own best, drawn towards the best for all where it has few examples."""
    counts = np.ones(len(scores), dtype=np.float32) if weights is None else weights
    overall = _best_cut(scores.ravel(), given.ravel(), np.repeat(counts, given.shape[1]))
    own = np.array([_best_cut(scores[:, label], given[:, label], counts) for label in range(given.shape[1])])
    count = given.sum(axis=0)
    return np.asarray((count * own + shrink * overall) / (count + shrink), dtype=np.float32)


def _best_cut(scores: Floats, given: Flags, counts: Floats) -> float:
    """The cut with the best F1, where each score counts as many times as `counts` says."""
    order = np.argsort(-scores)
    counted = counts[order].astype(np.float64)
    right = np.cumsum(given[order] * counted)
    f1 = 2 * right / (np.cumsum(counted) + max(1, right[-1]))
    at = int(np.argmax(f1))
    following = scores[order[at + 1]] if at + 1 < len(order) else scores[order[at]]
    lower = following if np.isfinite(following) else scores[order[at]] - 0.02
    return float((scores[order[at]] + lower) / 2)
