"""A small network with one hidden layer over rows of features, trained the same each time.

It shares what it learns between labels, which one linear model for each cannot. Rows and hidden units are
dropped at random in training, so that no single word decides. Steps by Adam (Kingma and Ba, 2015), shrinking
to nothing over the rounds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.trained.joined import Joined

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
# Scores of a batch and the places of its rows, to how the loss grows with each score.
Slope = Callable[[Floats, Places], Floats]

BATCH = 256
STEPS, FEWEST_ROUNDS, MOST_ROUNDS = 480, 6, 30
STEP = 4e-3
KEEP_INPUT, KEEP_HIDDEN = 0.7, 0.6
SEED = 20


@dataclass(frozen=True, slots=True)
class Network:
    """`inward` is features by hidden units, `outward` hidden units by scores, each with what is added."""

    inward: Floats
    inward_bias: Floats
    outward: Floats
    outward_bias: Floats

    def scores(self, rows: csr_matrix | Joined) -> Floats:
        """One row of raw scores for each row."""
        return self.scores_of_hidden(rows @ self.inward + self.inward_bias)

    def scores_of_hidden(self, raw: Floats) -> Floats:
        """The same from what reaches the hidden units, a row for each."""
        return np.asarray(np.maximum(raw, 0) @ self.outward + self.outward_bias, dtype=np.float32)

    def weighing(self, share: float) -> "Network":
        """The same network with its scores made this many times as large."""
        scale = np.float32(share)
        return replace(self, outward=scale * self.outward, outward_bias=scale * self.outward_bias)


def train_network(rows: csr_matrix | Joined, slope: Slope, *, hidden: int, start: Floats) -> Network:
    """A network that makes the loss behind `slope` small; `start` is the score of each output at first.

    It takes about `STEPS` steps, however many rows there are.
    """
    rounds = min(MOST_ROUNDS, max(FEWEST_ROUNDS, math.ceil(STEPS * BATCH / max(1, rows.shape[0]))))
    rng = np.random.default_rng(SEED)
    network = Network(
        _small(rng, (rows.shape[1], hidden), 0.05),
        np.zeros(hidden, dtype=np.float32),
        _small(rng, (hidden, len(start)), 0.1),
        start.astype(np.float32),
    )
    paces = [_Adam(getattr(network, part.name)) for part in fields(network)]
    for number in range(rounds):
        order = rng.permutation(rows.shape[0])
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            for pace, slopes in zip(paces, _slopes(rows[chosen], network, slope, chosen, rng), strict=True):
                pace.step(*slopes, STEP * (1 - number / rounds))
    return network


def _slopes(
    batch: csr_matrix | Joined,
    network: Network,
    slope: Slope,
    chosen: Places,
    rng: np.random.Generator,
) -> list[tuple[Floats, Places | None]]:
    """How the loss of one batch grows with each number of the network, and which rows of it that concerns."""
    beside = _dropped(batch.beside, rng) if isinstance(batch, Joined) else None
    sparse = batch.sparse if isinstance(batch, Joined) else batch
    sparse.data = _dropped(sparse.data, rng)
    touched, columns = np.unique(sparse.indices, return_inverse=True)
    known = csr_matrix((sparse.data, columns, sparse.indptr), shape=(sparse.shape[0], len(touched)))
    raw = known @ network.inward[touched] + network.inward_bias
    if beside is not None:
        raw += beside @ network.inward[sparse.shape[1] :]
    open_units = (raw > 0) * (rng.random(raw.shape, dtype=np.float32) < KEEP_HIDDEN) / np.float32(KEEP_HIDDEN)
    hidden = raw * open_units
    upper = slope(hidden @ network.outward + network.outward_bias, chosen) / np.float32(len(chosen))
    lower = (upper @ network.outward.T) * open_units
    inward = np.asarray(known.T @ lower)
    if beside is not None:
        touched = np.concatenate([touched, np.arange(sparse.shape[1], len(network.inward))])
        inward = np.vstack([inward, beside.T @ lower])
    return [
        (inward, touched),
        (lower.sum(axis=0), None),
        (hidden.T @ upper, None),
        (upper.sum(axis=0), None),
    ]


def _dropped(values: Floats, rng: np.random.Generator) -> Floats:
    """Some of the values at random, the others larger for it."""
    return np.asarray(
        values * (rng.random(values.shape, dtype=np.float32) < KEEP_INPUT) / KEEP_INPUT, dtype=values.dtype
    )


class _Adam:
    """Steps for one part of the network. Rows that a batch did not touch stay as they are."""

    def __init__(self, part: Floats) -> None:
        self._part = part
        self._mean = np.zeros_like(part)
        self._square = np.zeros_like(part)
        self._steps = 0

    def step(self, slope: Floats, touched: Places | None, pace: float) -> None:
        self._steps += 1
        rows = slice(None) if touched is None else touched
        mean = self._mean[rows] = 0.9 * self._mean[rows] + 0.1 * slope
        square = self._square[rows] = 0.999 * self._square[rows] + 0.001 * slope * slope
        pace *= math.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        self._part[rows] -= np.float32(pace) * mean / (np.sqrt(square) + np.float32(1e-8))


def _small(rng: np.random.Generator, shape: tuple[int, int], spread: float) -> Floats:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(spread)
