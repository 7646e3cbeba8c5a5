"""Sentences and clauses, for a person who types without full stops as well as for one who does not."""

from itertools import accumulate
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from nlp.lexis.tones import valence_rules

NAME = "heard_clauses"

_ENDS = frozenset({".", "!", "?", "…", "..", "...", "....", "!!", "??", "!!!", "???", "。", "؟"})
_PAUSES = frozenset({",", ";", "-", "–", "—", "&", "and", "so"})
_PERSONS = frozenset({"i", "she", "he", "they", "we", "it", "you", "u", "nobody", "everyone", "there"})
_MARKERS = frozenset({"my", "our", "his", "her", "their", "the", "this", "that", "these", "those"})
_SUBJECTS = _PERSONS | _MARKERS

for _extension in ("clauses", "sentences"):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=None)


@Language.factory(NAME)
def make_clauses(nlp: Language, name: str) -> "Clauses":
    return Clauses()


class Clauses:
    """Marks sentence starts, and leaves on `doc._.clauses` and `doc._.sentences` the number of the clause and of
    the sentence each token is in.

    A sentence ends at an end mark or a line break; a clause at a turning word ("but"), a semicolon, or a
    pause before a new subject.
    """

    def __init__(self) -> None:
        self._contrast = frozenset(valence_rules().contrast)

    def __call__(self, doc: Doc) -> Doc:
        contrast = self._contrast
        clauses: list[int] = []
        starts: list[bool] = []
        clause = -1
        ended = True
        paused = False
        for norm in doc._.norms:
            if ended or norm in contrast or norm == ";" or (paused and norm in _SUBJECTS):
                clause += 1
            clauses.append(clause)
            starts.append(ended)
            ended = norm in _ENDS or "\n" in norm
            paused = norm in _PAUSES
        if starts:
            marks = [1 if start else -1 for start in starts]
            column: Any = np.array([marks], dtype="int64").astype("uint64").T
            doc.from_array([SENT_START], column)
        doc._.clauses = clauses
        doc._.sentences = list(accumulate(starts))
        return doc
