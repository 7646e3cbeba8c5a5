"""Ridge regression of many labels at once, by conjugate gradients on all of them together.

Sources: Hestenes and Stiefel, Methods of conjugate gradients for solving linear systems, 1952; Woodbury, Inverting
modified matrices, 1950.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from nlp.arrays import Floats
from nlp.trained.chained import Chained

Table: TypeAlias = csr_matrix | Chained | Floats

STEPS = 60
BIAS = 0.1
# How many of the weightiest features are solved at once before the steps begin.
WEIGHTIEST = 1500


def ridge(
    tables: Sequence[Table],
    given: npt.NDArray[np.bool_],
    *,
    strength: float,
    known: npt.NDArray[np.bool_] | None = None,
    weights: Floats | None = None,
    near_enough: float = 1e-4,
) -> tuple[list[Floats], Floats]:
    """Weights for each of `tables` (texts by features, side by side) and a bias for each label of `given`.

    The first table is of the words, and sparse.
    A label that is not `known` for a text is left out of the sum there; a text of weight 3 counts as three.
    Solved over texts, not over features, of which there are more, until no more than `near_enough` of what was wanted
    is left, squared. The same input gives the same answer.
    """
    wanted = given.astype(np.float32)
    counted = np.float32(1) if known is None else known.astype(np.float32)
    wanted *= counted
    against = np.float32(strength) if weights is None else (strength / weights)[:, None]
    turned = [_turned(table) for table in tables]

    def alike(way: Floats) -> Floats:
        """What the texts have in common, times `way`."""
        pushed = np.broadcast_to(np.float32(BIAS) * way.sum(axis=0), way.shape).copy()
        for table, back in zip(tables, turned, strict=True):
            pushed += table @ (back @ way)
        return pushed

    shortened = _shortening(tables[0], strength)
    answer = np.zeros_like(wanted)
    left = wanted.copy()
    way = shortened(left) * counted
    size = (left * way).sum(axis=0)
    enough = near_enough * (left * left).sum(axis=0)
    for _ in range(STEPS):
        pushed = (against * way + alike(way)) * counted
        step = size / np.maximum((way * pushed).sum(axis=0), 1e-12)
        answer += step * way
        left -= step * pushed
        if np.all((left * left).sum(axis=0) <= enough):
            break
        nearer = shortened(left) * counted
        smaller = (left * nearer).sum(axis=0)
        way = nearer + smaller / np.maximum(size, 1e-12) * way
        size = smaller
    return [np.asarray(back @ answer, dtype=np.float32) for back in turned], BIAS * answer.sum(axis=0)


def _turned(table: Table) -> Table:
    """The table with its rows as columns."""
    if isinstance(table, Chained):
        return table.turned()
    return table.T if isinstance(table, np.ndarray) else table.T.tocsr()


def _shortening(words: Table, strength: float) -> Callable[[Floats], Floats]:
    """What solves the weightiest features and the bias outright, so that few steps lead to the answer for all.

    Rationale: what nearly all texts have in common is ten thousand times as wide as what tells them apart, and steps
    that have to cover both go round for long. For the same reason it is solved to twice as many digits.
    """
    weighty = _weightiest(csr_matrix(words))
    turned = weighty.T.tocsr()
    among = (turned.astype(np.float64) @ weighty.astype(np.float64)).toarray()
    among[np.diag_indices_from(among)] += strength
    solved = np.linalg.inv(among)
    return lambda left: np.asarray(left - weighty @ (solved @ (turned @ left)).astype(np.float32))


def _weightiest(words: csr_matrix) -> csr_matrix:
    """The columns that hold most, and one for the bias."""
    weight = np.bincount(words.indices, words.data**2, minlength=words.shape[1])
    most = np.sort(np.argsort(weight, kind="stable")[-WEIGHTIEST:])
    bias = np.full((words.shape[0], 1), np.sqrt(BIAS))
    return csr_matrix(hstack([words[:, most], bias]), dtype=np.float32)
