"""Stems: each token made comparable, however it was spelt."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.lexis.words import stems_of, stream

NAME = "heard_words"

for _extension in ("norms", "stems", "stream"):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=None)


@Language.factory(NAME)
def make_words(nlp: Language, name: str) -> "WordStems":
    return WordStems()


class WordStems:
    """Leaves on `doc._.norms` each token in lower case, on `doc._.stems` one stem for each, and on
    `doc._.stream` those that phrases are made of."""

    def __call__(self, doc: Doc) -> Doc:
        norms = [token.norm_ for token in doc]
        stems = stems_of(norms)
        doc._.norms = norms
        doc._.stems = stems
        doc._.stream = stream(stems)
        return doc
