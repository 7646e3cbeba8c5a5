"""The words of many texts as columns, all at once: each stem, each pair that stands together, what "not" turns."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from nlp.arrays import Flags, Places
from nlp.lexis.numbers import BREAK, UNKNOWN
from nlp.lexis.tables import NONE, Keys
from nlp.trained.features import NOT, TURN_REACH, turning_stems
from nlp.trained.standing import Cells, by_row

# Columns, or other numbers, each with the row it stands in; `NONE` for none.
Found = tuple[Places, Places]


class ByStem(Protocol):
    """What has a number for stems, and for pairs of stems."""

    def singles(self, stems: Places) -> Places:
        """That of each stem, or `NONE`."""

    def pairs(self, first: Places, second: Places) -> Places:
        """That of each pair, or `NONE`."""


class EveryStem:
    """Gives all stems and all pairs of them a number, so that those can be counted that may have a column."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names, self._many = names, len(names)

    def singles(self, stems: Places) -> Places:
        """The stem itself; a `BREAK` has none."""
        return np.where(stems == BREAK, NONE, stems)

    def pairs(self, first: Places, second: Places) -> Places:
        """One past those of all stems; no pair has a `BREAK` in it."""
        return np.where((first == BREAK) | (second == BREAK), NONE, first * self._many + second)

    def name(self, number: int) -> str:
        """A stem ("ring") or a pair ("ring back") by its number."""
        first, second = divmod(number, self._many)
        return f"{self._names[first]} {self._names[second]}" if first else self._names[second]


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

    def cells_of(self, stems: Places, rows: Places) -> Cells:
        """How often each feature stands in each row, damped, from stems by their number here."""
        return counted(*word_parts(stems, rows, self._columns, self._turned, self._turns))

    def singles(self, stems: Places) -> Places:
        """The column of each stem, or `NONE`."""
        return self._columns.singles(stems)

    def pairs(self, stems: Places, rows: Places) -> Places:
        """For each stem but the first, the column of its pair with the one before, or `NONE`."""
        return _pairs(stems, rows, self._columns)


def word_parts(
    stems: Places, rows: Places, every: ByStem, turned: ByStem, turns: Flags
) -> tuple[Found, Found]:
    """What words are seen as: `every` stem and pair that stands together, and those `turned` around by a "not".

    Stems are numbers, each with its row, and a row's stand together; `turns` says of each number whether it turns.
    """
    return joined([(every.singles(stems), rows), (_pairs(stems, rows, every), rows[1:])]), _turned(
        stems, rows, turned, turns[stems]
    )


def _pairs(stems: Places, rows: Places, every: ByStem) -> Places:
    return np.where(rows[:-1] == rows[1:], every.pairs(stems[:-1], stems[1:]), NONE)


def _turned(stems: Places, rows: Places, turned: ByStem, turning: Flags) -> Found:
    if not turning.any():
        return stems[:0], rows[:0]
    # Two stems belong to one sentence of one text when no break and no other text lies between them.
    part = np.cumsum((stems == BREAK) | np.concatenate([[False], rows[1:] != rows[:-1]]))
    reached = np.zeros(len(stems), dtype=bool)
    for reach in range(1, TURN_REACH + 1):
        reached[reach:] |= turning[:-reach] & (part[reach:] == part[:-reach])
    at = np.flatnonzero(reached & ~turning)
    return turned.singles(stems[at]), rows[at]


def joined(found: Sequence[Found]) -> Found:
    """What was found in several ways."""
    return np.concatenate([one for one, _ in found]), np.concatenate([rows for _, rows in found])


def counted(*found: Found) -> Cells:
    """One cell for each row and column, with one and the logarithm of how often it came."""
    columns, rows = joined(found)
    cells = by_row(columns, rows, np.ones(len(rows)))
    return cells._replace(values=1 + np.log(cells.values))
