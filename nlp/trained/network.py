"""A small network with one hidden layer over rows of features, trained the same each time.

It shares what it learns between labels, which one linear model for each cannot. Rows and hidden units are
dropped at random in training, so that no single word decides. Steps by AdaGrad, with one pace for each feature,
so that a batch costs what its own words cost (Duchi, Hazan and Singer, 2011), shrinking to nothing over the rounds.
"""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.arrays import Flags, Floats, Places
from nlp.trained.joined import Joined

# Scores of a batch and the places of its rows, to how the loss grows with each score.
Slope = Callable[[Floats, Places], Floats]

KEEP_INPUT, KEEP_HIDDEN = 0.7, 0.6
SEED = 20
# So many batches are drawn from the rows at once: one by one takes longer, and all at once no longer fits a cache.
TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the first steps go, of the features' rows and of the few numbers above them; and how many there are.

    All rows are gone through in batches, `rounds` times, and more often where `steps` are not taken by then, up to
    `most_rounds`.
    """

    inward: float = 0.1
    upward: float = 0.03
    batch: int = 256
    rounds: int = 6
    steps: int = 480
    most_rounds: int = 30

    def rounds_for(self, rows: int) -> int:
        """How many times so many rows are gone through."""
        return min(self.most_rounds, max(self.rounds, math.ceil(self.steps * self.batch / max(1, rows))))


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

    def fits(self, features: int, scores: int) -> bool:
        """Whether it reads so many features and gives so many scores."""
        hidden = len(self.inward_bias)
        return (
            self.inward.shape == (features, hidden)
            and self.outward.shape == (hidden, scores)
            and self.outward_bias.shape == (scores,)
        )

    def rounded(self) -> "Network":
        """The same network with its widest part to three digits, as it is kept: it reads the same."""
        return replace(self, inward=self.inward.astype(np.float16).astype(np.float32))

    def weighing(self, share: float) -> "Network":
        """The same network with its scores made this many times as large."""
        scale = np.float32(share)
        return replace(self, outward=scale * self.outward, outward_bias=scale * self.outward_bias)


def train_network(
    rows: csr_matrix | Joined,
    slope: Slope,
    *,
    hidden: int,
    start: Floats,
    pace: Pace = Pace(),
    seed: int = SEED,
) -> Network:
    """A network that makes the loss behind `slope` small; `start` is the score of each output at first."""
    rounds = pace.rounds_for(rows.shape[0])
    rng = np.random.default_rng(seed)
    network = Network(
        _small(rng, (rows.shape[1], hidden), 0.05),
        np.zeros(hidden, dtype=np.float32),
        _small(rng, (hidden, len(start)), 0.1),
        start.astype(np.float32),
    )
    upper = (network.inward_bias, network.outward, network.outward_bias)
    gone = [np.full_like(part, 1e-6) for part in upper]
    gone_inward = np.full(rows.shape[1], 1e-12, dtype=np.float32)
    for number in range(rounds):
        left = np.float32(1 - number / rounds)
        for chosen, batch in _batches(rows, pace.batch, rng):
            touched, inward, slopes = _slopes(batch, network, slope, chosen, rng)
            gone_inward[touched] += np.einsum("ij,ij->i", inward, inward) / hidden
            inward *= (pace.inward * left / np.sqrt(gone_inward[touched]))[:, None]
            network.inward[touched] -= inward
            for part, past, of_part in zip(upper, gone, slopes, strict=True):
                past += of_part * of_part
                part -= pace.upward * left * of_part / np.sqrt(past)
    return network


def train_side_by_side(
    several: int, rows: csr_matrix | Joined, slope: Slope, *, hidden: int, start: Floats, pace: Pace
) -> Network:
    """`several` networks from seeds of their own as one whose scores are the mean of theirs.

    Each has a thread: NumPy and SciPy let go of the interpreter for as long as they count.
    """

    def train(seed: int) -> Network:
        return train_network(rows, slope, hidden=hidden, start=start, pace=pace, seed=seed)

    with ThreadPoolExecutor() as threads:
        networks = list(threads.map(train, range(SEED, SEED + several)))
    return Network(
        np.hstack([network.inward for network in networks]),
        np.concatenate([network.inward_bias for network in networks]),
        np.vstack([network.outward for network in networks]) / np.float32(several),
        np.mean([network.outward_bias for network in networks], axis=0, dtype=np.float32),
    )


def one_of_kinds(kinds: Places, counts: Floats | None = None) -> Slope:
    """The slope where each row is of one kind, with a score for each: how much likelier it is taken to be than it is.

    `counts` says how much each row counts.
    """

    def slope(scores: Floats, chosen: Places) -> Floats:
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        chances[np.arange(len(chosen)), kinds[chosen]] -= 1
        return np.asarray(chances if counts is None else chances * counts[chosen][:, None], dtype=np.float32)

    return slope


def _batches(
    rows: csr_matrix | Joined, size: int, rng: np.random.Generator
) -> Iterator[tuple[Places, csr_matrix | Joined]]:
    """Every row once, so many at a time in a random order, with some cells left out: their places, and they."""
    order = rng.permutation(rows.shape[0])
    for start in range(0, len(order), TOGETHER * size):
        places = order[start : start + TOGETHER * size]
        drawn = _without_some(rows[places], rng)
        for first in range(0, len(places), size):
            batch = slice(first, first + size)
            yield places[batch], drawn[batch]


def _slopes(
    batch: csr_matrix | Joined,
    network: Network,
    slope: Slope,
    chosen: Places,
    rng: np.random.Generator,
) -> tuple[Places, Floats, tuple[Floats, Floats, Floats]]:
    """How the loss of one batch grows with each number of the network.

    The features touched, how the loss grows with their rows, and with the rest.
    """
    sparse = batch.sparse if isinstance(batch, Joined) else batch
    width = sparse.shape[1]
    touched, columns = _touched(sparse.indices, width)
    known = csr_matrix((sparse.data, columns, sparse.indptr), shape=(sparse.shape[0], len(touched)))
    raw = known @ network.inward.take(touched, axis=0, mode="clip") + network.inward_bias
    if isinstance(batch, Joined):
        raw += batch.beside @ network.inward[width:]
    open_units = (raw > 0) * (rng.random(raw.shape, dtype=np.float32) < KEEP_HIDDEN) / np.float32(KEEP_HIDDEN)
    hidden = raw * open_units
    upper = slope(hidden @ network.outward + network.outward_bias, chosen) / np.float32(len(chosen))
    lower = (upper @ network.outward.T) * open_units
    inward = np.asarray(known.T @ lower)
    if isinstance(batch, Joined):
        touched = np.append(touched, np.arange(width, len(network.inward)))
        inward = np.vstack([inward, batch.beside.T @ lower])
    return touched, inward, (lower.sum(axis=0), hidden.T @ upper, upper.sum(axis=0))


def _touched(features: Places, width: int) -> tuple[Places, npt.NDArray[np.int32]]:
    """Which of so many features are among these, in order, and at which of those each stands.

    Rationale: a scan of a row of flags takes a tenth of the time that sorting takes.
    """
    among = np.zeros(width, dtype=bool)
    among[features] = True
    touched = np.flatnonzero(among)
    place = np.empty(width, dtype=np.int32)
    place[touched] = np.arange(len(touched), dtype=np.int32)
    return touched, place[features]


def _without_some(rows: csr_matrix | Joined, rng: np.random.Generator) -> csr_matrix | Joined:
    """The same rows with some cells left out at random, the others larger for it."""
    if isinstance(rows, Joined):
        beside = rows.beside * _stays(rows.beside.shape, rng) / np.float32(KEEP_INPUT)
        return Joined(_without_some(rows.sparse, rng), beside)
    stays = _stays(rows.data.shape, rng)
    starts = np.append(0, np.cumsum(stays))[rows.indptr]
    at = np.flatnonzero(stays)
    return csr_matrix((rows.data[at] / np.float32(KEEP_INPUT), rows.indices[at], starts), shape=rows.shape)


def _stays(shape: tuple[int, ...], rng: np.random.Generator) -> Flags:
    """What is not left out, at random."""
    return rng.random(shape, dtype=np.float32) < KEEP_INPUT


def _small(rng: np.random.Generator, shape: tuple[int, int], spread: float) -> Floats:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(spread)
