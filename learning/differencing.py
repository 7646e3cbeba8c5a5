"""Refusing a set of figures that, laid beside one already published, would show a few people by
subtraction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Block(NamedTuple):
    """The finest group of voices a summary counts. Blocks never overlap."""

    team: str
    month: str
    speaker: str


Cohort = Mapping[Block, int]


class TooCloseError(ValueError):
    """The new figures differ from published ones by a few people."""

    def __init__(self, *, published: str, threshold: int) -> None:
        super().__init__(
            f"These figures differ from “{published}” by fewer than {threshold} people in one group, so "
            "somebody could work out what those few said. Choose other dates or teams, or wait for "
            "more voices."
        )
        self.published = published


def refuse_small_differences(
    cohort: Cohort, *, published: Iterable[tuple[str, Cohort]], threshold: int
) -> None:
    """Raise `TooCloseError` if `cohort` and a published one differ by 1 to `threshold - 1` voices.

    The difference is taken each way, for everybody and for each kind of speaker, and counts voices that
    came in late for a month already published. Cohorts with nobody in common have nothing to subtract.

    Rationale: two safe tables can be unsafe together; in simulation one person in an overlapping pair
    could be worked out more often than not.
    """
    for name, other in published:
        if not any(n and other.get(block) for block, n in cohort.items()):
            continue
        for larger, smaller in ((cohort, other), (other, cohort)):
            surplus: Counter[str] = Counter()
            for block, n in larger.items():
                more = max(0, n - smaller.get(block, 0))
                surplus[block.speaker] += more
                surplus["everybody"] += more
            if any(0 < n < threshold for n in surplus.values()):
                raise TooCloseError(published=name, threshold=threshold)
