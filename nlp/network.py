"""A small network with one hidden layer over sparse rows, trained the same each time.

It shares what it learns between labels, which one linear model for each cannot. Rows and hidden units are
dropped at random in training, so that no single word decides. Steps by Adam (Kingma and Ba, 2015), shrinking
to nothing over the rounds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]
# Scores of a batch and the places of its rows, to how the loss grows with each score.
Slope = Callable[[Floats, npt.NDArray[np.int64]], Floats]

BATCH = 256
STEPS, FEWEST_ROUNDS, MOST_ROUNDS = 360, 6, 30
STEP = 4e-3
KEEP_INPUT, KEEP_HIDDEN = 0.7, 0.5
SEED = 20


@dataclass(frozen=True, slots=True)
class Network:
    """`inward` is features by hidden units, `outward` hidden units by scores, each with what is added."""

    inward: Floats
    inward_bias: Floats
    outward: Floats
    outward_bias: Floats

    def scores(self, rows: csr_matrix) -> Floats:
        """One row of raw scores for each row."""
        hidden = np.maximum(rows @ self.inward + self.inward_bias, 0)
        return np.asarray(hidden @ self.outward + self.outward_bias, dtype=np.float32)


def train_network(rows: csr_matrix, slope: Slope, *, hidden: int, start: Floats) -> Network:
    """A network that makes the loss behind `slope` small; `start` is the score of each output at first.

    It takes about `STEPS` steps, however many rows there are.
    """
    rounds = min(MOST_ROUNDS, max(FEWEST_ROUNDS, math.ceil(STEPS * BATCH / max(1, rows.shape[0]))))
    rng = np.random.default_rng(SEED)
    parts = [
        _small(rng, (rows.shape[1], hidden), 0.05),
        np.zeros(hidden, dtype=np.float32),
        _small(rng, (hidden, len(start)), 0.1),
        start.astype(np.float32),
    ]
    pace = _Adam(parts)
    for number in range(rounds):
        order = rng.permutation(rows.shape[0])
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            pace.step(_slopes(rows[chosen], parts, slope, chosen, rng), STEP * (1 - number / rounds))
    return Network(*parts)


def _slopes(
    batch: csr_matrix,
    parts: list[Floats],
    slope: Slope,
    chosen: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> list[Floats]:
    """How the loss of one batch grows with each number of the network."""
    inward, inward_bias, outward, outward_bias = parts
    batch.data = batch.data * (rng.random(len(batch.data), dtype=np.float32) < KEEP_INPUT) / KEEP_INPUT
    raw = batch @ inward + inward_bias
    open_units = (raw > 0) * (rng.random(raw.shape, dtype=np.float32) < KEEP_HIDDEN) / KEEP_HIDDEN
    hidden = (raw * open_units).astype(np.float32)
    upper = slope(hidden @ outward + outward_bias, chosen) / len(chosen)
    lower = ((upper @ outward.T) * open_units).astype(np.float32)
    return [np.asarray(batch.T @ lower), lower.sum(axis=0), hidden.T @ upper, upper.sum(axis=0)]


class _Adam:
    def __init__(self, parts: list[Floats]) -> None:
        self._parts = parts
        self._mean = [np.zeros_like(part) for part in parts]
        self._square = [np.zeros_like(part) for part in parts]
        self._steps = 0

    def step(self, slopes: list[Floats], pace: float) -> None:
        self._steps += 1
        pace *= float(np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps))
        for part, mean, square, slope in zip(self._parts, self._mean, self._square, slopes, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            part -= pace * mean / (np.sqrt(square) + 1e-8)


def _small(rng: np.random.Generator, shape: tuple[int, int], spread: float) -> Floats:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(spread)
