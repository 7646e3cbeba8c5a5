"""Where phrases may start in many texts at once, so that only those places are tried."""

import numpy as np

from nlp.lexis.numbers import Column, Places, StemNumbers, looked_up
from nlp.lexis.phrases import LONGEST_GAP, Beginnings

_ALONE, _STRAIGHT, _AFTER_GAP = 1, 2, 4


class StartingPlaces:
    """A table of first stems by second stems, in which a bit says how the two may begin a phrase."""

    def __init__(self, beginnings: Beginnings, numbers: StemNumbers) -> None:
        pairs = beginnings.straight | beginnings.after_gap
        firsts = {
            stem: at for at, stem in enumerate(sorted({one for one, _ in pairs} | beginnings.alone), start=1)
        }
        seconds = {stem: at for at, stem in enumerate(sorted({one for _, one in pairs}), start=1)}
        self._first: Column = numbers.column(firsts, otherwise=0, dtype=np.int64)
        self._second: Column = numbers.column(seconds, otherwise=0, dtype=np.int64)
        self._table = np.zeros((len(firsts) + 1, len(seconds) + 1), dtype=np.uint8)
        for bit, of_bit in ((_STRAIGHT, beginnings.straight), (_AFTER_GAP, beginnings.after_gap)):
            for one, other in of_bit:
                self._table[firsts[one], seconds[other]] |= bit
        for one in beginnings.alone:
            self._table[firsts[one]] |= _ALONE
        self._wide = self._table.shape[1]
        self._gaps = bool(beginnings.after_gap)

    def of(self, stems: Places) -> list[int]:
        """The places in a stream of stem numbers, with a `BREAK` at its end, where a phrase may start."""
        first = looked_up(self._first, stems)
        at = np.flatnonzero(first)
        row = first[at] * self._wide
        second = looked_up(self._second, stems)
        table = self._table.ravel()
        likely = (table[row + second.take(at + 1, mode="clip")] & (_ALONE | _STRAIGHT)) != 0
        if self._gaps:
            for skipped in range(LONGEST_GAP + 1):
                likely |= (table[row + second.take(at + 1 + skipped, mode="clip")] & _AFTER_GAP) != 0
        places: list[int] = at[likely].tolist()
        return places
