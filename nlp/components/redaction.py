"""The pipeline's part that takes out what could tell who somebody is."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.findings import found_in
from nlp.redact import NOBODY, Familiar, redact

NAME = "heard_redaction"


@Language.factory(NAME, assigns=["doc._.redactions", "doc._.redacted"])
def make_redaction(nlp: Language, name: str) -> "RedactionComponent":
    """A component that leaves redactions and the redacted copy."""
    return RedactionComponent()


class RedactionComponent:
    """Leaves `doc._.redactions` and `doc._.redacted`. Whom and what the authority knows is in `familiar`."""

    def __init__(self) -> None:
        self.familiar: Familiar = NOBODY

    def __call__(self, doc: Doc) -> Doc:
        found = found_in(doc)
        redacted = redact(found.text, familiar=self.familiar)
        found.redactions, found.redacted = redacted.redactions, redacted.text
        return doc
