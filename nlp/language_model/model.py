"""A loaded language model, and what it makes of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.language import Language

from nlp.arrays import Floats
from nlp.language_model.identity import Identity
from nlp.language_model.people import people_in
from nlp.language_model.pieces import pieces_of
from nlp.language_model.pooling import Pool, in_context, without_context

# Under this name a pipeline's meta holds the language model it reads with.
LANGUAGE_MODEL = "heard_language_model"


class Look(NamedTuple):
    """What a language model makes of one text.

    `vector` is the mean of its words and the largest of each of their numbers, so twice as wide as theirs, and
    None where it knows none of them; `people` are the characters where it
    names somebody, end exclusive.
    """

    vector: Floats | None
    people: list[tuple[int, int]]


@dataclass(frozen=True)
class LanguageModel:
    """`identity.width` is above 0 where it has vectors; `static` where they are its table of words, which needs
    no run of the model; `finds_people` where it names people.
    """

    identity: Identity
    pipeline: Language
    static: bool
    finds_people: bool

    @property
    def width(self) -> int:
        """How wide the vector of a text is."""
        return 2 * self.identity.width

    def look(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Look]:
        """What it makes of each of `texts`; `words` are those of each."""
        found = self._run(texts) if self.pipeline.pipe_names else [Look(None, []) for _ in texts]
        if not self.static:
            return found
        pools = without_context(self.pipeline.vocab.vectors, words)
        return [Look(_vector(pool), one.people) for pool, one in zip(pools, found, strict=True)]

    def _run(self, texts: Sequence[str]) -> list[Look]:
        """Long texts are cut where words end; nothing of the words stays in the model's vocabulary."""
        pieces = [piece for at, text in enumerate(texts) for piece in pieces_of(text, at)]
        people: list[list[tuple[int, int]]] = [[] for _ in texts]
        pools: list[Pool | None] = [None] * len(texts)
        with self.pipeline.memory_zone():
            docs = self.pipeline.pipe(piece.words for piece in pieces)
            for piece, doc in zip(pieces, docs, strict=True):
                people[piece.text] += people_in(doc, piece.start) if self.finds_people else []
                if not self.static and (rows := in_context(doc)) is not None:
                    before, here = pools[piece.text], Pool.of(rows)
                    pools[piece.text] = before + here if before else here
        return [Look(_vector(pool), named) for pool, named in zip(pools, people, strict=True)]


def _vector(pool: Pool | None) -> Floats | None:
    return pool.vector() if pool else None


def language_model_of(pipeline: Language) -> LanguageModel | None:
    """The language model that a pipeline of ours reads with."""
    found = pipeline.meta.get(LANGUAGE_MODEL)
    return found if isinstance(found, LanguageModel) else None
