"""A trained reader of valence: how the speaker finds one theme, from the message, its clause, and the rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log1p
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.features import Seen, word_features
from nlp.findings import Valence
from nlp.network import Floats, Network, train_network
from nlp.weighing import Plain, Row

VALENCES = tuple(Valence)
HIDDEN = 64
MESSAGE_WEIGHS = 0.6
THEME_WEIGHS = 0.7
LEANING_WEIGHS = 0.6
LEANINGS = 6

Leaning = tuple[float, float, float, float, float, float]


class Told(NamedTuple):
    """What is known of one theme in one text.

    `message` and `clause` are columns and values of the plain table: of the whole text, and of the clauses
    that carry the theme. `leaning` is what the rules weigh: good and bad in the theme's own phrases, beside
    them, and in the whole text.
    """

    theme: str
    message: Row
    clause: Row
    leaning: Leaning


def clause_row(plain: Plain, stems: Sequence[str], families: Collection[int]) -> Row:
    """The stems and families of some clauses as columns and values of the plain table."""
    return plain.row(Seen(word_features(stems), families, {}, (), ()))


@dataclass(frozen=True, slots=True)
class ValenceModel:
    """Stands beside a label model, whose plain table and labels it shares."""

    themes: tuple[str, ...]
    network: Network

    def valences(self, told: Sequence[Told]) -> list[Valence]:
        """How the speaker finds each theme."""
        if not told:
            return []
        width = (len(self.network.inward) - len(self.themes) - LEANINGS) // 2
        rows = told_rows(told, self.themes, width)
        return [VALENCES[best] for best in self.network.scores(rows).argmax(axis=1).tolist()]


def told_rows(told: Sequence[Told], themes: Sequence[str], width: int) -> csr_matrix:
    """One row for each theme told: message, clause, theme and leaning side by side."""
    number = {theme: 2 * width + place for place, theme in enumerate(themes)}
    leaning_at = 2 * width + len(themes)
    starts, places, values = [0], list[int](), list[float]()
    for one in told:
        places += one.message[0]
        values += [MESSAGE_WEIGHS * value for value in one.message[1]]
        places += [width + place for place in one.clause[0]]
        values += one.clause[1]
        if one.theme in number:
            places.append(number[one.theme])
            values.append(THEME_WEIGHS)
        for at, weight in enumerate(one.leaning):
            if weight:
                places.append(leaning_at + at)
                values.append(LEANING_WEIGHS * log1p(weight))
        starts.append(len(places))
    return csr_matrix(
        (np.array(values, dtype=np.float32), places, starts), shape=(len(told), leaning_at + LEANINGS)
    )


def fit_valence(
    told: Sequence[Told], given: Sequence[Valence], *, themes: Sequence[str], width: int
) -> ValenceModel:
    """A model of `given`, one valence for each theme told."""
    rows = told_rows(told, themes, width)
    wanted = np.array([VALENCES.index(valence) for valence in given])
    often = np.bincount(wanted, minlength=len(VALENCES)) / len(wanted)

    def slope(scores: Floats, chosen: npt.NDArray[np.int64]) -> Floats:
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        chance[np.arange(len(chosen)), wanted[chosen]] -= 1
        return np.asarray(chance, dtype=np.float32)

    network = train_network(rows, slope, hidden=HIDDEN, start=np.log(np.clip(often, 1e-3, 1)))
    return ValenceModel(tuple(themes), network)
