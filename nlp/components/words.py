"""Stems: each token made comparable, however it was spelt."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.findings import found_in
from nlp.lexis.numbers import stem_numbers, typed_words
from nlp.lexis.passages import Passages
from nlp.lexis.splitting import Splitter
from nlp.lexis.tokenizing import LinearTokenizer, tokenizer_of
from nlp.lexis.words import ends, passed_over

NAME = "heard_words"


@Language.factory(NAME)
def make_words(nlp: Language, name: str) -> "WordStems":
    return WordStems(tokenizer_of(nlp))


class WordStems:
    """Brings docs together as `Passages`, with a number for each word, for its stem, and the stream of stems.

    The words are those of the doc's text, split as its tokens are; the doc itself may have none. One doc's words
    stand on `doc._.norms`, `doc._.stems` and `doc._.stream`.
    """

    def __init__(self, tokenizer: LinearTokenizer) -> None:
        self._words, self._numbers = typed_words(), stem_numbers()
        self._splitter = Splitter(tokenizer, self._words)
        self._over = self._numbers.column(dict.fromkeys(passed_over(), True), otherwise=False, dtype=bool)
        self._ends = self._numbers.column(dict.fromkeys(ends(), True), otherwise=False, dtype=bool)

    def __call__(self, doc: Doc) -> Doc:
        self._read([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        for batch in minibatch(docs, size=batch_size):  # type: ignore[no-untyped-call]
            self._read(batch)
            yield from batch

    def passages(self, texts: Sequence[str]) -> Passages:
        """Texts that no doc carries, brought together."""
        found = Passages(texts, self._splitter, self._words, self._numbers)
        found.flow(self._over, self._ends)
        return found

    def _read(self, docs: list[Doc]) -> None:
        self.passages([found_in(doc).text for doc in docs]).carried_by(docs)
