"""The pipeline's part that screens a passage for what a person must look at."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.findings import Found, found_in
from nlp.screening import screen, screen_together
from nlp.screening.stored import shipped_reader

NAME = "heard_screen"


@Language.factory(NAME, default_config={"speaker": "child"}, assigns=["doc._.alerts"])
def make_screen(nlp: Language, name: str, speaker: str) -> "ScreenComponent":
    """A component that leaves alerts; `speaker` is who is taken to speak where the passage does not say."""
    # So that whatever builds a pipeline waits, and not the first message.
    shipped_reader()
    return ScreenComponent(speaker)


class ScreenComponent:
    """Leaves `doc._.alerts`."""

    def __init__(self, speaker: str) -> None:
        self.speaker = speaker

    def __call__(self, doc: Doc) -> Doc:
        found = found_in(doc)
        found.alerts = screen(found.text, speaker=self._who(found))
        return doc

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, looked at together."""
        for batch in minibatch(docs, size=batch_size):  # type: ignore[no-untyped-call]
            if len(batch) == 1:
                yield self(batch[0])
                continue
            each = [found_in(doc) for doc in batch]
            alerts = screen_together([found.text for found in each], [self._who(found) for found in each])
            for found, of_one in zip(each, alerts, strict=True):
                found.alerts = of_one
            yield from batch

    def _who(self, found: Found) -> str:
        return str(found.speaker or self.speaker)
