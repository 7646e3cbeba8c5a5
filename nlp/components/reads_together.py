"""What those parts of the pipeline share that read many texts at once: one text is a batch of one."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from nlp.lexis.passages import Passages, each_at_first


class ReadsTogether(ABC):
    """A part that reads passages, all at once, in `read`."""

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        return each_at_first(docs, self.read)

    @abstractmethod
    def read(self, passages: Passages) -> None:
        """Leave on `passages` what this part finds in them."""
