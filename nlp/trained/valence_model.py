"""A trained reader of valence: how the speaker finds one theme, from the message, its clause, and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array, hstack

from nlp.arrays import Floats
from nlp.findings import Valence
from nlp.trained.network import Network, Pace, one_of_kinds, train_side_by_side
from nlp.trained.weighing import Plain

VALENCES = tuple(Valence)
HIDDEN = 64
# One example more or less moves a network by a point or two; the mean of several moves less.
NETWORKS = 2
PACE = Pace(rounds=2)
# How much a message counts beside the clauses that tell of a theme, and how its words stand.
MESSAGE_WEIGHS, MESSAGE_ORDER_WEIGHS = 0.6, 1.0
THEME_WEIGHS = 0.7
LEANING_WEIGHS = 0.6
LEANINGS = 6


@dataclass(frozen=True, slots=True)
class ValenceModel:
    """Stands beside a label model, whose plain table and labels it shares."""

    themes: tuple[str, ...]
    network: Network

    def fits(self, plain: Plain) -> bool:
        """Whether it reads the rows of this table."""
        of_clauses = len(plain.words) + len(plain.families)
        return self.network.fits(plain.width + of_clauses + len(self.themes) + LEANINGS, len(VALENCES))

    def valences_of(
        self,
        messages: csr_matrix,
        clauses: csr_matrix,
        *,
        texts: npt.NDArray[np.int64],
        themes: Sequence[str],
        leanings: npt.ArrayLike,
        never_good: npt.NDArray[np.bool_],
    ) -> list[Valence]:
        """How the speaker finds each theme told; where it is `never_good`, the likeliest of the others.

        `messages` are rows of the plain table, one for each text; `clauses` one for each theme told, of the text
        that `texts` says. A message counts once, however many themes are told in it.
        """
        of_message, of_clauses, beside = np.split(
            self.network.inward, np.cumsum([messages.shape[1], clauses.shape[1]])
        )
        hidden = (messages @ of_message)[texts] + clauses @ of_clauses
        hidden += beside_clauses(themes, leanings, self.themes) @ beside
        scores = self.network.scores_of_hidden(hidden + self.network.inward_bias)
        scores[never_good, VALENCES.index(Valence.positive)] = -np.inf
        return [VALENCES[one] for one in scores.argmax(axis=1).tolist()]


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
    return hstack([messages[texts], clauses, beside], format="csr", dtype=np.float32)


def fit_valence(
    rows: csr_matrix,
    given: Sequence[Valence],
    *,
    themes: Sequence[str],
    plain: Plain,
) -> ValenceModel:
    """A model of `given`, one valence for each row of `told_rows`, whose messages are rows of `plain`."""
    wanted = np.array([VALENCES.index(valence) for valence in given])
    often = np.bincount(wanted, minlength=len(VALENCES)) / len(wanted)
    weights = np.ones(rows.shape[1], dtype=np.float32)
    weights[: plain.width] = MESSAGE_WEIGHS
    weights[list(plain.order.values())] = MESSAGE_ORDER_WEIGHS
    weighed = rows @ diags_array(weights, format="csr")
    network = train_side_by_side(
        NETWORKS,
        weighed,
        one_of_kinds(wanted),
        hidden=HIDDEN,
        start=np.log(np.clip(often, 1e-3, 1)),
        pace=PACE,
    )
    # The weights are put into the network, so that rows need none when they are read.
    return ValenceModel(tuple(themes), replace(network, inward=weights[:, None] * network.inward).rounded())
