"""A figure that may be shown to anybody: a number, or the fact that it is hidden.

Charts, tables, PDF pages and CSV files take a `Figure` and never a bare count, so a number that did not pass
through `learning.suppression` has no way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Shown:
    """A count that nobody can be recognised by."""

    n: int

    def __str__(self) -> str:
        return f"{self.n:,}"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A count that is not shown.

    `under` is set only where saying "fewer than ten" gives nothing more away: when the whole table is that
    small. Elsewhere a hidden figure may be small, or large and hidden so that a small one cannot be
    worked out; telling the two apart would narrow the small one.
    """

    under: int | None = None

    def __str__(self) -> str:
        return "hidden" if self.under is None else f"fewer than {self.under}"


Figure: TypeAlias = Shown | Hidden


def hidden_note(threshold: int) -> str:
    """The line under every table that has a hidden figure."""
    return (
        f"Hidden: the number is under {threshold}, or it would let somebody work out a number under "
        f"{threshold}. We hide these so that nobody can be recognised."
    )


def together(parts: Iterable[Figure]) -> Figure:
    """The sum of figures that overlap in nobody, hidden where any of them is."""
    found = list(parts)
    if len(found) == 1:
        return found[0]
    if any(isinstance(figure, Hidden) for figure in found):
        return Hidden()
    return Shown(sum(figure.n for figure in found if isinstance(figure, Shown)))


def share(part: Figure, whole: Figure) -> int | None:
    """`part` of `whole` in whole per cent, or None where either is hidden or the whole is nothing."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden) or whole.n == 0:
        return None
    return round(100 * part.n / whole.n)


def out_of(part: Figure, whole: Figure) -> str:
    """ "41 of 63", or the reason it is not said."""
    if isinstance(part, Hidden):
        return str(part)
    return f"{part} of {whole}" if isinstance(whole, Shown) else str(part)
