"""Where phrases stand in many texts at once, so that only few places are tried."""

from operator import itemgetter
from typing import Generic

import numpy as np

from nlp.lexis.numbers import Column, Places, StemNumbers, looked_up
from nlp.lexis.phrases import LONGEST_GAP, Beginnings, Meaning, PhraseBook

_STRAIGHT, _AFTER_GAP = 1, 2


class PhraseColumns(Generic[Meaning]):
    """A book's phrases by the numbers of stems. `meanings` are those of phrases of one stem, by `alone`.

    Longer phrases are looked for where a table of first stems by second stems has a bit that says how the two
    may begin one.
    """

    def __init__(self, book: PhraseBook[Meaning], numbers: StemNumbers) -> None:
        self._book = book
        beginnings: Beginnings[Meaning] = book.beginnings()
        self.meanings = [meaning for known in beginnings.alone.values() for meaning in known]
        self._alone = RunColumns({one: len(known) for one, known in beginnings.alone.items()}, numbers)
        pairs = beginnings.straight | beginnings.after_gap
        firsts = {stem: at for at, stem in enumerate(sorted({one for one, _ in pairs}), start=1)}
        seconds = {stem: at for at, stem in enumerate(sorted({one for _, one in pairs}), start=1)}
        self._first: Column = numbers.column(firsts, otherwise=0, dtype=np.int64)
        self._second: Column = numbers.column(seconds, otherwise=0, dtype=np.int64)
        self._wide = len(seconds) + 1
        self._table = np.zeros((len(firsts) + 1) * self._wide, dtype=np.uint8)
        for bit, of_bit in ((_STRAIGHT, beginnings.straight), (_AFTER_GAP, beginnings.after_gap)):
            for one, other in of_bit:
                self._table[firsts[one] * self._wide + seconds[other]] |= bit

    def alone(self, stems: Places) -> tuple[Places, Places]:
        """The phrases of one stem: where each stands, and the place of its meaning among `meanings`."""
        return self._alone.of(stems)

    def found(self, stems: Places, names: list[str]) -> list[tuple[Meaning, int, int]]:
        """Every phrase, by where it starts."""
        at, place = self.alone(stems)
        alone = [
            (self.meanings[one], start, start + 1)
            for start, one in zip(at.tolist(), place.tolist(), strict=True)
        ]
        return sorted([*alone, *self.longer(stems, names)], key=itemgetter(1))

    def longer(self, stems: Places, names: list[str]) -> list[tuple[Meaning, int, int]]:
        """The longer phrases in a stream of stems with a `BREAK` at its end: what each means, start and end."""
        first = looked_up(self._first, stems)
        at = np.flatnonzero(first)
        row = first[at] * self._wide
        second = looked_up(self._second, stems)
        likely = (self._table[row + second.take(at + 1, mode="clip")] & _STRAIGHT) != 0
        for skipped in range(LONGEST_GAP + 1):
            likely |= (self._table[row + second.take(at + 1 + skipped, mode="clip")] & _AFTER_GAP) != 0
        starts: list[int] = at[likely].tolist()
        return [one for one in self._book.walked(names, starts) if one[2] - one[1] > 1]


class RunColumns:
    """For some stems a run of a list, one after another: `counts` says how long each is."""

    def __init__(self, counts: dict[str, int], numbers: StemNumbers) -> None:
        starts = np.cumsum([0, *counts.values()])[:-1]
        self._count: Column = numbers.column(counts, otherwise=0, dtype=np.int64)
        self._start: Column = numbers.column(
            dict(zip(counts, starts.tolist(), strict=True)), otherwise=0, dtype=np.int64
        )

    def of(self, stems: Places) -> tuple[Places, Places]:
        """For each stem and each place of its run: where the stem stands, and the place."""
        counts = looked_up(self._count, stems)
        at = np.repeat(np.arange(len(stems)), counts)
        within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, looked_up(self._start, stems[at]) + within
