"""The second of the trained readers: a small network that tells kinds of harm from kinds of ordinary talk.

What alarms is often not a word but what words mean together, which a sum of weights cannot hold. The network
learns for each example what it sounds like (a category that somebody must look at today, or one that can wait, or
one of the ways to be ordinary), so that kinds share what they have in common.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from nlp.arrays import Floats
from nlp.findings import AlertLevel
from nlp.screening.rules import CATEGORIES, Category
from nlp.trained.network import Network, Pace, one_of_kinds, train_network

HIDDEN = 64
PACE = Pace(inward=0.05, upward=0.02, batch=1024)
LEVELS: tuple[AlertLevel, ...] = ("urgent", "review")
# The kinds that the network tells apart first; how it counts the ordinary ones is its own affair.
HARMS = tuple((category, level) for level in LEVELS for category in CATEGORIES)
# No chance is taken to be less.
_LEAST = 1e-7

Kinds = np.ndarray[Any, np.dtype[np.int64]]


class Opinion(NamedTuple):
    """What the network thinks of what alarms: the chance that somebody must look today, and the likeliest category."""

    urgent: float
    category: Category


def chances_of(network: Network, hidden: Floats) -> Floats:
    """How likely each kind is, not yet brought to one, given what has come together in the hidden units.

    `hidden` has a row for each message, as has the answer.
    """
    scores = network.scores_of_hidden(hidden)
    return np.asarray(np.exp(scores - scores.max(axis=1, keepdims=True)), dtype=np.float32)


def alarms_of(chances: Floats) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The log odds of harm in each row."""
    harm = chances[:, : len(HARMS)].sum(axis=1).astype(np.float64)
    odds: np.ndarray[Any, np.dtype[np.float64]]
    # Where all but nothing is harm, rounding may leave less than nothing for the rest.
    others = np.maximum(chances.sum(axis=1) - harm, 0.0)
    odds = np.log((harm + _LEAST) / (others + _LEAST))
    return odds


def opinions_of(chances: Floats) -> list[Opinion]:
    """What the network thinks of each row."""
    harms = chances[:, : len(HARMS)].reshape(len(chances), len(LEVELS), len(CATEGORIES))
    urgent = harms[:, 0].sum(axis=1) / harms.sum(axis=(1, 2))
    likeliest = harms.sum(axis=1).argmax(axis=1)
    return [
        Opinion(chance, CATEGORIES[at])
        for chance, at in zip(urgent.tolist(), likeliest.tolist(), strict=True)
    ]


def train_kinds(rows: csr_matrix, kinds: Kinds, of: int, counts: Floats) -> Network:
    """A network that gives the scores of `of` kinds; `kinds` says which one each row is, and `counts` how much
    each row counts. The same rows give the same network."""
    return train_network(
        rows, one_of_kinds(kinds, counts), hidden=HIDDEN, start=np.zeros(of, dtype=np.float32), pace=PACE
    )
