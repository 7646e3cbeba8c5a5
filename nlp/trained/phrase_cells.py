"""The cells of many texts' phrases and contexts: the same as `phrase_features`, without their names."""

from collections.abc import Sequence

import numpy as np

from nlp.arrays import Places
from nlp.lexis.hits import Hits, LexiconEntries
from nlp.lexis.lexicon import Strength
from nlp.lexis.tables import NONE, distinct
from nlp.trained.features import KINDS, Features
from nlp.trained.weighing import CONTEXT_WEIGHS, PHRASES_WEIGH, Plain
from nlp.trained.word_table import Cells

_MORE = (":told", ":different", ":share")
_TOLD, _DIFFERENT, _SHARE = (len(KINDS) + at for at in range(len(_MORE)))
_FEWEST_WORDS = 4


class PhraseCells:
    """The columns of a plain table that the phrases of a codebook count in."""

    def __init__(self, known: LexiconEntries, plain: Plain) -> None:
        self.known = known
        self._columns = np.array(
            [[plain.phrases.get(theme + kind, NONE) for theme in known.themes] for kind in (*KINDS, *_MORE)]
        )
        self._contexts = plain.context

    def cells(self, hits: Hits, words: Places, contexts: Sequence[Features]) -> Cells:
        """The cells of texts with so many `words`, each said in a context such as who speaks."""
        known, themes = self.known, len(self.known.themes)
        theme, strength = known.theme[hits.entry], known.strength[hits.entry]
        cells, counts = np.unique((hits.text * len(KINDS) + strength) * themes + theme, return_counts=True)
        kind, told = cells // themes % len(KINDS), cells % themes
        strong = kind == Strength.strong
        text = cells // (themes * len(KINDS))
        near = np.flatnonzero(strength == Strength.near)
        pairs = distinct(hits.text[near] * len(known.entries) + hits.entry[near])
        far, differing = np.unique(
            pairs // len(known.entries) * themes + known.theme[pairs % len(known.entries)], return_counts=True
        )
        spoken = [
            (row, place, value)
            for row, context in enumerate(contexts)
            for name, value in context.items()
            if (place := self._contexts.get(name)) is not None
        ]
        said_to, places, worth = zip(*spoken, strict=True) if spoken else ((), (), ())
        of_context = np.array(said_to, dtype=np.int64)
        rows = np.concatenate([text, text[strong], far // themes, far // themes, of_context])
        columns = np.concatenate(
            [
                self._columns[kind, told],
                self._columns[_TOLD, told[strong]],
                self._columns[_DIFFERENT, far % themes],
                self._columns[_SHARE, far % themes],
                np.array(places, dtype=np.int64),
            ]
        )
        phrases = [
            np.sqrt(counts),
            np.ones(int(strong.sum())),
            np.sqrt(differing),
            3 * differing / np.maximum(_FEWEST_WORDS, words[far // themes]),
        ]
        values = np.concatenate(
            [PHRASES_WEIGH * np.concatenate(phrases), CONTEXT_WEIGHS * np.array(worth, dtype=np.float64)]
        )
        there = np.flatnonzero(columns != NONE)
        order = there[np.lexsort((columns[there], rows[there]))]
        return Cells(rows[order], columns[order], values[order])
