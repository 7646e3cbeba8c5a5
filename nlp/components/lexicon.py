"""Finds the codebook's phrases and the families of meaning, whatever the spelling and endings."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.codebook import codebook_of
from nlp.lexis.lexicon import Hit, lexicon_book
from nlp.lexis.phrases import PhraseStems
from nlp.lexis.words import word_rules
from nlp.trained.features import shared_families

NAME = "heard_lexicon"

for _extension in ("hits", "touched"):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=[])


@Language.factory(NAME)
def make_lexicon(nlp: Language, name: str) -> "LexiconHits":
    return LexiconHits(nlp)


class LexiconHits:
    """Leaves on `doc._.hits` the phrases found; of one theme's that start together, the longest.

    On `doc._.touched` the families of meaning, by places in the stream of stems.
    """

    def __init__(self, nlp: Language) -> None:
        self._families = shared_families()
        self._book = lexicon_book(codebook_of(nlp), stems=PhraseStems(nlp), kinds=word_rules().kinds)

    def __call__(self, doc: Doc) -> Doc:
        stems, places = doc._.stream
        doc._.touched = self._families.touched(stems)
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
