"""How words stand, as columns, of many texts at once: as they are typed, one apart, how sentences begin and end."""

from collections.abc import Mapping

import numpy as np

from nlp.arrays import Places
from nlp.lexis.numbers import BREAK
from nlp.trained.standing import Cells
from nlp.trained.word_table import ByStem, Found, StemColumns, WordTable, counted, joined


class OrderTable:
    """Knows words as they are typed, stems with one between, and stems that begin or end a sentence."""

    def __init__(self, columns: Mapping[str, int], words: WordTable) -> None:
        """`columns` gives the column of each feature by its name; `words` knows the number of each stem in them.

        A letter first says of which kind a name is: r ("r rings"), k ("k she me"), b ("b she rings") or e.
        """
        self.typed: dict[str, int] = {}
        of_kind: dict[str, dict[str, int]] = {"k": {}, "b": {}, "e": {}, "r": self.typed}
        for name, column in columns.items():
            kind, _, stems = name.partition(" ")
            of_kind[kind][stems] = column
        self._apart, self._begins, self._ends = (
            StemColumns(of_kind[kind], words.numbers) for kind in ("k", "b", "e")
        )

    def cells_of(self, stems: Places, rows: Places, typed: Places, typed_rows: Places) -> Cells:
        """The cells of stems by their number, each with its row, and of the words typed there by their column."""
        return counted((typed, typed_rows), *order_parts(stems, rows, self._apart, self._begins, self._ends))


def order_parts(
    stems: Places, rows: Places, apart: ByStem, begins: ByStem, ends: ByStem
) -> tuple[Found, Found, Found]:
    """Stems with one between, and the stems and pairs of stems that begin and that end a sentence.

    Stems are numbers, each with its row, and a row's stand together.
    """
    word = stems != BREAK
    near = word[1:] & word[:-1] & (rows[1:] == rows[:-1])
    first, last = word & ~np.append(False, near), word & ~np.append(near, False)
    before = np.flatnonzero(near[1:] & near[:-1])
    begun, ended = np.flatnonzero(first[:-1] & near), np.flatnonzero(last[1:] & near)
    return (
        (apart.pairs(stems[before], stems[before + 2]), rows[before]),
        joined(
            [
                (begins.singles(stems[first]), rows[first]),
                (begins.pairs(stems[begun], stems[begun + 1]), rows[begun]),
            ]
        ),
        joined(
            [
                (ends.singles(stems[last]), rows[last]),
                (ends.pairs(stems[ended], stems[ended + 1]), rows[ended]),
            ]
        ),
    )
