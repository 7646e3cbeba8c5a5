"""The pipeline's part that screens a passage for what a person must look at."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.findings import found_in
from nlp.screening import screen

NAME = "heard_screen"


@Language.factory(NAME, default_config={"speaker": "child"}, assigns=["doc._.alerts"])
def make_screen(nlp: Language, name: str, speaker: str) -> "ScreenComponent":
    """A component that leaves alerts; `speaker` is who is taken to speak where the passage does not say."""
    return ScreenComponent(speaker)


class ScreenComponent:
    """Leaves `doc._.alerts`."""

    def __init__(self, speaker: str) -> None:
        self.speaker = speaker

    def __call__(self, doc: Doc) -> Doc:
        found = found_in(doc)
        found.alerts = screen(found.text, speaker=str(found.speaker or self.speaker))
        return doc
