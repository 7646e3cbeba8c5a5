"""Tables of numbers, each asked for many at once."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from nlp.arrays import Column, Places

NONE = -1

# An odd number that spreads keys over the table: 2 to the 64 divided by the golden ratio.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def distinct(numbers: Places) -> Places:
    """Each of `numbers` once, the least first. `np.unique` takes thrice as long."""
    ordered = np.sort(numbers)
    once: Places = ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]
    return once


def table_of(rows: Sequence[Collection[str]]) -> tuple[list[str], Any]:
    """The names in `rows` in order, and a table with a one where a row holds a name; no row holds one twice."""
    names = sorted(set().union(*rows))
    places = {name: at for at, name in enumerate(names)}
    columns = np.array([places[name] for row in rows for name in row], dtype=np.int32)
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    table = csr_array((np.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))
    table.sort_indices()
    return names, table


class Runs:
    """A run of numbers for each of several things, which are numbered from nought."""

    def __init__(self, runs: Sequence[Sequence[int]]) -> None:
        self._counts = np.array([len(run) for run in runs], dtype=np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        self._flat = np.array([one for run in runs for one in run], dtype=np.int64)

    def of(self, things: Column) -> tuple[Places, Places]:
        """The numbers of each thing's run, with the place of the thing in `things`."""
        counts = self._counts[things]
        at = np.repeat(np.arange(len(things)), counts)
        within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, self._flat[self._starts[things[at]] + within]


class Keys:
    """Known numbers, none below nought: says of each of many whether it is one, and which.

    Rationale: a table of slots answers in two looks where a search through sorted keys takes seventeen.
    """

    def __init__(self, keys: Places) -> None:
        bits = max(3, (2 * len(keys)).bit_length())
        self._shift, self._last = np.uint64(64 - bits), (1 << bits) - 1
        # No key, as the last: `NONE` leads there.
        self._keys = np.append(np.asarray(keys, dtype=np.int64), NONE)
        self._slots = np.full(1 << bits, NONE, dtype=np.int64)
        slots, left = self._slots_of(self._keys[:-1]), np.arange(len(keys))
        while len(left):
            free = left[self._slots[slots[left]] == NONE]
            self._slots[slots[free]] = free
            left = left[self._slots[slots[left]] != left]
            slots[left] = slots[left] + 1 & self._last

    def places(self, wanted: Places) -> Places:
        """The place of each among the keys; `NONE` where it is none of them."""
        slots = self._slots_of(wanted)
        found = self._slots[slots]
        left = np.flatnonzero((found != NONE) & (self._keys[found] != wanted))
        while len(left):
            slots[left] = slots[left] + 1 & self._last
            found[left] = self._slots[slots[left]]
            left = left[(found[left] != NONE) & (self._keys[found[left]] != wanted[left])]
        return found

    def _slots_of(self, keys: Places) -> Places:
        return (keys.astype(np.uint64) * _SPREAD >> self._shift).astype(np.int64)
