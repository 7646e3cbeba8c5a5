"""The words of many texts as columns, all at once: the same features as `word_features`, without their names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.arrays import Places
from nlp.lexis.numbers import BREAK, UNKNOWN
from nlp.lexis.tables import NONE, Keys
from nlp.trained.features import NOT, TURN_REACH, turning_stems

Values = npt.NDArray[np.float64]


class Cells(NamedTuple):
    """Values of a table with one row for each text."""

    rows: Places
    columns: Places
    values: Values


class StemColumns:
    """The columns of stems, and of pairs of stems, by their numbers."""

    def __init__(self, columns: Mapping[str, int], numbers: Mapping[str, int]) -> None:
        """`columns` gives the column of a stem ("ring") and of a pair ("ring back")."""
        many = self._many = len(numbers) + 1
        self._single = np.full(many, NONE, dtype=np.int64)
        pairs: dict[int, int] = {}
        for name, column in columns.items():
            first, _, second = name.partition(" ")
            if second:
                pairs[numbers[first] * many + numbers[second]] = column
            else:
                self._single[numbers[first]] = column
        self._keys = Keys(np.array(list(pairs), dtype=np.int64))
        self._pairs = np.array([*pairs.values(), NONE], dtype=np.int64)

    def singles(self, stems: Places) -> Places:
        """The column of each stem, or `NONE`."""
        return self._single[stems]

    def pairs(self, first: Places, second: Places) -> Places:
        """The column of each pair, or `NONE`."""
        found: Places = self._pairs[self._keys.places(first * self._many + second)]
        return found


class WordTable:
    """Knows each stem by a number, and which stems and pairs have a column."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        """`columns` gives the column of a stem ("ring"), of a pair ("ring back"), of what is turned ("not ring")."""
        turns = turning_stems()
        parts = sorted({part for name in columns for part in name.split(" ")} | turns)
        self.numbers = {"": BREAK} | {stem: number for number, stem in enumerate(parts, start=UNKNOWN + 1)}
        turned = {name: column for name, column in columns.items() if name.startswith(f"{NOT} ")}
        self._columns = StemColumns(
            {name: column for name, column in columns.items() if name not in turned}, self.numbers
        )
        self._turned = StemColumns(
            {name.partition(" ")[2]: column for name, column in turned.items()}, self.numbers
        )
        self._turns = np.zeros(len(self.numbers) + 1, dtype=bool)
        self._turns[[self.numbers[stem] for stem in turns]] = True

    def numbered(self, streams: Sequence[Sequence[str]]) -> tuple[Places, Places]:
        """The stems of all streams by number, each with the row it is in."""
        number = self.numbers.get
        stems = np.array([number(stem, UNKNOWN) for stream in streams for stem in stream], dtype=np.int64)
        return stems, np.repeat(np.arange(len(streams)), [len(stream) for stream in streams])

    def cells(self, streams: Sequence[Sequence[str]]) -> Cells:
        """How often each known feature stands in each row of stems, damped."""
        return self.cells_of(*self.numbered(streams))

    def cells_of(self, stems: Places, rows: Places) -> Cells:
        """The same for stems by their number here, each with its row; a row's stems stand together."""
        found = [
            known(self.singles(stems), rows),
            known(self.pairs(stems, rows), rows[1:]),
            self._of_turned(stems, rows),
        ]
        return counted(np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found]))

    def singles(self, stems: Places) -> Places:
        """The column of each stem, or `NONE`."""
        return self._columns.singles(stems)

    def pairs(self, stems: Places, rows: Places) -> Places:
        """For each stem but the first, the column of its pair with the one before, or `NONE`."""
        return np.where(rows[:-1] == rows[1:], self._columns.pairs(stems[:-1], stems[1:]), NONE)

    def _of_turned(self, stems: Places, rows: Places) -> tuple[Places, Places]:
        turns = self._turns[stems]
        if not turns.any():
            return stems[:0], rows[:0]
        # Two stems belong to one sentence of one text when no break and no other text lies between them.
        part = np.cumsum((stems == BREAK) | np.concatenate([[False], rows[1:] != rows[:-1]]))
        turned = np.zeros(len(stems), dtype=bool)
        for reach in range(1, TURN_REACH + 1):
            turned[reach:] |= turns[:-reach] & (part[reach:] == part[:-reach])
        return known(np.where(turned & ~turns, self._turned.singles(stems), NONE), rows)


def known(columns: Places, rows: Places) -> tuple[Places, Places]:
    """Those that are columns, with their rows."""
    there = columns != NONE
    return columns[there], rows[there]


def counted(columns: Places, rows: Places) -> Cells:
    """One cell for each row and column, with one and the logarithm of how often it came."""
    if not len(columns):
        return Cells(columns, rows, np.zeros(0))
    wide = int(columns.max()) + 1
    cells, counts = np.unique(rows * wide + columns, return_counts=True)
    return Cells(cells // wide, cells % wide, 1 + np.log(counts))
