"""The second of the trained readers: a small network that tells kinds of harm from kinds of ordinary talk.

What alarms is often not a word but what words mean together, which a sum of weights cannot hold. The network
learns for each example what it sounds like (one of the categories, or one of the ways to be ordinary), so that
kinds share what they have in common. Inputs and hidden units are dropped at random in training. Steps by AdaGrad
with one pace for each feature, so that a batch costs what its own words cost (Duchi, Hazan and Singer, 2011).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from nlp.trained.network import Network

HIDDEN = 64
ROUNDS, BATCH = 7, 512
# How far the first steps go: of the words' rows, and of the few numbers above them.
STEP_IN, STEP_UP = 0.05, 0.02
KEEP_INPUT, KEEP_HIDDEN = 0.7, 0.6
SEED = 20
# No chance is taken to be less.
_LEAST = 1e-7

Table = np.ndarray[Any, np.dtype[np.float32]]
Kinds = np.ndarray[Any, np.dtype[np.int64]]


def scores_of(network: Network, hidden: Table) -> Table:
    """The score of each kind, given what has come together in the hidden units."""
    return np.maximum(hidden, 0) @ network.outward + network.outward_bias


def alarm_of(network: Network, hidden: Table, harms: int) -> float:
    """The log odds of harm, given what has come together in the hidden units. The first `harms` scores are harm."""
    return float(alarms_of_hidden(network, hidden[np.newaxis], harms)[0])


def alarms_of_hidden(network: Network, hidden: Table, harms: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The same of many: `hidden` has a row for each."""
    scores = scores_of(network, hidden)
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    harm = chances[:, :harms].sum(axis=1).astype(np.float64)
    odds: np.ndarray[Any, np.dtype[np.float64]]
    odds = np.log((harm + _LEAST) / (chances.sum(axis=1) - harm + _LEAST))
    return odds


def train_kinds(rows: csr_matrix, kinds: Kinds, of: int, counts: Table) -> Network:
    """A network that gives the scores of `of` kinds; `kinds` says which one each row is, and `counts` how much
    each row counts. The same rows give the same network."""
    with threadpool_limits(limits=1, user_api="blas"):
        return _trained(rows, kinds, of, counts)


def _trained(rows: csr_matrix, kinds: Kinds, of: int, counts: Table) -> Network:
    rng = np.random.default_rng(SEED)
    network = Network(
        _small(rng, (rows.shape[1], HIDDEN), 0.05),
        np.zeros(HIDDEN, dtype=np.float32),
        _small(rng, (HIDDEN, of), 0.1),
        np.zeros(of, dtype=np.float32),
    )
    upper = (network.inward_bias, network.outward, network.outward_bias)
    gone = [np.full_like(part, 1e-6) for part in upper]
    gone_in = np.full(rows.shape[1], 1e-12, dtype=np.float32)
    for number in range(ROUNDS):
        left = np.float32(1 - number / ROUNDS)
        order = rng.permutation(rows.shape[0])
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            touched, slope_in, slopes = _slopes(rows[chosen], network, kinds[chosen], counts[chosen], rng)
            gone_in[touched] += np.einsum("ij,ij->i", slope_in, slope_in) / HIDDEN
            network.inward[touched] -= slope_in * (STEP_IN * left / np.sqrt(gone_in[touched]))[:, None]
            for part, past, slope in zip(upper, gone, slopes, strict=True):
                past += slope * slope
                part -= STEP_UP * left * slope / np.sqrt(past)
    return network


def _slopes(
    batch: csr_matrix, network: Network, kinds: Kinds, counts: Table, rng: np.random.Generator
) -> tuple[Kinds, Table, tuple[Table, Table, Table]]:
    """How the loss of one batch grows with each number of the network: the rows it touches, those, and the rest."""
    kept = batch.data * (rng.random(len(batch.data), dtype=np.float32) < KEEP_INPUT) / np.float32(KEEP_INPUT)
    touched, columns = np.unique(batch.indices, return_inverse=True)
    batch = csr_matrix((kept, columns, batch.indptr), shape=(batch.shape[0], len(touched)))
    raw = batch @ network.inward[touched] + network.inward_bias
    open_units = (raw > 0) * (rng.random(raw.shape, dtype=np.float32) < KEEP_HIDDEN) / np.float32(KEEP_HIDDEN)
    hidden = raw * open_units
    scores = hidden @ network.outward + network.outward_bias
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    chances[np.arange(len(kinds)), kinds] -= 1
    above = chances * (counts / np.float32(len(kinds)))[:, None]
    below = (above @ network.outward.T) * open_units
    return touched, np.asarray(batch.T @ below), (below.sum(axis=0), hidden.T @ above, above.sum(axis=0))


def _small(rng: np.random.Generator, shape: tuple[int, int], spread: float) -> Table:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(spread)
