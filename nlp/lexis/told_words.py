"""The words that say how texts tell of things, found in many texts at once."""

import numpy as np

from nlp.lexis.beginnings import PhraseColumns
from nlp.lexis.numbers import Column, StemNumbers, looked_up
from nlp.lexis.passages import Passages
from nlp.lexis.telling import ToldWords, ValenceLexicon

_TURNS, _PAST, _NOW, _WEIGHED = 1, 2, 4, 8


class TellingColumns:
    """A `ValenceLexicon` by the numbers of stems: finds the told words of many texts at once."""

    def __init__(self, lexicon: ValenceLexicon, numbers: StemNumbers) -> None:
        kinds: dict[str, int] = {}
        for bit, stems in (
            (_TURNS, lexicon.turns),
            (_PAST, lexicon.past),
            (_NOW, lexicon.now),
            (_WEIGHED, lexicon.weights),
        ):
            for one in stems:
                kinds[one] = kinds.get(one, 0) | bit
        self._kinds: Column = numbers.column(kinds, otherwise=0, dtype=np.uint8)
        self._weights: Column = numbers.column(lexicon.weights, otherwise=0.0, dtype=np.float64)
        self._idioms = PhraseColumns(lexicon.idioms, numbers)

    def told(self, passages: Passages) -> list[ToldWords]:
        """The told words of each text."""
        told = [ToldWords([], [], [], [], []) for _ in range(len(passages))]
        kinds = looked_up(self._kinds, passages.stems)
        at = np.flatnonzero(kinds)
        texts = passages.rows[at]
        columns = (
            texts.tolist(),
            (at - passages.first[texts]).tolist(),
            kinds[at].tolist(),
            looked_up(self._weights, passages.stems[at]).tolist(),
        )
        for text, place, kind, weight in zip(*columns, strict=True):
            words = told[text]
            if kind & _WEIGHED:
                words.weighed.append((place, weight))
            if kind & _TURNS:
                words.turns.append(place)
            if kind & _PAST:
                words.past.append(place)
            if kind & _NOW:
                words.now.append(place)
        stream = passages.stream
        for weight, start, end in self._idioms.found(stream.stems, passages.stream_names):
            text = int(stream.rows[start])
            base = int(passages.first[text])
            told[text].idioms.append(
                (int(stream.tokens[start]) - base, int(stream.tokens[end - 1]) - base + 1, weight)
            )
        return told
