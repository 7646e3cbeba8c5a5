"""Sentences and clauses, for a person who types without full stops as well as for one who does not."""

import itertools
from collections.abc import Iterable, Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.components.reads_together import ReadsTogether
from nlp.lexis.numbers import typed_words
from nlp.lexis.passages import Passages, passages_of
from nlp.lexis.tones import valence_rules

NAME = "heard_clauses"

_ENDS = frozenset({".", "!", "?", "…", "..", "...", "....", "!!", "??", "!!!", "???", "。", "؟"})
_PAUSES = frozenset({",", ";", "-", "–", "—", "&", "and", "so"})
_PERSONS = frozenset({"i", "she", "he", "they", "we", "it", "you", "u", "nobody", "everyone", "there"})
_MARKERS = frozenset({"my", "our", "his", "her", "their", "the", "this", "that", "these", "those"})
_SUBJECTS = _PERSONS | _MARKERS

# What a token is, in bits.
ENDS, TURNS, PAUSES, SUBJECT = 1, 2, 4, 8


@Language.factory(NAME)
def make_clauses(nlp: Language, name: str) -> "Clauses":
    return Clauses()


class Clauses(ReadsTogether):
    """Numbers the clauses and sentences of texts that are read together; each token has the number of its own.

    A sentence ends at an end mark or a line break; a clause at a turning word ("but"), a semicolon, or a
    pause before a new subject. One doc's numbers stand on `doc._.clauses` and `doc._.sentences`, and its
    sentences are `doc.sents`.
    """

    def __init__(self) -> None:
        self._contrast = frozenset(valence_rules().contrast)
        self._column = typed_words().column(self._marks_of)

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        for doc in super().pipe(docs):
            if len(doc):
                doc.user_hooks["sents"] = _sentences
            yield doc

    def read(self, passages: Passages) -> None:
        marks = passages.marks(self._column, self._marks_of)
        before = np.concatenate([marks[:1], marks[:-1]])
        ended = (before & ENDS).astype(bool)
        ended[passages.first[:-1][np.diff(passages.first) > 0]] = True
        starts = ended | (marks & TURNS).astype(bool)
        starts |= ((before & PAUSES) != 0) & ((marks & SUBJECT) != 0)
        passages.clauses = np.cumsum(starts)
        passages.sentences = np.cumsum(ended)

    def _marks_of(self, norm: str) -> int:
        ends = norm in _ENDS or "\n" in norm
        turns = norm in self._contrast or norm == ";"
        return ENDS * ends | TURNS * turns | PAUSES * (norm in _PAUSES) | SUBJECT * (norm in _SUBJECTS)


def _sentences(doc: Doc) -> Iterator[Span]:
    passages, at = passages_of(doc)
    numbers = passages.sentences[passages.first[at] : passages.first[at + 1]]
    edges = [*np.flatnonzero(np.diff(numbers, prepend=-1)).tolist(), len(doc)]
    return (doc[start:end] for start, end in itertools.pairwise(edges))
