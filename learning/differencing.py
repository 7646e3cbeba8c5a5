"""Which figures may stand beside published ones, so that nobody can subtract.

Published periods cut the months into parts: months that the very same published periods hold are one part. A
period that holds whole parts only is put together from them, and a figure of it is shown only where each part
by itself would show it. So whatever is added and subtracted, in however many published summaries, comes out
as figures that every part shows anyway. A period that would cut a published part in two is refused: nobody
made sure of the two halves when the whole was published.

All places are cut alike: a team's months beside the whole authority's quarter cut the quarter as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Months = tuple[date, ...]


@dataclass(frozen=True)
class PublishedPeriod:
    """Months of which a published summary shows figures, and what it is called."""

    name: str
    months: frozenset[date]


class TooCloseError(ValueError):
    """A summary of these months would let somebody work out a part of a published one."""

    def __init__(self, *, published: str) -> None:
        super().__init__(
            f"“{published}” is published and counts some of these months together with others. With a "
            "summary of these months somebody could work out the rest of it, and hidden numbers with it. "
            "Choose months that hold all of that period, or none of it."
        )
        self.published = published


def parts_of(months: Iterable[date], published: Sequence[PublishedPeriod]) -> list[Months]:
    """The parts into which published periods cut `months`, earliest first.

    Raises TooCloseError where `months` would cut a published part in two.
    """
    wanted = frozenset(months)
    found: dict[frozenset[int], set[date]] = {}
    for month in sorted(wanted.union(*(period.months for period in published))):
        holders = frozenset(i for i, period in enumerate(published) if month in period.months)
        found.setdefault(holders, set()).add(month)
    for holders, part in found.items():
        if holders and part & wanted and part - wanted:
            raise TooCloseError(published=published[min(holders)].name)
    return sorted(tuple(sorted(part & wanted)) for part in found.values() if part & wanted)
