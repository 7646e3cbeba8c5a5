"""Sentences and clauses, for a person who types without full stops as well as for one who does not."""

from spacy.language import Language
from spacy.tokens import Doc

NAME = "heard_clauses"

_ENDS = frozenset({".", "!", "?", "…", "..", "...", "....", "!!", "??", "!!!", "???", "。", "؟"})


@Language.factory(NAME)
def make_clauses(nlp: Language, name: str) -> "Clauses":
    return Clauses()


class Clauses:
    """Marks where each sentence starts: after an end mark or a line break."""

    def __call__(self, doc: Doc) -> Doc:
        ended = True
        for token in doc:
            token.is_sent_start = ended
            text = token.text
            ended = text in _ENDS or "\n" in text or "\n" in token.whitespace_
        return doc
