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

    def valences_of(
        self,
        messages: csr_matrix,
        clauses: csr_matrix,
        *,
        texts: npt.NDArray[np.int64],
        themes: Sequence[str],
        leanings: npt.ArrayLike,
    ) -> list[Valence]:
        """The same from rows of the plain table: `messages` has one for each text, `clauses` one for each theme
        told, of the text that `texts` says. A message counts once, however many themes are told in it."""
        wide, inward = messages.shape[1], self.network.inward
        message = (MESSAGE_WEIGHS * messages) @ inward[:wide]
        hidden = message[texts] + clauses @ inward[wide : 2 * wide]
        hidden += beside_clauses(themes, leanings, self.themes) @ inward[2 * wide :]
        best = self.network.scores_of_hidden(hidden + self.network.inward_bias).argmax(axis=1)
        return [VALENCES[one] for one in best.tolist()]


def told_rows(told: Sequence[Told], plain: Plain, themes: Sequence[str]) -> csr_matrix:
    """One row for each theme told: message, clause, theme and leaning side by side."""
    beside = beside_clauses([one.theme for one in told], [one.leaning for one in told], themes)
    message = plain.matrix([one.message for one in told])
    clause = plain.matrix([one.clause for one in told])
    return hstack([MESSAGE_WEIGHS * message, clause, csr_matrix(beside)], format="csr")


def beside_clauses(told: Sequence[str], leanings: npt.ArrayLike, themes: Sequence[str]) -> Floats:
    """For each theme told a row that says which of `themes` it is, and where the rules lean."""
    beside = np.zeros((len(told), len(themes) + LEANINGS), dtype=np.float32)
    number = {theme: place for place, theme in enumerate(themes)}
    for at, theme in enumerate(told):
        if theme in number:
            beside[at, number[theme]] = THEME_WEIGHS
    sums = np.asarray(leanings, dtype=np.float32).reshape(len(told), LEANINGS)
    beside[:, len(themes) :] = LEANING_WEIGHS * np.log1p(sums)
    return beside


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
