"""Finds the codebook's phrases, whatever their spelling and endings."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.codebook import codebook_of
from nlp.lexicon import Hit, lexicon_book
from nlp.phrases import PhraseStems
from nlp.words import word_rules

NAME = "heard_lexicon"

if not Doc.has_extension("hits"):
    Doc.set_extension("hits", default=[])


@Language.factory(NAME)
def make_lexicon(nlp: Language, name: str) -> "LexiconHits":
    return LexiconHits(nlp)


class LexiconHits:
    """Leaves on `doc._.hits` the phrases found; of one theme's that start together, the longest."""

    def __init__(self, nlp: Language) -> None:
        self._book = lexicon_book(codebook_of(nlp), stems=PhraseStems(nlp), kinds=word_rules().kinds)

    def __call__(self, doc: Doc) -> Doc:
        stems, places = doc._.stream
        kept: dict[tuple[str, int], Hit] = {}
        for found in self._book.find(stems):
            entry = found.meaning
            hit = Hit(entry, places[found.start], places[found.end - 1] + 1)
            before = kept.get((entry.theme, hit.start))
            if before is None or (entry.strength, hit.end) > (before.entry.strength, before.end):
                kept[entry.theme, hit.start] = hit
        if kept:
            doc._.hits = list(kept.values())
        return doc
