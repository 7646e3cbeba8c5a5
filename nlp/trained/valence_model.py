"""A trained reader of valence: how the speaker finds one theme, from the message, its clause, and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from nlp.findings import Valence
from nlp.trained.features import Seen
from nlp.trained.network import Floats, Network, train_network
from nlp.trained.weighing import Plain

VALENCES = tuple(Valence)
HIDDEN = 64
MESSAGE_WEIGHS = 0.6
THEME_WEIGHS = 0.7
LEANING_WEIGHS = 0.6
LEANINGS = 6

Leaning = tuple[float, float, float, float, float, float]


class Told(NamedTuple):
    """What is known of one theme in one text.

    `message` is the whole text, `clause` the clauses that carry the theme. `leaning` is what the rules weigh:
    good and bad in the theme's own phrases, beside them, and in the whole text.
    """

    theme: str
    message: Seen
    clause: Seen
    leaning: Leaning


@dataclass(frozen=True, slots=True)
class ValenceModel:
    """Stands beside a label model, whose plain table and labels it shares."""

    themes: tuple[str, ...]
    network: Network

    def valences(self, told: Sequence[Told], plain: Plain) -> list[Valence]:
        """How the speaker finds each theme; `plain` is the table of the label model."""
        if not told:
            return []
        rows = told_rows(told, plain, self.themes)
        return [VALENCES[best] for best in self.network.scores(rows).argmax(axis=1).tolist()]


def told_rows(told: Sequence[Told], plain: Plain, themes: Sequence[str]) -> csr_matrix:
    """One row for each theme told: message, clause, theme and leaning side by side."""
    beside = np.zeros((len(told), len(themes) + LEANINGS), dtype=np.float32)
    number = {theme: place for place, theme in enumerate(themes)}
    for row, one in zip(beside, told, strict=True):
        if one.theme in number:
            row[number[one.theme]] = THEME_WEIGHS
        row[len(themes) :] = one.leaning
    beside[:, len(themes) :] = LEANING_WEIGHS * np.log1p(beside[:, len(themes) :])
    message = plain.matrix([one.message for one in told])
    clause = plain.matrix([one.clause for one in told])
    return hstack([MESSAGE_WEIGHS * message, clause, csr_matrix(beside)], format="csr")


def fit_valence(
    told: Sequence[Told], given: Sequence[Valence], *, themes: Sequence[str], plain: Plain
) -> ValenceModel:
    """A model of `given`, one valence for each theme told."""
    rows = told_rows(told, plain, themes)
    wanted = np.array([VALENCES.index(valence) for valence in given])
    often = np.bincount(wanted, minlength=len(VALENCES)) / len(wanted)

    def slope(scores: Floats, chosen: npt.NDArray[np.int64]) -> Floats:
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        chance[np.arange(len(chosen)), wanted[chosen]] -= 1
        return np.asarray(chance, dtype=np.float32)

    network = train_network(rows, slope, hidden=HIDDEN, start=np.log(np.clip(often, 1e-3, 1)))
    return ValenceModel(tuple(themes), network)
