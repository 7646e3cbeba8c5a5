"""The second of the trained readers: a small network that tells kinds of harm from kinds of ordinary talk.

What alarms is often not a word but what words mean together, which a sum of weights cannot hold. The network
learns for each example what it sounds like (one of the categories, or one of the ways to be ordinary), so that
kinds share what they have in common.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from nlp.trained.network import Network, Pace, train_network

HIDDEN = 64
PACE = Pace(inward=0.05, upward=0.02, batch=512, rounds=7)
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

    def slope(scores: Table, chosen: Kinds) -> Table:
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        chances[np.arange(len(chosen)), kinds[chosen]] -= 1
        return np.asarray(chances * counts[chosen][:, None], dtype=np.float32)

    with threadpool_limits(limits=1, user_api="blas"):
        return train_network(rows, slope, hidden=HIDDEN, start=np.zeros(of, dtype=np.float32), pace=PACE)
