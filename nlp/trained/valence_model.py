"""A trained reader of valence: how the speaker finds one theme, from the message, its clause, and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from nlp.findings import Valence
from nlp.trained.network import Floats, Network, Pace, one_of_kinds, train_network

VALENCES = tuple(Valence)
HIDDEN = 64
PACE = Pace(inward=0.05, upward=0.02)
MESSAGE_WEIGHS = 0.6
THEME_WEIGHS = 0.7
LEANING_WEIGHS = 0.6
LEANINGS = 6


@dataclass(frozen=True, slots=True)
class ValenceModel:
    """Stands beside a label model, whose plain table and labels it shares."""

    themes: tuple[str, ...]
    network: Network

    def valences_of(
        self,
        messages: csr_matrix,
        clauses: csr_matrix,
        *,
        texts: npt.NDArray[np.int64],
        themes: Sequence[str],
        leanings: npt.ArrayLike,
    ) -> list[Valence]:
        """How the speaker finds each theme told.

        `messages` are rows of the plain table, one for each text; `clauses` one for each theme told, of the text
        that `texts` says. A message counts once, however many themes are told in it.
        """
        of_message, of_clauses, beside = np.split(
            self.network.inward, np.cumsum([messages.shape[1], clauses.shape[1]])
        )
        hidden = ((MESSAGE_WEIGHS * messages) @ of_message)[texts] + clauses @ of_clauses
        hidden += beside_clauses(themes, leanings, self.themes) @ beside
        best = self.network.scores_of_hidden(hidden + self.network.inward_bias).argmax(axis=1)
        return [VALENCES[one] for one in best.tolist()]


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


def told_rows(
    messages: csr_matrix,
    clauses: csr_matrix,
    *,
    texts: npt.NDArray[np.int64],
    themes: Sequence[str],
    leanings: npt.ArrayLike,
    known: Sequence[str],
) -> csr_matrix:
    """What `valences_of` weighs, as one row for each theme told: message, clause, theme and leaning side by side.

    `known` are the themes of the model.
    """
    beside = csr_matrix(beside_clauses(themes, leanings, known))
    return hstack([MESSAGE_WEIGHS * messages[texts], clauses, beside], format="csr", dtype=np.float32)


def fit_valence(rows: csr_matrix, given: Sequence[Valence], *, themes: Sequence[str]) -> ValenceModel:
    """A model of `given`, one valence for each row of `told_rows`."""
    wanted = np.array([VALENCES.index(valence) for valence in given])
    often = np.bincount(wanted, minlength=len(VALENCES)) / len(wanted)
    network = train_network(
        rows, one_of_kinds(wanted), hidden=HIDDEN, start=np.log(np.clip(often, 1e-3, 1)), pace=PACE
    )
    return ValenceModel(tuple(themes), network)
