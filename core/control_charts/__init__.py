"""XmR control charts: telling a real change from the ordinary ups and downs of a figure over time.

The rules are those of the NHS programme "Making Data Count": the centre is the mean, the limits stand
2.66 mean moving ranges either side, and four patterns count as a signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

LIMIT_FACTOR = 2.66
RUN = 7
FEW_POINTS = 12


class Better(StrEnum):
    """Which way is good for this measure: the authority decides."""

    up = "up"
    down = "down"
    neither = "neither"


class Meaning(StrEnum):
    """What a point says, in the words of the chart's key."""

    improvement = "improvement"
    concern = "concern"
    change = "change"
    ordinary = "ordinary"


class Rule(StrEnum):
    """The pattern that made a point a signal."""

    outside = "outside a limit"
    run = "seven on one side of the average"
    trend = "seven rising or falling"
    near_limit = "two of three close to a limit"


@dataclass(frozen=True, slots=True)
class Point:
    """One value, and what it says."""

    value: float
    meaning: Meaning
    rules: frozenset[Rule]


@dataclass(frozen=True, slots=True)
class Chart:
    """A control chart. Limits of fewer than twelve points are trial limits and the chart must say so."""

    points: tuple[Point, ...]
    mean: float
    lower: float
    upper: float
    trial: bool


def control_chart(
    values: Sequence[float], *, better: Better, least: float | None = None, most: float | None = None
) -> Chart | None:
    """The chart of `values`, oldest first; None for fewer than two, which have no moving range.

    `least` and `most` are the ends of what the measure can be (nought for a count, 0 to 100 for a share): a
    limit beyond them is drawn at the end.
    """
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    reach = LIMIT_FACTOR * sum(ranges) / len(ranges)
    signals = _signals(values, mean, reach)
    points = tuple(
        Point(value, _meaning(sides, better), frozenset(rule for rule, _ in sides))
        for value, sides in zip(values, signals, strict=True)
    )
    lower = mean - reach if least is None else max(least, mean - reach)
    upper = mean + reach if most is None else min(most, mean + reach)
    return Chart(points, mean, lower, upper, trial=len(values) < FEW_POINTS)


def _signals(values: Sequence[float], mean: float, reach: float) -> list[set[tuple[Rule, int]]]:
    """For each value the rules it meets, with +1 where it is high or rising and -1 where low or falling."""
    found: list[set[tuple[Rule, int]]] = [set() for _ in values]
    for way in (1, -1):
        off = [way * (value - mean) for value in values]
        for i, distance in enumerate(off):
            if reach and distance > reach:
                found[i].add((Rule.outside, way))
        for start in range(len(values) - RUN + 1):
            window = range(start, start + RUN)
            if all(off[i] > 0 for i in window):
                _mark(found, window, (Rule.run, way))
            if all(off[i + 1] > off[i] for i in window[:-1]):
                _mark(found, window, (Rule.trend, way))
        near = [i for i, distance in enumerate(off) if reach and distance > reach * 2 / 3]
        for first, second in pairwise(near):
            if second - first <= 2:
                _mark(found, (first, second), (Rule.near_limit, way))
    return found


def _mark(found: list[set[tuple[Rule, int]]], places: Sequence[int], signal: tuple[Rule, int]) -> None:
    for i in places:
        found[i].add(signal)


def _meaning(sides: set[tuple[Rule, int]], better: Better) -> Meaning:
    ways = {way for _, way in sides}
    if not ways:
        return Meaning.ordinary
    if better is Better.neither or len(ways) == 2:
        return Meaning.change
    good = 1 if better is Better.up else -1
    return Meaning.improvement if good in ways else Meaning.concern
