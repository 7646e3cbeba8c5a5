"""Mappings and trees of features as columns, so that many words are looked up in them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from nlp.arrays import Column
from nlp.lexis.tables import NONE, Keys, Runs
from nlp.screening.trees import Tree, Weight

# Where something leads, what it adds, and where one goes on from there.
Edge = tuple[int, int, Weight, int]

NOWHERE = 0


class Weighed:
    """Several things that each add to the alarm, to the square of the length, and rows of the network's table."""

    def __init__(self, weights: Sequence[Weight]) -> None:
        self._alarm = np.array([alarm for alarm, _, _ in weights])
        self._square = np.array([square for _, square, _ in weights])
        self._rows = Runs([rows for _, _, rows in weights])

    def added(self, things: Column, words: Column) -> Added:
        """What these things add at the words they stand at."""
        at, rows = self._rows.of(things)
        return Added(words, self._alarm[things], self._square[things], words[at], rows)


class Added:
    """What things add: the `words` at which alarm and square are added, and those of `rows`."""

    def __init__(
        self, words: Column, alarm: Column, square: Column, words_of_rows: Column, rows: Column
    ) -> None:
        self.words, self.alarm, self.square = words, alarm, square
        self.words_of_rows, self.rows = words_of_rows, rows

    @classmethod
    def together(cls, parts: Sequence[Added]) -> Added:
        """Several as one."""
        names = ("words", "alarm", "square", "words_of_rows", "rows")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


class Edges(Weighed):
    """What stands after what: from one number by another to a third, and what is added on the way."""

    def __init__(self, edges: Iterable[Edge], symbols: int) -> None:
        """`symbols` are all numbers that lead on, and more than each of them."""
        known = list(edges)
        super().__init__([weight for _, _, weight, _ in known])
        self._wide = symbols
        self._keys = Keys(np.array([start * symbols + by for start, by, _, _ in known], dtype=np.int64))
        self._onward = np.array([onward for _, _, _, onward in known], dtype=np.int64)

    def follow(self, start: Column, by: Column) -> tuple[Column, Column]:
        """The edges that lead on from `start`, and the places where there is one."""
        places = np.flatnonzero((start != NOWHERE) & (by != NOWHERE))
        edges = self._keys.places(start[places] * self._wide + by[places])
        there = np.flatnonzero(edges != NONE)
        return edges[there], places[there]

    def along(self, node: Column, at: Column, symbols: Column, row_of: Column) -> Iterator[Added]:
        """What is added on the ways from each `node`, by the symbols from `at` on, to the end of its sentence.

        The row of the place after the last word is that of no sentence.
        """
        row = row_of[at]
        while len(at):
            edges, places = self.follow(node, symbols[at])
            yield self.added(edges, at[places])
            node, at, row = self._onward[edges], at[places] + 1, row[places]
            inside = np.flatnonzero((node != NOWHERE) & (row_of[at] == row))
            node, at, row = node[inside], at[inside], row[inside]


def tree_edges(tree: Tree, numbers: dict[int, int], symbols: Mapping[str, int]) -> Iterator[Edge]:
    """The edges of a tree. Each tree in it gets a number in `numbers`, by its identity."""
    here = numbers.setdefault(id(tree), len(numbers) + 1)
    for word, (alarm, square, rows, _, onward) in tree.items():
        there = numbers.setdefault(id(onward), len(numbers) + 1) if onward else NOWHERE
        yield here, symbols[word], (alarm, square, rows), there
        if onward:
            yield from tree_edges(onward, numbers, symbols)


def words_of(tree: Tree) -> Iterator[str]:
    """All words of a tree."""
    for word, step in tree.items():
        yield word
        yield from words_of(step[4])


def numbered(names: Iterable[str]) -> dict[str, int]:
    """A number for each name, from one on."""
    return {name: at for at, name in enumerate(dict.fromkeys(names), start=NOWHERE + 1)}
