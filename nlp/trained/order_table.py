"""How words stand, as columns, of many texts at once: the same features as `order_features`, without their names."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from nlp.arrays import Places
from nlp.lexis.numbers import BREAK
from nlp.trained.word_table import Cells, StemColumns, WordTable, counted, known


class OrderTable:
    """Knows words as they are typed, stems with one between, and stems that begin or end a sentence."""

    def __init__(self, columns: Mapping[str, int], words: WordTable) -> None:
        """`columns` gives the column of each feature by its name; `words` knows the number of each stem in them."""
        self._words = words
        self.typed: dict[str, int] = {}
        of_kind: dict[str, dict[str, int]] = {"k": {}, "b": {}, "e": {}, "r": self.typed}
        for name, column in columns.items():
            kind, _, stems = name.partition(" ")
            of_kind[kind][stems] = column
        self._apart, self._begins, self._ends = (
            StemColumns(of_kind[kind], words.numbers) for kind in ("k", "b", "e")
        )

    def cells(self, streams: Sequence[Sequence[str]], typed: Iterable[Iterable[str]]) -> Cells:
        """The cells of each row of stems, with the distinct words as they are `typed` there."""
        column = self.typed.get
        found = [
            (place, at)
            for at, words in enumerate(typed)
            for word in words
            if (place := column(word)) is not None
        ]
        columns, rows = np.array(found, dtype=np.int64).reshape(-1, 2).T
        return self.cells_of(*self._words.numbered(streams), columns, rows)

    def cells_of(self, stems: Places, rows: Places, typed: Places, typed_rows: Places) -> Cells:
        """The same for stems by their number, each with its row, and for typed words by their column."""
        word = stems != BREAK
        joined = word[1:] & word[:-1] & (rows[1:] == rows[:-1])
        first, last = word & ~np.append(False, joined), word & ~np.append(joined, False)
        apart = np.flatnonzero(joined[1:] & joined[:-1])
        begun, ended = np.flatnonzero(first[:-1] & joined), np.flatnonzero(last[1:] & joined)
        found = [
            (typed, typed_rows),
            known(self._apart.pairs(stems[apart], stems[apart + 2]), rows[apart]),
            known(self._begins.singles(stems[first]), rows[first]),
            known(self._begins.pairs(stems[begun], stems[begun + 1]), rows[begun]),
            known(self._ends.singles(stems[last]), rows[last]),
            known(self._ends.pairs(stems[ended], stems[ended + 1]), rows[ended]),
        ]
        return counted(*map(np.concatenate, zip(*found, strict=True)))
