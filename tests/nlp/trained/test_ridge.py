"""Ridge regression comes to the answer that solving the equations outright gives."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack, random_array

from nlp.trained.ridge import BIAS, ridge

TEXTS, FEATURES, LABELS = 400, 900, 3
CHANCE = np.random.default_rng(8)
# One feature that every text has, beside many that few have: what makes steps go round for long.
TABLE = csr_matrix(
    hstack(
        [
            np.full((TEXTS, 1), 3, np.float32),
            random_array((TEXTS, FEATURES), density=0.02, rng=CHANCE, dtype=np.float32),
        ]
    )
)

GIVEN = CHANCE.random((TEXTS, LABELS)) < 0.2
KNOWN = CHANCE.random((TEXTS, LABELS)) < 0.8
WEIGHTS = CHANCE.integers(1, 4, TEXTS).astype(np.float32)


def outright(known: np.ndarray, weights: np.ndarray, strength: float) -> np.ndarray:
    """What each text scores for each label, by Gaussian elimination."""
    alike = (TABLE @ TABLE.T).toarray().astype(np.float64) + BIAS
    scores = np.zeros((TEXTS, LABELS))
    for label in range(LABELS):
        rows = np.flatnonzero(known[:, label])
        among = alike[np.ix_(rows, rows)] + np.diag(strength / weights[rows])
        answer = np.linalg.solve(among, GIVEN[rows, label].astype(np.float64))
        scores[:, label] = alike[:, rows] @ answer
    return scores


@pytest.mark.parametrize("strength", [0.5, 3.0])
@pytest.mark.parametrize("partly", [False, True])
def test_the_answer_is_the_one_that_elimination_gives(strength: float, partly: bool) -> None:
    known = KNOWN if partly else np.ones_like(GIVEN)
    weights = WEIGHTS if partly else np.ones(TEXTS, dtype=np.float32)
    (learnt,), bias = ridge(
        [TABLE],
        GIVEN,
        strength=strength,
        known=known if partly else None,
        weights=weights if partly else None,
    )
    assert np.abs(TABLE @ learnt + bias - outright(known, weights, strength)).max() < 0.02


def test_a_few_texts_are_enough() -> None:
    few = csr_matrix(np.eye(3, dtype=np.float32))
    (learnt,), bias = ridge([few], np.eye(3, dtype=bool), strength=0.1)
    assert np.argmax(few @ learnt + bias, axis=1).tolist() == [0, 1, 2]
