"""How well a model does on held-back decisions: counts for each theme, and what they say with their intervals.

Intervals of shares are Wilson's (1927); that of micro F1 is by bootstrap over messages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from nlp.arrays import Flags
from nlp.taught.promotion import DRAWS, SEED, Compared
from nlp.trained.measures import Interval, wilson

FEW = 10


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, as a share with the interval that holds the true one 19 times of 20."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        return self.n / self.of if self.of else None

    @property
    def interval(self) -> Interval:
        return wilson(self.n, self.of)


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """One theme: in how many held-back passages it is there, is given, and both; `asked` counts answers about it."""

    right: int
    given: int
    there: int
    asked: int

    @property
    def precision(self) -> Share:
        return Share(self.right, self.given)

    @property
    def recall(self) -> Share:
        return Share(self.right, self.there)

    @property
    def f1(self) -> float | None:
        both = self.given + self.there
        return 2 * self.right / both if both else None

    @property
    def few(self) -> bool:
        """Whether there is too little to say much."""
        return self.there < FEW


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """One model on the held-back decisions of one moment."""

    number: int
    passages: int
    messages: int
    whole: ThemeFigures
    f1_interval: Interval
    themes: Mapping[str, ThemeFigures]

    def to_keep(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def kept(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_keep` gave."""
        low, high = kept["f1_interval"]
        return cls(
            **{name: int(kept[name]) for name in ("number", "passages", "messages")},
            whole=ThemeFigures(**kept["whole"]),
            f1_interval=(low, high),
            themes={theme: ThemeFigures(**one) for theme, one in kept["themes"].items()},
        )


def figures_of(compared: Compared, given: Flags, *, number: int) -> ModelFigures:
    """The figures of the model with this number, which gave `given`."""
    truth, said = compared.truth & compared.known, given & compared.known
    by_theme = {
        theme: ThemeFigures(
            right=int((truth[:, at] & said[:, at]).sum()),
            given=int(said[:, at].sum()),
            there=int(truth[:, at].sum()),
            asked=int(compared.asked[:, at].sum()),
        )
        for at, theme in enumerate(compared.themes)
    }
    return ModelFigures(
        number=number,
        passages=len(truth),
        messages=len(set(compared.messages.tolist())),
        whole=ThemeFigures(
            int((truth & said).sum()), int(said.sum()), int(truth.sum()), int(compared.asked.sum())
        ),
        f1_interval=_interval(compared.messages.tolist(), truth, said),
        themes={theme: one for theme, one in by_theme.items() if one.given or one.there or one.asked},
    )


def _interval(messages: Sequence[int], truth: Flags, said: Flags) -> Interval:
    if not len(truth):
        return 0.0, 1.0
    _, number = np.unique(messages, return_inverse=True)
    right, both = (np.bincount(number, part.sum(axis=1)) for part in (truth & said, truth.astype(int) + said))
    drawn = np.random.default_rng(SEED).integers(0, len(right), size=(DRAWS, len(right)))
    f1 = 2 * right[drawn].sum(axis=1) / np.maximum(1, both[drawn].sum(axis=1))
    low, high = np.quantile(f1, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
