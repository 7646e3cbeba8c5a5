"""The pipeline's part that asks an installed language model; it is there only where one is installed."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.findings import found_in
from nlp.language_model import LANGUAGE_MODEL, LanguageModel, Look, language_model_of
from nlp.lexis.tokenizing import LinearTokenizer, tokenizer_of

NAME = LANGUAGE_MODEL

for _extension in ("vector", "people"):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=None)


@Language.factory(NAME, assigns=["doc._.vector", "doc._.people"])
def make_language_model(nlp: Language, name: str) -> "InstalledLanguageModel":
    found = language_model_of(nlp)
    if found is None:
        raise ValueError("no language model is installed: leave this part out")
    return InstalledLanguageModel(found, tokenizer_of(nlp))


class InstalledLanguageModel:
    """Leaves `doc._.vector`, and on `doc._.people` where the language model names somebody.

    It reads the text, split anew: the doc itself may have no tokens.
    """

    def __init__(self, language_model: LanguageModel, tokenizer: LinearTokenizer) -> None:
        self._language_model, self._tokenizer = language_model, tokenizer

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, looked at together."""
        for batch in minibatch(docs, size=batch_size):  # type: ignore[no-untyped-call]
            found = self.look([found_in(doc).text for doc in batch])
            for doc, (vector, people) in zip(batch, found, strict=True):
                doc._.vector = vector
                doc._.people = people
                yield doc

    def look(self, texts: Iterable[str], batch_size: int = 256) -> Iterator[Look]:
        """What the language model makes of each text."""
        for batch in minibatch(texts, size=batch_size):  # type: ignore[no-untyped-call]
            words = [[token.text for token in self._tokenizer(text)] for text in batch]
            yield from self._language_model.look(batch, words)
