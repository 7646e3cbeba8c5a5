"""Ridge regression of many labels at once, by conjugate gradients on all of them together.

Source: Hestenes and Stiefel, Methods of conjugate gradients for solving linear systems, 1952.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

STEPS = 60
NEAR_ENOUGH = 1e-4
BIAS = 0.1

Floats = npt.NDArray[np.float32]


def ridge(
    tables: Sequence[csr_matrix | Floats],
    given: npt.NDArray[np.bool_],
    *,
    strength: float,
    known: npt.NDArray[np.bool_] | None = None,
    weights: Floats | None = None,
) -> tuple[list[Floats], Floats]:
    """Weights for each of `tables` (texts by features, side by side) and a bias for each label of `given`.

    A label that is not `known` for a text is left out of the sum there; a text of weight 3 counts as three.
    Solved over texts, not over features, of which there are more. The same input gives the same answer.
    """
    wanted = given.astype(np.float32)
    counted = None if known is None else known.astype(np.float32)
    if counted is not None:
        wanted = wanted * counted
    against = np.float32(strength) if weights is None else (strength / weights)[:, None]
    turned = [table.T if isinstance(table, np.ndarray) else table.T.tocsr() for table in tables]
    answer = np.zeros_like(wanted)
    left = wanted.copy()
    way = left.copy()
    size = (left * left).sum(axis=0)
    enough = NEAR_ENOUGH * size
    for _ in range(STEPS):
        pushed = against * way + BIAS * way.sum(axis=0)
        for table, back in zip(tables, turned, strict=True):
            pushed += table @ (back @ way)
        if counted is not None:
            pushed *= counted
        step = size / np.maximum((way * pushed).sum(axis=0), 1e-12)
        answer += step * way
        left -= step * pushed
        smaller = (left * left).sum(axis=0)
        if np.all(smaller <= enough):
            break
        way = left + smaller / np.maximum(size, 1e-12) * way
        size = smaller
    return [np.asarray(back @ answer, dtype=np.float32) for back in turned], BIAS * answer.sum(axis=0)
