"""Whether a difference between two shares could be chance.

Two groups are compared by Fisher's exact test, which is right for small groups; very large groups use the
two-proportion z test, which by then agrees with it. Where many themes are compared at once, Holm's method
keeps the chance of even one false alarm at one in twenty (S. Holm, 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

ALARM = 0.05
EXACT_UP_TO = 5_000

METHOD_IN_WORDS = (
    "We test each difference with Fisher’s exact test, and allow for testing many at once (Holm). "
    "We say a difference is real only where chance would make one this large less than one time in twenty."
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`part` of `whole` now, and the same before."""

    part: int
    whole: int
    part_before: int
    whole_before: int


def chance_of(comparison: Comparison) -> float:
    """How often chance alone would make a difference at least this large, from 0 to 1."""
    a, n, b, m = comparison.part, comparison.whole, comparison.part_before, comparison.whole_before
    if not n or not m:
        return 1.0
    if n + m <= EXACT_UP_TO:
        from scipy.stats import fisher_exact  # noqa: PLC0415 - loading it takes a quarter of a process's start

        return float(fisher_exact([[a, n - a], [b, m - b]]).pvalue)
    pooled = (a + b) / (n + m)
    spread = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return erfc(abs(a / n - b / m) / spread / sqrt(2)) if spread else 1.0


def real_differences(comparisons: Sequence[Comparison]) -> tuple[bool, ...]:
    """For each comparison, whether the difference is larger than chance would make it."""
    chances = [chance_of(comparison) for comparison in comparisons]
    real = [False] * len(chances)
    for rank, i in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[i] * (len(chances) - rank) > ALARM:
            break
        real[i] = True
    return tuple(real)
