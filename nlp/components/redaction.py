"""The pipeline's part that takes out what could tell who somebody is."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from nlp.redact import redact

NAME = "heard_redaction"


@Language.factory(NAME, default_config={"known_names": []}, assigns=["doc._.redactions", "doc._.redacted"])
def make_redaction(nlp: Language, name: str, known_names: list[str]) -> "RedactionComponent":
    """A component that leaves redactions and the redacted copy; `known_names` are found wherever they stand."""
    return RedactionComponent(known_names)


class RedactionComponent:
    """Leaves `doc._.redactions` and `doc._.redacted`."""

    def __init__(self, known_names: Iterable[str]) -> None:
        self.known_names = tuple(known_names)

    def __call__(self, doc: Doc) -> Doc:
        found = redact(doc.text, known_names=self.known_names)
        doc._.redactions = list(found.redactions)
        doc._.redacted = found.text
        return doc
