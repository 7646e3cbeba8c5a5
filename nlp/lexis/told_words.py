"""The words that say how texts tell of things, found in many texts at once."""

from itertools import pairwise

import numpy as np

from nlp.lexis.beginnings import PhraseColumns
from nlp.lexis.numbers import Column, StemNumbers, looked_up
from nlp.lexis.passages import Passages
from nlp.lexis.telling import NOW, PAST, TURNS, WEIGHED, ToldWords, ValenceLexicon


class TellingColumns:
    """A `ValenceLexicon` by the numbers of stems: finds the told words of many texts at once."""

    def __init__(self, lexicon: ValenceLexicon, numbers: StemNumbers) -> None:
        kinds: dict[str, int] = {}
        for bit, stems in (
            (TURNS, lexicon.turns),
            (PAST, lexicon.past),
            (NOW, lexicon.now),
            (WEIGHED, lexicon.weights),
        ):
            for one in stems:
                kinds[one] = kinds.get(one, 0) | bit
        self._kinds: Column = numbers.column(kinds, otherwise=0, dtype=np.uint8)
        self._weights: Column = numbers.column(lexicon.weights, otherwise=0.0, dtype=np.float64)
        self._idioms = PhraseColumns(lexicon.idioms, numbers)

    def told(self, passages: Passages) -> list[ToldWords]:
        """The told words of each text."""
        kinds = looked_up(self._kinds, passages.stems)
        at = np.flatnonzero(kinds)
        words = list(
            zip(
                (at - passages.first[passages.rows[at]]).tolist(),
                kinds[at].tolist(),
                looked_up(self._weights, passages.stems[at]).tolist(),
                strict=True,
            )
        )
        idioms = self._idioms_in(passages)
        edges = np.searchsorted(at, passages.first).tolist()
        return [
            ToldWords(words[start:end], idioms.get(text, ()))
            for text, (start, end) in enumerate(pairwise(edges))
        ]

    def _idioms_in(self, passages: Passages) -> dict[int, list[tuple[int, int, float]]]:
        stream = passages.stream
        found: dict[int, list[tuple[int, int, float]]] = {}
        for weight, start, end in self._idioms.found(stream.stems, passages.stream_names):
            text = int(stream.rows[start])
            base = int(passages.first[text])
            place = (int(stream.tokens[start]) - base, int(stream.tokens[end - 1]) - base + 1, weight)
            found.setdefault(text, []).append(place)
        return found
