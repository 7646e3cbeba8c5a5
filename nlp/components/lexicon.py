"""Finds the codebook's phrases and the families of meaning, whatever the spelling and endings."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from nlp.codebook import codebook_of
from nlp.lexis.beginnings import StartingPlaces
from nlp.lexis.lexicon import Hit, lexicon_book
from nlp.lexis.numbers import stem_numbers
from nlp.lexis.passages import Passages, each_at_first
from nlp.lexis.phrases import PhraseStems
from nlp.lexis.touching import FamilyColumns
from nlp.lexis.words import word_rules
from nlp.trained.features import shared_families

NAME = "heard_lexicon"


@Language.factory(NAME)
def make_lexicon(nlp: Language, name: str) -> "LexiconHits":
    return LexiconHits(nlp)


class LexiconHits:
    """Finds in passages the phrases (of one theme's that start together, the longest) and families of meaning.

    One doc's stand on `doc._.hits`, by its tokens, and on `doc._.touched`, by places in its stream of stems.
    """

    def __init__(self, nlp: Language) -> None:
        self._families = FamilyColumns(shared_families(), stem_numbers())
        self._book = lexicon_book(codebook_of(nlp), stems=PhraseStems(nlp), kinds=word_rules().kinds)
        self._starts = StartingPlaces(self._book.beginnings(), stem_numbers())

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        return each_at_first(docs, self._read)

    def _read(self, passages: Passages) -> None:
        passages.touches = self._families.touches(passages)
        passages.hits = self._hits(passages)

    def _hits(self, passages: Passages) -> list[list[Hit]]:
        stream = passages.stream
        found = self._book.find(passages.stream_names, self._starts.of(stream.stems))
        if not found:
            return [[] for _ in range(len(passages))]
        starts = [one.start for one in found]
        texts = stream.rows[starts]
        base = passages.first[texts]
        rows = zip(
            texts.tolist(),
            (stream.tokens[starts] - base).tolist(),
            (stream.tokens[[one.end - 1 for one in found]] - base + 1).tolist(),
            found,
            strict=True,
        )
        kept: list[dict[tuple[str, int], Hit]] = [{} for _ in range(len(passages))]
        for text, start, end, (entry, _, _) in rows:
            of_text, key = kept[text], (entry.theme, start)
            before = of_text.get(key)
            if before is None or (entry.strength, end) > (before.entry.strength, before.end):
                of_text[key] = Hit(entry, start, end)
        return [list(of_text.values()) for of_text in kept]
