"""The words of many texts as columns, all at once: the same features as `word_features`, without their names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.lexis.tables import NONE, Keys
from nlp.trained.features import NOT, TURN_REACH, turning_stems

Places = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

BREAK, UNKNOWN = 0, 1


class Cells(NamedTuple):
    """Values of a table with one row for each text."""

    rows: Places
    columns: Places
    values: Values


class WordTable:
    """Knows each stem by a number, and each pair of stems by both numbers together."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        """`columns` gives the column of a stem ("ring"), of a pair ("ring back"), of what is turned ("not ring")."""
        turns = turning_stems()
        parts = sorted({part for name in columns for part in name.split(" ")} | turns)
        self.numbers = {"": BREAK} | {stem: number for number, stem in enumerate(parts, start=UNKNOWN + 1)}
        many = self._many = len(parts) + UNKNOWN + 1
        self._single = np.full(many, NONE, dtype=np.int64)
        self._turned = np.full(many, NONE, dtype=np.int64)
        self._turns = np.zeros(many, dtype=bool)
        self._turns[[self.numbers[stem] for stem in turns]] = True
        pairs: dict[int, int] = {}
        for name, column in columns.items():
            first, _, second = name.partition(" ")
            if not second:
                self._single[self.numbers[first]] = column
            elif first == NOT:
                self._turned[self.numbers[second]] = column
            else:
                pairs[self.numbers[first] * many + self.numbers[second]] = column
        self._pairs = Keys(np.array(list(pairs), dtype=np.int64))
        self._pair_columns = np.array([*pairs.values(), NONE], dtype=np.int64)

    def cells(self, streams: Sequence[Sequence[str]]) -> Cells:
        """How often each known feature stands in each row of stems, damped."""
        number = self.numbers.get
        stems = np.array([number(stem, UNKNOWN) for stream in streams for stem in stream], dtype=np.int64)
        return self.cells_of(stems, np.repeat(np.arange(len(streams)), [len(stream) for stream in streams]))

    def cells_of(self, stems: Places, rows: Places) -> Cells:
        """The same for stems by their number here, each with its row; a row's stems stand together."""
        found = [
            _known(self.singles(stems), rows),
            _known(self.pairs(stems, rows), rows[1:]),
            self._of_turned(stems, rows),
        ]
        return _counted(np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found]))

    def singles(self, stems: Places) -> Places:
        """The column of each stem, or `NONE`."""
        return self._single[stems]

    def pairs(self, stems: Places, rows: Places) -> Places:
        """For each stem but the first, the column of its pair with the one before, or `NONE`."""
        pairs = self._pair_columns[self._pairs.places(stems[:-1] * self._many + stems[1:])]
        return np.where(rows[:-1] == rows[1:], pairs, NONE)

    def _of_turned(self, stems: Places, rows: Places) -> tuple[Places, Places]:
        turns = self._turns[stems]
        if not turns.any():
            return stems[:0], rows[:0]
        # Two stems belong to one sentence of one text when no break and no other text lies between them.
        part = np.cumsum((stems == BREAK) | np.concatenate([[False], rows[1:] != rows[:-1]]))
        turned = np.zeros(len(stems), dtype=bool)
        for reach in range(1, TURN_REACH + 1):
            turned[reach:] |= turns[:-reach] & (part[reach:] == part[:-reach])
        return _known(np.where(turned & ~turns, self._turned[stems], NONE), rows)


def _known(columns: Places, rows: Places) -> tuple[Places, Places]:
    there = columns != NONE
    return columns[there], rows[there]


def _counted(columns: Places, rows: Places) -> Cells:
    """One cell for each row and column, with one and the logarithm of how often it came."""
    if not len(columns):
        return Cells(columns, rows, np.zeros(0))
    wide = int(columns.max()) + 1
    cells, counts = np.unique(rows * wide + columns, return_counts=True)
    return Cells(cells // wide, cells % wide, 1 + np.log(counts))
