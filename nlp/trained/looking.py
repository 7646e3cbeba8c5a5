"""What a text is looked at with before any model sees it."""

from collections.abc import Iterable

from threadpoolctl import threadpool_limits

from nlp.codebook import READ_WITH, Codebook
from nlp.components.clauses import Clauses
from nlp.components.lexicon import LexiconHits
from nlp.components.words import WordStems
from nlp.lexis.cleaning import clean
from nlp.lexis.passages import Passages
from nlp.lexis.tokenizing import english, tokenizer_of
from nlp.lexis.told_words import telling_columns


class Looking:
    """Only what tells stems, clauses and phrases: what is learnt must not stand on what was learnt before.

    From here on the process computes on one core: more would add the same numbers up in another order.
    """

    def __init__(self, codebook: Codebook) -> None:
        threadpool_limits(limits=1, user_api="blas")
        pipeline = english()
        pipeline.meta[READ_WITH] = codebook
        self.tokenizer = tokenizer_of(pipeline)
        self._words = WordStems(self.tokenizer)
        self._parts = (Clauses(), LexiconHits(pipeline))
        # Valence is learnt from the same texts: the stems of its rules need their numbers before these are read.
        telling_columns()

    def __call__(self, texts: Iterable[str]) -> Passages:
        """All `texts` brought together, with their clauses, phrases and families."""
        passages = self._words.passages([clean(text).text for text in texts])
        for part in self._parts:
            part.read(passages)
        return passages
