"""Which families of meaning many texts touch, found in columns instead of word by word."""

import numpy as np

from nlp.lexis.families import Families
from nlp.lexis.numbers import StemNumbers
from nlp.lexis.passages import Passages, Touches
from nlp.lexis.phrase_columns import PhraseColumns
from nlp.lexis.phrases import Phrases


class FamilyColumns:
    """The phrases of `Families` as columns."""

    def __init__(self, families: Families, numbers: StemNumbers) -> None:
        self._phrases = PhraseColumns(_tree(families), numbers)
        self._families = np.array(self._phrases.meanings, dtype=np.int64)

    def touches(self, passages: Passages) -> Touches:
        """Every family in the stream of `passages`, by where it starts."""
        meaning, first, end = self._phrases.found(passages.stream.stems)
        return Touches(self._families[meaning], first, end)


def _tree(families: Families) -> Phrases[int]:
    tree = Phrases[int]()
    for phrase, family in families.phrases():
        node = tree
        for word in phrase:
            node = node.next.setdefault(word, Phrases[int]())
        node.meanings += (family,)
    return tree
