"""The pipeline's part that says which language a passage is in."""

import numpy as np
from spacy.language import Language

from nlp.components.reads_together import ReadsTogether
from nlp.findings import found_in
from nlp.languages import ENGLISH, identify_language, is_plainly_english, weight_of
from nlp.lexis.numbers import typed_words
from nlp.lexis.passages import Passages

NAME = "heard_language"


@Language.factory(NAME, assigns=["doc._.language"])
def make_language(nlp: Language, name: str) -> "LanguageComponent":
    """A component that leaves a BCP 47 code, or "und"."""
    return LanguageComponent()


class LanguageComponent(ReadsTogether):
    """Leaves `doc._.language`."""

    def __init__(self) -> None:
        self._weights = typed_words().column(weight_of, np.int64)

    def read(self, passages: Passages) -> None:
        weights = passages.marks(self._weights, weight_of)
        sums = np.bincount(passages.rows, weights, len(passages)).astype(np.int64)
        for doc, weight in zip(passages.docs, sums.tolist(), strict=True):
            found = found_in(doc)
            plain = is_plainly_english(found.text, weight)
            found.language = ENGLISH if plain else identify_language(found.text)
