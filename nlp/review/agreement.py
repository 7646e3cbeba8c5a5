"""How far two people who looked at the same passages agree: pure functions over what each found.

Cohen's kappa (Cohen 1960, "A coefficient of agreement for nominal scales") is the agreement beyond what two
people would reach by chance who each give the theme as often as they do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FEWEST = 10
DRAWS = 2000
STEPS = (
    (0.81, "almost always"),
    (0.61, "well"),
    (0.41, "fairly"),
    (0.21, "a little"),
)

Floats = npt.NDArray[np.float64]


class Cells(NamedTuple):
    """How many themes of one passage both gave, the first alone, the second alone, and neither."""

    both: int = 0
    first_alone: int = 0
    second_alone: int = 0
    neither: int = 0


@dataclass(frozen=True, slots=True)
class TwoLooks:
    """What two people found in one passage: a valence for each theme. `offered` are the themes to choose from."""

    first: Mapping[str, str]
    second: Mapping[str, str]
    offered: frozenset[str] = frozenset()

    def differing(self) -> list[str]:
        """Themes that only one gave, or that each found different in kind."""
        return sorted(
            theme
            for theme in self.first.keys() | self.second.keys()
            if self.first.get(theme) != self.second.get(theme)
        )


@dataclass(frozen=True)
class Agreement:
    """One theme, or all of them, in the passages that two people looked at.

    `passages` counts those with the same cells. `same_kind` of the themes that both gave, they found good, bad,
    mixed or neither alike. `given` passages have the theme, or any theme, from either.
    """

    passages: Counter[Cells]
    same_kind: int = 0

    @cached_property
    def _all(self) -> Cells:
        return Cells(*(sum(row[at] * many for row, many in self.passages.items()) for at in range(4)))

    @property
    def both(self) -> int:
        return self._all.both

    @property
    def one(self) -> int:
        return self._all.first_alone + self._all.second_alone

    @property
    def neither(self) -> int:
        return self._all.neither

    @property
    def total(self) -> int:
        return sum(self._all)

    @property
    def given(self) -> int:
        return sum(many for row, many in self.passages.items() if sum(row) > row.neither)

    @property
    def enough(self) -> bool:
        """Whether there is enough to say anything.

        Rationale: passages in which neither gives the theme are many and easy. What tells how far two people
        agree on it are those in which somebody does; with fewer, one passage more changes the answer.
        """
        return self.given >= FEWEST

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, -1 to 1; None where both always say the same one thing, so that chance explains it."""
        (kappa,) = _kappas(np.array([self._all], dtype=float))
        return None if np.isnan(kappa) else float(kappa)

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Where kappa truly is, 19 times of 20: the middle of the posterior under a Jeffreys prior.

        For one theme that is a Dirichlet with half a passage added to each cell (Basu, Banerjee and Sen 2000,
        "Bayesian inference for kappa from single and multiple studies"); for all of them the Bayesian bootstrap over
        passages (Rubin 1981) with the same added. So it stays wide where a few passages happen to agree.
        """
        rows = np.array([*np.eye(4), *self.passages], dtype=float)
        weights = np.array([*[0.5] * 4, *self.passages.values()], dtype=float)
        drawn = np.random.default_rng(1960).standard_gamma(weights, size=(DRAWS, len(weights)))
        low, high = np.nanquantile(_kappas(drawn @ rows), (0.025, 0.975))
        return float(low), float(high)


def agreement_on(theme: str, looks: Sequence[TwoLooks]) -> Agreement:
    """How two people agree on this theme, over the passages whose speakers it is offered to."""
    return _counted((look, [theme]) for look in looks if theme in look.offered)


def agreement_on_all(looks: Sequence[TwoLooks]) -> Agreement:
    """The same over every theme offered in every passage: each theme of each passage is one question."""
    return _counted((look, look.offered) for look in looks)


def in_words(kappa: float | None) -> str:
    """Kappa, as it is written with two places, in plain words on the steps of Landis and Koch (1977)."""
    if kappa is None:
        return "cannot be told"
    for least, words in STEPS:
        if round(kappa, 2) >= least:
            return words
    return "hardly more than by chance"


def range_in_words(interval: tuple[float, float]) -> str:
    """What an interval leaves open: "fairly to almost always", or one step where it stays inside it."""
    low, high = (in_words(end) for end in interval)
    return low if low == high else f"{low} to {high}"


def _kappas(cells: Floats) -> Floats:
    """Kappa of each row of four cells; not a number where chance explains all."""
    both, first_alone, second_alone, neither = cells.T
    total = cells.sum(axis=1)
    first, second = both + first_alone, both + second_alone
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (both + neither) / total
        chance = (first * second + (total - first) * (total - second)) / total**2
        return np.asarray(np.where(chance == 1, np.nan, (share - chance) / (1 - chance)))


def _counted(asked: Iterable[tuple[TwoLooks, Iterable[str]]]) -> Agreement:
    passages: Counter[Cells] = Counter()
    same_kind = 0
    for look, themes in asked:
        said: Counter[tuple[bool, bool]] = Counter()
        for theme in themes:
            one, other = look.first.get(theme), look.second.get(theme)
            said[one is not None, other is not None] += 1
            same_kind += one is not None and one == other
        passages[Cells(said[True, True], said[True, False], said[False, True], said[False, False])] += 1
    return Agreement(passages, same_kind)
