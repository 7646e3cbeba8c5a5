"""How far two people who looked at the same passages agree: pure functions over what each found.

Cohen's kappa (Cohen 1960, "A coefficient of agreement for nominal scales") is the agreement beyond what two
people would reach by chance who each give the theme as often as they do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 10


@dataclass(frozen=True, slots=True)
class TwoLooks:
    """What two people found in one passage: a valence for each theme. `offered` are the themes to choose from."""

    first: Mapping[str, str]
    second: Mapping[str, str]
    offered: frozenset[str]

    def differing(self) -> list[str]:
        """Themes that only one gave, or that each found different in kind."""
        return sorted(
            theme
            for theme in self.first.keys() | self.second.keys()
            if self.first.get(theme) != self.second.get(theme)
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """One theme, or all of them, in the passages that two people looked at.

    `both` gave it, `one` of the two did, `neither` did; `same_kind` of
    the `both` found it good, bad, mixed or neither alike.
    """

    both: int
    first_alone: int
    second_alone: int
    neither: int
    same_kind: int

    @property
    def one(self) -> int:
        return self.first_alone + self.second_alone

    @property
    def total(self) -> int:
        return self.both + self.one + self.neither

    @property
    def share(self) -> float:
        """How often they say the same of the theme, 0 to 1."""
        return (self.both + self.neither) / self.total if self.total else 0.0

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, -1 to 1; None where both always say the same one thing, so that chance explains it."""
        if not self.total:
            return None
        first, second = (self.both + alone for alone in (self.first_alone, self.second_alone))
        chance = (first * second + (self.total - first) * (self.total - second)) / self.total**2
        return None if chance == 1 else (self.share - chance) / (1 - chance)

    @property
    def enough(self) -> bool:
        """Whether there is enough to say anything: with fewer, one passage more changes the answer."""
        return self.total >= FEWEST and self.both + self.one > 0


def agreement_on(theme: str, looks: Sequence[TwoLooks]) -> Agreement:
    """How two people agree on this theme, over the passages whose speakers it is offered to."""
    return _counted((look, theme) for look in looks if theme in look.offered)


def agreement_on_all(looks: Sequence[TwoLooks]) -> Agreement:
    """The same over every theme offered in every passage: each theme of each passage is one question."""
    return _counted((look, theme) for look in looks for theme in look.offered)


def in_words(kappa: float | None) -> str:
    """Kappa in plain words, on the steps of Landis and Koch (1977)."""
    if kappa is None:
        return "cannot be told"
    for least, words in (
        (0.81, "almost the same"),
        (0.61, "well"),
        (0.41, "fairly"),
        (0.21, "a little"),
    ):
        if kappa >= least:
            return words
    return "no more than by chance"


def _counted(asked: Iterable[tuple[TwoLooks, str]]) -> Agreement:
    said: Counter[tuple[bool, bool]] = Counter()
    same_kind = 0
    for look, theme in asked:
        one, other = look.first.get(theme), look.second.get(theme)
        said[one is not None, other is not None] += 1
        same_kind += one is not None and one == other
    return Agreement(
        both=said[True, True],
        first_alone=said[True, False],
        second_alone=said[False, True],
        neither=said[False, False],
        same_kind=same_kind,
    )
