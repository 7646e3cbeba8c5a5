"""What stands in texts, as columns: the row of each thing and its number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.arrays import Places
from nlp.lexis.passages import places_in_each
from nlp.lexis.tables import NONE, distinct
from nlp.trained.features import Features

Values = npt.NDArray[np.float64]


class Cells(NamedTuple):
    """Values of a table with one row for each text."""

    rows: Places
    columns: Places
    values: Values


def by_row(columns: Places, rows: Places, values: Values) -> Cells:
    """Cells by row and then by column, those in one place added up; `NONE` is no column."""
    there = np.flatnonzero(columns != NONE)
    columns, rows, values = columns[there], rows[there], values[there]
    shape = int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1
    table = csr_matrix((values, (rows, columns)), shape=shape)
    table.sum_duplicates()
    return Cells(np.repeat(np.arange(shape[0]), np.diff(table.indptr)), table.indices, table.data)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Things that stand in texts, by text: the row of each, its number, and what it counts; `names` are by number."""

    rows: Places
    numbers: Places
    names: Sequence[Any]
    counts: Values

    @classmethod
    def of(cls, rows: Places, numbers: Places, names: Sequence[Any]) -> "Standing":
        """Things that count one each."""
        return cls(rows, numbers, names, np.ones(len(rows)))

    @classmethod
    def told(cls, texts: Sequence[Features]) -> "Standing":
        """What is told of each text by name, and how much it counts."""
        number: dict[str, int] = {}
        numbers = [number.setdefault(name, len(number)) for text in texts for name in text]
        counts = [count for text in texts for count in text.values()]
        many = np.array([len(text) for text in texts], dtype=np.int64)
        return cls(
            np.repeat(np.arange(len(texts)), many),
            np.array(numbers, dtype=np.int64),
            list(number),
            np.array(counts, dtype=np.float64),
        )

    def at(self, places: Places) -> "Standing":
        """What stands in the texts at these places, which are now the rows."""
        at, rows = things_of(self.rows, places)
        return Standing(rows, self.numbers[at], self.names, self.counts[at])

    def beside(self, other: "Standing") -> "Standing":
        """What stands in each text here, and then there; no name stands in both."""
        rows = np.concatenate([self.rows, other.rows])
        order = np.argsort(rows, kind="stable")
        numbers = np.concatenate([self.numbers, other.numbers + len(self.names)])
        counts = np.concatenate([self.counts, other.counts])
        return Standing(rows[order], numbers[order], [*self.names, *other.names], counts[order])

    def columns(self, column: Mapping[Any, int], otherwise: int = NONE) -> Places:
        """The column of each thing by its name."""
        of_names = np.array([column.get(name, otherwise) for name in self.names], dtype=np.int64)
        found: Places = of_names[self.numbers]
        return found

    def cells(self, column: Mapping[Any, int]) -> Cells:
        """What each thing counts in its column, `NONE` where it has none."""
        return Cells(self.rows, self.columns(column), self.counts)

    def often(self, texts: int, least: int) -> dict[Any, int]:
        """The names that stand in so many of so many `texts`, in order, each with in how many."""
        return often({"": (self.numbers, self.rows)}, self.names.__getitem__, texts, least)


def often(
    found: Mapping[str, tuple[Places, Places]], name: Callable[[int], Any], texts: int, least: int
) -> dict[Any, int]:
    """The names of the numbers `found` in `least` of so many `texts` or more, in order, each with in how many.

    By what stands before their names, numbers come with the text that each is found in; `NONE` has no name. The
    largest number times `texts` stays below two to the 63.
    """
    counted: dict[Any, int] = {}
    for before, (numbers, rows) in found.items():
        there = numbers != NONE
        once = distinct(numbers[there] * texts + rows[there]) // texts
        starts = np.flatnonzero(np.diff(once, prepend=NONE))
        counts = np.diff(starts, append=len(once))
        kept = np.flatnonzero(counts >= least)
        for number, count in zip(once[starts[kept]].tolist(), counts[kept].tolist(), strict=True):
            counted[before + name(number) if before else name(number)] = count
    return dict(sorted(counted.items()))


def things_of(rows: Places, places: Places) -> tuple[Places, Places]:
    """Where those things stand that are of the texts at `places`, and which of these they are of; `rows` in order."""
    first = np.searchsorted(rows, places)
    return places_in_each(first, np.searchsorted(rows, places, side="right") - first)
