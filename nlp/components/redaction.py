"""The pipeline's part that takes out what could tell who somebody is."""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.findings import found_in
from nlp.language_model import language_model_of
from nlp.redact import NOBODY, Familiar, redact

NAME = "heard_redaction"


@Language.factory(NAME, assigns=["doc._.redactions", "doc._.redacted"])
def make_redaction(nlp: Language, name: str) -> "RedactionComponent":
    """A component that leaves redactions and the redacted copy."""
    further = language_model_of(nlp)
    return RedactionWithFurtherVoice() if further and further.finds_people else RedactionComponent()


class RedactionComponent:
    """Leaves `doc._.redactions` and `doc._.redacted`. Whom and what the authority knows is in `familiar`."""

    def __init__(self) -> None:
        self.familiar: Familiar = NOBODY

    def __call__(self, doc: Doc) -> Doc:
        return self._redacted(doc)

    def _redacted(self, doc: Doc, people: Sequence[tuple[int, int]] = ()) -> Doc:
        found = found_in(doc)
        redacted = redact(found.text, familiar=self.familiar, people=people)
        found.redactions, found.redacted = redacted.redactions, redacted.text
        return doc


class RedactionWithFurtherVoice(RedactionComponent):
    """The same, where `doc._.people` says whom a language model found as well."""

    def __call__(self, doc: Doc) -> Doc:
        return self._redacted(doc, doc._.people or ())
