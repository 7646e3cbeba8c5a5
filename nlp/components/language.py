"""The pipeline's part that says which language a passage is in."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.findings import found_in
from nlp.languages import identify_language

NAME = "heard_language"


@Language.factory(NAME, default_config={"shortest": 1}, assigns=["doc._.language"])
def make_language(nlp: Language, name: str, shortest: int) -> "LanguageComponent":
    """A component that leaves a BCP 47 code, or "und"; passages under `shortest` letters are left as "und"."""
    return LanguageComponent(shortest)


class LanguageComponent:
    """Leaves `doc._.language`."""

    def __init__(self, shortest: int) -> None:
        self.shortest = shortest

    def __call__(self, doc: Doc) -> Doc:
        found = found_in(doc)
        found.language = identify_language(found.text) if len(found.text) >= self.shortest else "und"
        return doc
