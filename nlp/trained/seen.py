"""What a trained model sees of texts: stems and pairs, families of meaning, phrases, spellings, who speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp.arrays import Floats, Places
from nlp.lexis.passages import Passages
from nlp.lexis.tables import distinct
from nlp.trained.features import Features, is_spelt, shared_families
from nlp.trained.phrase_cells import phrases_of
from nlp.trained.standing import Standing, things_of


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The features of so many `texts`, by block, before they are weighed.

    `stems` are in order, "" where a sentence or a text ends; `families` numbers of `shared_families()`, where they
    start; `phrases` what the codebook's lexicon found; `spellings` the distinct words as typed; `context` what is
    known besides the words, such as who speaks. `vectors` are what an installed language model makes of each text.
    `sentences` are the same of each sentence of a text that has several, where a model may want them, with the
    places of their texts, in order.
    """

    texts: int
    stems: Standing
    families: Standing
    phrases: Standing
    spellings: Standing
    context: Standing
    vectors: Sequence[Floats | None] = ()
    sentences: "tuple[Places, Seen] | None" = None

    def __len__(self) -> int:
        return self.texts

    def at(self, places: Places) -> "Seen":
        """Those texts at these places."""
        found = Seen(
            len(places),
            self.stems.at(places),
            self.families.at(places),
            self.phrases.at(places),
            self.spellings.at(places),
            self.context.at(places),
            [self.vectors[at] for at in places.tolist()] if self.vectors else (),
        )
        if self.sentences is None:
            return found
        owners, sentences = self.sentences
        at, owners = things_of(owners, places)
        return replace(found, sentences=(owners, sentences.at(at)))


def seen(passages: Passages, contexts: Sequence[Features]) -> Seen:
    """What is seen of texts that were looked at, each said in a context."""
    stream = passages.stream
    typed, words = passages.typed_by_name()
    spelt = np.array([is_spelt(word) for word in words], dtype=bool)[typed]
    spellings = distinct(passages.rows[spelt] * len(words) + typed[spelt])
    return Seen(
        len(passages),
        Standing.of(stream.rows, *passages.stream_by_name()),
        Standing.of(
            stream.rows[passages.touches.first], passages.touches.family, range(len(shared_families().names))
        ),
        phrases_of(passages.hits, stream.counts),
        Standing.of(spellings // len(words), spellings % len(words), words),
        Standing.told(contexts),
    )
