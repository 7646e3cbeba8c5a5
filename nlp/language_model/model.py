"""A loaded language model, and what it makes of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from spacy.language import Language

from nlp.language_model.identity import Identity
from nlp.language_model.people import people_in
from nlp.language_model.pieces import pieces_of
from nlp.language_model.pooling import Floats, in_context, without_context

# Under this name a pipeline's meta holds the language model it reads with.
LANGUAGE_MODEL = "heard_language_model"


class Look(NamedTuple):
    """What a language model makes of one text.

    `vector` is the mean of its words, None where it knows none of them; `people` are the characters where it
    names somebody, end exclusive.
    """

    vector: Floats | None
    people: list[tuple[int, int]]


@dataclass(frozen=True)
class LanguageModel:
    """`identity.width` is above 0 where it gives vectors; `static` where they are its table of words, which needs
    no run of the model; `finds_people` where it names people.
    """

    identity: Identity
    pipeline: Language
    static: bool
    finds_people: bool

    def look(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Look]:
        """What it makes of each of `texts`; `words` are those of each."""
        found = self._run(texts) if self.pipeline.pipe_names else [Look(None, []) for _ in texts]
        if not self.static:
            return found
        vectors = without_context(self.pipeline.vocab.vectors, words)
        return [Look(vector, one.people) for vector, one in zip(vectors, found, strict=True)]

    def _run(self, texts: Sequence[str]) -> list[Look]:
        """Long texts are cut where words end; nothing of the words stays in the model's vocabulary."""
        pieces = [piece for at, text in enumerate(texts) for piece in pieces_of(text, at)]
        people: list[list[tuple[int, int]]] = [[] for _ in texts]
        rows: list[list[Floats]] = [[] for _ in texts]
        with self.pipeline.memory_zone():
            docs = self.pipeline.pipe(piece.words for piece in pieces)
            for piece, doc in zip(pieces, docs, strict=True):
                people[piece.text] += people_in(doc, piece.start) if self.finds_people else []
                if not self.static and (found := in_context(doc)) is not None:
                    rows[piece.text].append(found)
        vectors = [np.concatenate(one).mean(axis=0) if one else None for one in rows]
        return [Look(*both) for both in zip(vectors, people, strict=True)]


def language_model_of(pipeline: Language) -> LanguageModel | None:
    """The language model that a pipeline of ours reads with."""
    found = pipeline.meta.get(LANGUAGE_MODEL)
    return found if isinstance(found, LanguageModel) else None
