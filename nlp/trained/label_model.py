"""A model that gives a text its labels.

Two readers of the same features, added up: one linear model for each label, exact and easy to explain, and a
small network that shares what it learns between labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit

from nlp.arrays import Floats
from nlp.language_model import LanguageModel
from nlp.trained.beside import Beside
from nlp.trained.best_sentence import with_best_sentence
from nlp.trained.network import Network
from nlp.trained.seen import Seen
from nlp.trained.valence_model import ValenceModel
from nlp.trained.weighing import Plain, Spellings

STEEPNESS = 5.0
NETWORK_WEIGHS = 0.2


@dataclass(frozen=True)
class LabelModel:
    """`weights` is plain features by labels, `spelt` pieces of words by labels; `known` are words whose pieces
    are added up beforehand; `version` tells what it learnt from; `valence` reads how each label is found. Where a
    language model stands `beside`, the weights of its vectors follow those of the plain features. `sentence` is
    how much of a text's score is that of its best sentence."""

    labels: tuple[str, ...]
    plain: Plain
    spellings: Spellings
    known: tuple[str, ...]
    weights: Floats
    spelt: Floats
    bias: Floats
    network: Network
    thresholds: Floats
    version: str
    valence: ValenceModel | None = None
    beside: Beside | None = None
    sentence: float = 0.0
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {word: place for place, word in enumerate(self.known)})

    @property
    def language_model(self) -> LanguageModel | None:
        """The one whose vectors it needs."""
        return self.beside.language_model if self.beside else None

    def scores(self, texts: Seen) -> Floats:
        """Texts by labels, each from 0 to 1; a label is given from a half upwards."""
        return self.chances(self.raw_scores(texts))

    def chances(self, raw: Floats) -> Floats:
        """From 0 to 1, a half at the threshold."""
        return np.asarray(expit(STEEPNESS * (raw - self.thresholds)), dtype=np.float32)

    def raw_scores(self, texts: Seen) -> Floats:
        """Texts by labels, before the thresholds."""
        if not self.sentence:
            return self._raw_scores_of_whole(texts)
        return with_best_sentence(self._raw_scores_of_whole, texts, share=self.sentence)

    def _raw_scores_of_whole(self, texts: Seen) -> Floats:
        by_spelling = self.spellings.matrix(texts) @ self.spelt
        return self.raw_scores_of(self.plain.matrix(texts), by_spelling, texts.vectors)

    def raw_scores_of(
        self, plain: csr_matrix, by_spelling: Floats, vectors: Sequence[Floats | None] = ()
    ) -> Floats:
        """The same from the rows of the plain table, what the spellings add, and a language model's vectors."""
        rows = plain if self.beside is None else self.beside.joined(plain, vectors)
        raw = rows @ self.weights + self.bias + NETWORK_WEIGHS * self.network.scores(rows)
        return np.asarray(raw + by_spelling, dtype=np.float32)

    def scores_of_words(self, words: Sequence[str]) -> Floats:
        """What the spelling of each word speaks for each label, where it counts in full."""
        return np.asarray(self.spellings.of_words(words) @ self.spelt, dtype=np.float32)

    def by_pieces(self, word: str) -> Floats:
        """What the pieces of one word add to the score of each label, before it is shared among a text's words."""
        place = self._places.get(word)
        if place is not None:
            known: Floats = self._known_scores[place]
            return known
        scores: Floats = self.scores_of_words([word])[0]
        return scores

    @cached_property
    def _known_scores(self) -> Floats:
        return self.scores_of_words(self.known)

    def fits_together(self) -> bool:
        """Whether every table has a row for each feature and a column for each label."""
        labels, pieces = len(self.labels), len(self.spellings.places)
        wide = self.plain.width + (len(self.beside.mean) if self.beside else 0)
        weighed = len(self.plain.words) + len(self.plain.families) + len(self.plain.order)
        return (
            all(isinstance(label, str) for label in self.labels)
            and 0 < labels == len(set(self.labels))
            and len(self.plain.rarity) == weighed
            and len(self.spellings.rarity) == pieces
            and self.weights.shape == (wide, labels)
            and self.spelt.shape == (pieces, labels)
            and self.bias.shape == self.thresholds.shape == (labels,)
            and self.network.fits(wide, labels)
            and (self.valence is None or self.valence.fits(self.plain))
        )
