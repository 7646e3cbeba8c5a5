"""The test that a new model must pass before it is read with: a pure function over what both found.

The draws are a paired bootstrap (Efron and Tibshirani 1993, "An introduction to the bootstrap", chapter 16):
messages are drawn again with replacement, and both models are measured on the same draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.arrays import Flags

FEWEST_PASSAGES = 60
DRAWS = 1000
BETTER_IN = 0.9
FEWEST_OF_A_THEME = 15
MOST_LOST = 0.10
SEED = 20

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Compared:
    """Held-back passages as people and two models see them; each table is passages by `themes`.

    `messages` numbers the message each passage stands in. What is not `known` counts for nothing. `asked` is
    where a person answered about the theme by itself.
    """

    themes: Sequence[str]
    messages: Counts
    truth: Flags
    known: Flags
    asked: Flags
    in_use: Flags
    new: Flags


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the test: its name, whether it is passed, what was found and what was needed."""

    name: str
    passed: bool
    found: float
    needed: float
    themes: tuple[str, ...] = ()


def verdict(compared: Compared) -> tuple[Part, ...]:
    """Each part of the test. The new model is put in use where every part is passed.

    Rationale: a model that reads for a whole authority must be better on what people decided and it never saw,
    by more than the luck of which messages those were, and must not buy that with one theme going blind.
    """
    old, new = micro_f1(compared, compared.in_use), micro_f1(compared, compared.new)
    share = share_of_draws_better(compared)
    worse = themes_that_lose(compared)
    return (
        Part("enough", len(compared.truth) >= FEWEST_PASSAGES, len(compared.truth), FEWEST_PASSAGES),
        Part("better", new > old, round(new, 4), round(old, 4)),
        Part("sure", share >= BETTER_IN, round(share, 3), BETTER_IN),
        Part("no theme worse", not worse, len(worse), 0, worse),
    )


def micro_f1(compared: Compared, given: Flags) -> float:
    """F1 over every known theme of every passage."""
    right, said, there = (int(part.sum()) for part in _by_passage(compared, given))
    return 2 * right / (said + there) if said + there else 0.0


def share_of_draws_better(compared: Compared) -> float:
    """In which share of the draws the new model's micro F1 is higher than that of the one in use."""
    if not len(compared.truth):
        return 0.0
    _, number = np.unique(compared.messages, return_inverse=True)
    many = int(number.max()) + 1
    old, new = (
        [np.bincount(number, part, minlength=many) for part in _by_passage(compared, given)]
        for given in (compared.in_use, compared.new)
    )
    chance = np.random.default_rng(SEED)
    better = 0
    for _ in range(DRAWS):
        drawn = chance.integers(0, many, size=many)
        better += _f1(new, drawn) > _f1(old, drawn)
    return better / DRAWS


def themes_that_lose(compared: Compared) -> tuple[str, ...]:
    """Themes with enough decisions whose F1 falls by more than `MOST_LOST`."""
    lost = []
    for at, theme in enumerate(compared.themes):
        known = compared.known[:, at]
        if int(compared.asked[:, at].sum()) < FEWEST_OF_A_THEME:
            continue
        truth = compared.truth[known, at]
        old, new = (_f1_of(truth, given[known, at]) for given in (compared.in_use, compared.new))
        if old - new > MOST_LOST + 1e-9:
            lost.append(theme)
    return tuple(lost)


def _by_passage(compared: Compared, given: Flags) -> tuple[Counts, Counts, Counts]:
    """For each passage: how many themes are rightly given, how many given, how many there."""
    truth, said = compared.truth & compared.known, given & compared.known
    return (truth & said).sum(axis=1), said.sum(axis=1), truth.sum(axis=1)


def _f1(parts: Sequence[npt.NDArray[Any]], drawn: Counts) -> float:
    right, said, there = (float(part[drawn].sum()) for part in parts)
    return 2 * right / (said + there) if said + there else 0.0


def _f1_of(truth: Flags, given: Flags) -> float:
    both = int(truth.sum()) + int(given.sum())
    return 2 * int((truth & given).sum()) / both if both else 0.0
