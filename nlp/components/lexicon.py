"""Finds the codebook's phrases and the families of meaning, whatever the spelling and endings."""

import numpy as np
from spacy.language import Language

from nlp.codebook import codebook_of
from nlp.components.reads_together import ReadsTogether
from nlp.lexis.hits import Hits, LexiconEntries
from nlp.lexis.lexicon import lexicon_book
from nlp.lexis.numbers import stem_numbers
from nlp.lexis.passages import Passages
from nlp.lexis.phrase_columns import PhraseColumns
from nlp.lexis.phrases import PhraseStems
from nlp.lexis.touching import FamilyColumns
from nlp.lexis.words import word_rules
from nlp.trained.features import shared_families

NAME = "heard_lexicon"


@Language.factory(NAME)
def make_lexicon(nlp: Language, name: str) -> "LexiconHits":
    return LexiconHits(nlp)


class LexiconHits(ReadsTogether):
    """Finds in passages the phrases (of one theme's that start together, the longest) and families of meaning.

    One doc's stand on `doc._.hits`, by its tokens, and on `doc._.touched`, by places in its stream of stems.
    """

    def __init__(self, nlp: Language) -> None:
        self._families = FamilyColumns(shared_families(), stem_numbers())
        book, entries = lexicon_book(codebook_of(nlp), stems=PhraseStems(nlp), kinds=word_rules().kinds)
        self._phrases = PhraseColumns(book.tree(), stem_numbers())
        self._entry = np.array(self._phrases.meanings, dtype=np.int64)
        self._entries = LexiconEntries.of(entries)

    def read(self, passages: Passages) -> None:
        passages.touches = self._families.touches(passages)
        passages.hits = self._hits(passages)

    def _hits(self, passages: Passages) -> Hits:
        stream = passages.stream
        meaning, first, end = self._phrases.found(stream.stems)
        texts = stream.rows[first]
        base = passages.first[texts]
        return Hits(
            self._entries,
            self._entry[meaning],
            texts,
            stream.tokens[first] - base,
            stream.tokens[end - 1] - base + 1,
        ).strongest()
