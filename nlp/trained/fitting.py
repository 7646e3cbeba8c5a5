"""Fitting a label model, with thresholds chosen on texts it did not learn from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from nlp.arrays import Flags, Floats, Places
from nlp.language_model import LanguageModel
from nlp.trained.beside import Beside
from nlp.trained.best_sentence import told_where
from nlp.trained.joined import Joined
from nlp.trained.label_model import LabelModel
from nlp.trained.network import Network, Pace, train_side_by_side
from nlp.trained.ridge import ridge
from nlp.trained.rows_taught import RowsTaught
from nlp.trained.seen import Seen
from nlp.trained.thresholds import best_f1, thresholds
from nlp.trained.weighing import LEAST_TEXTS, Plain, Spellings

HIDDEN = 128
SEED = 20
# How long the row of a language model's vector may be made, where the words of a text have length one.
WEIGHTS_BESIDE = (0.15, 0.3, 0.6, 1.2)


# Larger batches read strangers a little better, and are sooner through; of few texts they would be too few.
OF_MANY_TEXTS = Pace(batch=1024, rounds=4)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is fitted.

    `strength` is the ridge's, solved to what is `near_enough`; `networks` how many there are, and `pace` theirs;
    `network`, `families` and `pieces` how much the networks, the families of meaning and the pieces of words weigh
    beside what is usual;
    `shrink` how many examples a label needs until its own threshold counts as much as that of all, and `draws` over
    how many draws of the texts its own is the mean; `margin` how far thresholds lie above those of texts left out,
    since examples tell more themes than messages do, and a model of all texts scores strangers higher than one that
    lacked a part of them; `folds` in how many parts texts are cut, and `left_out` how many of these are left out, one
    after another; `whole` whether a model of all texts is what comes out, and not the one that lacks the last of them;
    `sentence` how much of a
    text's score is that of its best sentence, and `sentence_counts` as how many texts each sentence of a text that
    has several teaches the ridge the labels that are told there.
    """

    strength: float = 3.0
    near_enough: float = 1e-2
    networks: int = 2
    pace: Pace = OF_MANY_TEXTS
    network: float = 2.2
    families: float = 1.0
    pieces: float = 1.0
    shrink: float = 2000
    draws: int = 0
    margin: float = 0.2
    folds: int = 20
    left_out: int = 1
    whole: bool = False
    sentence: float = 0.0
    sentence_counts: float = 0.0


# Chosen on the shipped examples, and by cross-validation on comments with many rare labels: see docs/reading.md.
# Of many texts a twentieth can be spared: what is measured is the very model that reads.
THEMES = Settings()
# Of what people decided there is little, so every part of it is left out in turn.
DECIDED = replace(THEMES, folds=3, left_out=3, whole=True)
ANY_LABELS = Settings(
    strength=1.0,
    near_enough=1e-4,
    networks=1,
    pace=Pace(),
    network=0.15,
    families=1.85,
    pieces=3.0,
    shrink=1,
    draws=20,
    margin=0.015,
    folds=4,
    left_out=4,
    whole=True,
    sentence=0.5,
    sentence_counts=0.3,
)


class LeftOut(NamedTuple):
    """Places of texts that were left out, and the raw scores (texts by labels) of a model that never saw them."""

    texts: Places
    scores: Floats


def fit(
    texts: Seen,
    given: Flags,
    *,
    labels: Sequence[str],
    version: str,
    offered: Flags | None = None,
    settings: Settings = THEMES,
    also: Flags | None = None,
    known: Flags | None = None,
    weights: Floats | None = None,
    language_model: LanguageModel | None = None,
    tell: Callable[[float], None] | None = None,
) -> tuple[LabelModel, LeftOut]:
    """A model of `given` (texts by labels), and what one that never saw them makes of some of the texts.

    A label that is not `offered` for a text neither counts nor is given there. Thresholds are chosen on the
    left-out scores and lie the margin of `settings` above.
    Texts past those have the labels in `also`: they teach and are not measured. A label that is not `known` for a
    text teaches nothing there. `weights` says how many texts each counts as. What a `language_model` makes of the
    texts are features too. `tell` hears how far it is, from 0 to 1.
    """
    allowed = np.ones_like(given) if offered is None else offered
    if known is not None:
        allowed = allowed & known
    measured = len(given)
    every = Taught(texts, given, allowed, known, weights).with_more(also)

    def fitted(kept: Places, beside: Beside | None) -> LabelModel:
        taught = every.at(np.append(kept, np.arange(measured, len(texts))))
        return _fitted(taught, labels, version, settings, beside)

    def left_out_by(model: LabelModel, out: Places) -> Floats:
        return np.where(allowed[out], model.raw_scores(texts.at(out)), -np.inf)

    beside = None
    if language_model is not None and language_model.width:
        kept, out = next(folds(measured, settings.folds))
        usual = Beside.of(language_model, texts.vectors[:measured], WEIGHTS_BESIDE[0])
        beside = max(
            map(usual.weighing, WEIGHTS_BESIDE),
            key=lambda tried: best_f1(left_out_by(fitted(kept, tried), out), given[out]),
        )
    parts = list(islice(folds(measured, settings.folds), settings.left_out))
    tried = []
    for number, (kept, out) in enumerate(parts, start=1):
        model = fitted(kept, beside)
        tried.append(left_out_by(model, out))
        if tell:
            tell(number / (len(parts) + settings.whole))
    if settings.whole:
        model = fitted(np.arange(measured), beside)
    left_out = LeftOut(np.concatenate([out for _, out in parts]), np.vstack(tried))
    cuts = thresholds(
        left_out.scores,
        given[left_out.texts],
        shrink=settings.shrink,
        weights=None if weights is None else weights[left_out.texts],
        draws=settings.draws,
    )
    model.thresholds[:] = cuts + settings.margin
    return model, left_out


@dataclass(frozen=True, slots=True)
class Taught:
    """Texts with what they teach: the labels given, allowed and known, and how many texts each counts as."""

    texts: Seen
    given: Flags
    allowed: Flags
    known: Flags | None
    weights: Floats | None

    def at(self, places: Places) -> "Taught":
        """Those at these places."""
        return Taught(
            self.texts.at(places),
            self.given[places],
            self.allowed[places],
            None if self.known is None else self.known[places],
            None if self.weights is None else self.weights[places],
        )

    def with_more(self, given: Flags | None) -> "Taught":
        """The same with what is `given` to more texts, of which everything is known and each counts once."""
        if given is None:
            return self
        every = np.ones_like(given)
        return Taught(
            self.texts,
            np.vstack([self.given, given]),
            np.vstack([self.allowed, every]),
            None if self.known is None else np.vstack([self.known, every]),
            None if self.weights is None else np.append(self.weights, np.ones(len(given), np.float32)),
        )


def folds(texts: int, parts: int) -> Iterator[tuple[Places, Places]]:
    """Places to learn from and places to leave out, once for each of so many `parts`; each place is left out once."""
    order = np.random.default_rng(SEED).permutation(texts)
    for number in range(parts):
        out = order[number::parts]
        if len(out):
            yield np.setdiff1d(order, out), out


def _fitted(
    taught: Taught, labels: Sequence[str], version: str, settings: Settings, beside: Beside | None
) -> LabelModel:
    texts = taught.texts
    plain, spellings = Plain.of(texts), Spellings.of(texts)
    weighing = np.ones(plain.width, dtype=np.float32)
    weighing[list(plain.families.values())] = settings.families

    def rows_of(seen: Seen) -> RowsTaught:
        found = plain.matrix(seen) @ diags_array(weighing, format="csr")
        return RowsTaught(
            found,
            settings.pieces * spellings.matrix(seen),
            None if beside is None else beside.joined(found, seen.vectors).beside,
        )

    whole = rows_of(texts)
    solved = partial(ridge, strength=settings.strength, near_enough=settings.near_enough)
    learnt, bias = solved(whole.tables, taught.given, known=taught.known, weights=taught.weights)
    if settings.sentence_counts and texts.sentences is not None and len(texts.sentences[0]):
        owners, sentences = texts.sentences
        parts = rows_of(sentences)
        scores = np.sum([part @ weight for part, weight in zip(parts.tables, learnt, strict=True)], axis=0)
        counts = np.ones(len(texts), dtype=np.float32) if taught.weights is None else taught.weights
        learnt, bias = solved(
            whole.above(parts).tables,
            np.vstack([taught.given, told_where(scores, owners, taught.given)]),
            known=None if taught.known is None else np.vstack([taught.known, taught.known[owners]]),
            weights=np.append(counts, np.float32(settings.sentence_counts) * counts[owners]),
        )
    weights, spelt, *more = learnt
    rows = whole.without_spellings
    network = _label_network(rows, taught, settings)
    # What families weigh is put into what was learnt, so that rows need no weighing when they are read.
    weighing = np.append(weighing, np.ones(rows.shape[1] - plain.width, dtype=np.float32))[:, None]
    return LabelModel(
        labels=tuple(labels),
        plain=plain,
        spellings=spellings,
        known=tuple(texts.spellings.often(len(texts), LEAST_TEXTS)),
        weights=weighing * np.vstack([weights, *more]),
        spelt=np.float32(settings.pieces) * spelt,
        bias=bias,
        network=replace(network, inward=weighing * network.inward).rounded().weighing(settings.network),
        thresholds=np.zeros(len(labels), dtype=np.float32),
        version=version,
        beside=beside,
        sentence=settings.sentence,
    )


def _label_network(rows: csr_matrix | Joined, taught: Taught, settings: Settings) -> Network:
    """Networks that give each label's log-odds, as one; what is not allowed teaches nothing."""
    often = np.clip(taught.given.mean(axis=0), 1e-3, 0.5)

    def slope(scores: Floats, chosen: Places) -> Floats:
        chance = 1 / (1 + np.exp(-scores))
        missed = (chance - taught.given[chosen]) * taught.allowed[chosen]
        if taught.weights is not None:
            missed = missed * taught.weights[chosen][:, None]
        return np.asarray(missed, dtype=np.float32)

    start = np.log(often / (1 - often))
    return train_side_by_side(settings.networks, rows, slope, hidden=HIDDEN, start=start, pace=settings.pace)
