"""The words that say how texts tell of things, found in many texts at once."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nlp.lexis.beginnings import PhraseColumns
from nlp.lexis.numbers import Column, Places, StemNumbers, looked_up
from nlp.lexis.passages import Passages
from nlp.lexis.telling import NOW, PAST, TURNS, WEIGHED, ToldWords, ValenceLexicon


class AllTold(NamedTuple):
    """The told words of texts read together, as tokens among all of theirs.

    `weights` are those of `weighed`, and `idioms` (start, end) have `idiom_weights` together.
    """

    turns: Places
    past: Places
    now: Places
    weighed: Places
    weights: Column
    idioms: Places
    idiom_weights: Column


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
        idioms: dict[int, list[tuple[int, int, float]]] = {}
        for start, end, weight in self._idioms_in(passages):
            text = int(passages.rows[start])
            base = int(passages.first[text])
            idioms.setdefault(text, []).append((start - base, end - base, weight))
        edges = np.searchsorted(at, passages.first).tolist()
        return [
            ToldWords(words[start:end], idioms.get(text, ()))
            for text, (start, end) in enumerate(pairwise(edges))
        ]

    def all_told(self, passages: Passages) -> AllTold:
        """The same of all texts together; words inside an idiom do nothing by themselves."""
        kinds = looked_up(self._kinds, passages.stems)
        kept: list[tuple[int, int, float]] = []
        reached = 0
        for start, end, weight in self._idioms_in(passages):
            if start >= reached:
                reached = end
                if weight:
                    kept.append((start, end, weight))
                kinds[start:end] &= PAST | NOW
        return AllTold(
            turns=np.flatnonzero(kinds & TURNS),
            past=np.flatnonzero(kinds & PAST),
            now=np.flatnonzero(kinds & NOW),
            weighed=(weighed := np.flatnonzero(kinds & WEIGHED)),
            weights=looked_up(self._weights, passages.stems[weighed]),
            idioms=np.array([one[:2] for one in kept], dtype=np.int64).reshape(-1, 2),
            idiom_weights=np.array([weight for _, _, weight in kept]),
        )

    def _idioms_in(self, passages: Passages) -> list[tuple[int, int, float]]:
        """Start, end and weight of each idiom, by tokens."""
        tokens = passages.stream.tokens
        found = self._idioms.found(passages.stream.stems, passages.stream_names)
        return [(int(tokens[start]), int(tokens[end - 1]) + 1, weight) for weight, start, end in found]
