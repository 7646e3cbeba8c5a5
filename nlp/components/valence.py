"""Gives each candidate theme its valence, from the clause that carries it."""

from itertools import accumulate

from spacy.language import Language
from spacy.tokens import Doc

from nlp.findings import ThemeFinding
from nlp.phrases import PhraseStems
from nlp.telling import Telling, ValenceLexicon
from nlp.valence import valence_rules

NAME = "heard_valence"


@Language.factory(NAME)
def make_valence(nlp: Language, name: str) -> "ThemeValence":
    return ThemeValence(nlp)


class ThemeValence:
    """Turns `doc._.candidates` into `doc._.themes`."""

    def __init__(self, nlp: Language) -> None:
        self._lexicon = ValenceLexicon(valence_rules(), PhraseStems(nlp))

    def __call__(self, doc: Doc) -> Doc:
        candidates = doc._.candidates
        if not candidates:
            return doc
        telling = Telling(
            self._lexicon,
            stems=doc._.stems,
            stream=doc._.stream,
            clauses=doc._.clauses,
            sentences=list(accumulate(int(bool(token.is_sent_start)) for token in doc)),
        )
        doc._.themes = [
            ThemeFinding(
                theme=found.theme,
                valence=telling.valence(found.hits),
                score=found.score,
                start=doc[found.start].idx,
                end=doc[found.end - 1].idx + len(doc[found.end - 1]),
                source=found.source,
            )
            for found in candidates
        ]
        return doc
