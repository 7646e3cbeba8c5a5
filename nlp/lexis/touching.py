"""Which families of meaning many texts touch, found in columns instead of word by word."""

import numpy as np

from nlp.lexis.beginnings import RunColumns
from nlp.lexis.families import Families
from nlp.lexis.numbers import Column, StemNumbers, looked_up
from nlp.lexis.passages import Passages, Touches


class FamilyColumns:
    """The families of `Families` by the number of a stem: those it is in alone, and whether it begins a phrase."""

    def __init__(self, families: Families, numbers: StemNumbers) -> None:
        self._longer = families.longer
        self._flat = np.array(
            [family for known in families.single.values() for family in known] or [0], dtype=np.int64
        )
        self._single = RunColumns({stem: len(known) for stem, known in families.single.items()}, numbers)
        firsts = {first: at for at, first in enumerate(families.longer, start=1)}
        every = dict.fromkeys(second for following in families.longer.values() for second in following)
        seconds = {second: at for at, second in enumerate(every, start=1)}
        self._first: Column = numbers.column(firsts, otherwise=0, dtype=np.int64)
        self._second: Column = numbers.column(seconds, otherwise=0, dtype=np.int64)
        self._begins = np.zeros((len(firsts) + 1, len(seconds) + 1), dtype=bool)
        for first, following in families.longer.items():
            self._begins[firsts[first], [seconds[second] for second in following]] = True

    def touches(self, passages: Passages) -> Touches:
        """Every family in the stream of `passages`, by where it starts."""
        stems = passages.stream.stems
        at, place = self._single.of(stems)
        family = self._flat[place]
        longer = self._phrases(passages)
        if not longer:
            return Touches(family, at, at + 1)
        more = np.array(longer, dtype=np.int64)
        first = np.concatenate([at, more[:, 1]])
        order = np.argsort(first, kind="stable")
        return Touches(
            np.concatenate([family, more[:, 0]])[order],
            first[order],
            np.concatenate([at + 1, more[:, 2]])[order],
        )

    def _phrases(self, passages: Passages) -> list[tuple[int, int, int]]:
        stems = passages.stream.stems
        begins = self._begins[looked_up(self._first, stems[:-1]), looked_up(self._second, stems[1:])]
        found: list[tuple[int, int, int]] = []
        names = passages.stream_names
        for at in np.flatnonzero(begins).tolist():
            for rest, family in self._longer[names[at]][names[at + 1]]:
                end = at + 2 + len(rest)
                if not rest or tuple(names[at + 2 : end]) == rest:
                    found.append((family, at, end))
        return found
