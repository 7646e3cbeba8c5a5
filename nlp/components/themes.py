"""Decides which themes to suggest, leaving out those that are not offered to the speaker."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.codebook import shipped_codebook
from nlp.deciding import by_lexicon
from nlp.findings import Speaker

NAME = "heard_themes"

if not Doc.has_extension("candidates"):
    Doc.set_extension("candidates", default=[])


@Language.factory(NAME)
def make_themes(nlp: Language, name: str) -> "ThemeChoice":
    return ThemeChoice()


class ThemeChoice:
    """Leaves on `doc._.candidates` the themes to suggest."""

    def __init__(self) -> None:
        codebook = shipped_codebook()
        self._offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}

    def __call__(self, doc: Doc) -> Doc:
        candidates = by_lexicon(doc._.hits)
        speaker = doc._.speaker
        if speaker is not None:
            offered = self._offered[speaker]
            candidates = [candidate for candidate in candidates if candidate.theme in offered]
        doc._.candidates = candidates
        return doc
