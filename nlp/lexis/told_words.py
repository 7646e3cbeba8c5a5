"""The words that say how texts tell of things, found in many texts at once."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import spacy

from nlp.arrays import Column, Places
from nlp.lexis.numbers import StemNumbers, looked_up, stem_numbers
from nlp.lexis.passages import Passages
from nlp.lexis.phrase_columns import PhraseColumns
from nlp.lexis.phrases import PhraseBook, PhraseStems, Stems
from nlp.lexis.tones import ValenceRules, valence_rules
from nlp.lexis.words import stem

IDIOM = 1.5
TURNS, PAST, NOW, WEIGHED = 1, 2, 4, 8


class ToldWords(NamedTuple):
    """The told words of texts read together, as tokens among all of theirs.

    `turns` turn around what follows, `past` and `now` place it in time, and those `weighed` say well or ill by
    themselves, by `weights`. `idioms` (start, end) have `idiom_weights` together.
    """

    turns: Places
    past: Places
    now: Places
    weighed: Places
    weights: Column
    idioms: Places
    idiom_weights: Column


class TellingColumns:
    """Valence rules by the numbers of stems: finds the told words of many texts at once."""

    def __init__(self, rules: ValenceRules, stems: Stems, numbers: StemNumbers) -> None:
        weights: dict[str, float] = {}
        for sign, weighted in ((1.0, rules.good), (-1.0, rules.bad)):
            for weight, words in weighted.items():
                for word in words:
                    weights[stem(word)] = sign * weight
        kinds: dict[str, int] = {}
        for bit, those in (
            (TURNS, map(stem, rules.turns)),
            (PAST, map(stem, rules.past)),
            (NOW, map(stem, rules.now)),
            (WEIGHED, weights),
        ):
            for one in those:
                kinds[one] = kinds.get(one, 0) | bit
        self._kinds: Column = numbers.column(kinds, otherwise=0, dtype=np.uint8)
        self._weights: Column = numbers.column(weights, otherwise=0.0, dtype=np.float64)
        idioms: PhraseBook[float] = PhraseBook(stems=stems, kinds={})
        for phrases, strength in ((rules.idioms.good, IDIOM), (rules.idioms.bad, -IDIOM), (rules.keeps, 0.0)):
            for phrase in phrases:
                idioms.add(phrase, strength)
        self._idioms = PhraseColumns(idioms.tree(), numbers)

    def told(self, passages: Passages) -> ToldWords:
        """The told words of all texts together; words inside an idiom do nothing by themselves."""
        kinds = looked_up(self._kinds, passages.stems)
        kept: list[tuple[int, int, float]] = []
        reached = 0
        for start, end, weight in self._idioms_in(passages):
            if start >= reached:
                reached = end
                if weight:
                    kept.append((start, end, weight))
                kinds[start:end] &= PAST | NOW
        return ToldWords(
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
        meaning, start, end = self._idioms.found(passages.stream.stems)
        weights = [self._idioms.meanings[one] for one in meaning.tolist()]
        return list(zip(tokens[start].tolist(), (tokens[end - 1] + 1).tolist(), weights, strict=True))


@lru_cache(maxsize=1)
def telling_columns() -> TellingColumns:
    """The shipped rules, compiled once per process."""
    return TellingColumns(valence_rules(), PhraseStems(spacy.blank("en")), stem_numbers())
