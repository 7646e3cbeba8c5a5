"""Gives each candidate theme its valence: by the trained reader, and by rules where there is none."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.deciding import Candidate
from nlp.findings import ThemeFinding, Valence, found_in
from nlp.lexis.leaning import balanced, leanings
from nlp.lexis.passages import Passages, each_at_first
from nlp.lexis.told_words import telling_columns
from nlp.trained.together import clause_rows

NAME = "heard_valence"


@Language.factory(NAME)
def make_valence(nlp: Language, name: str) -> "ThemeValence":
    return ThemeValence()


class ThemeValence:
    """Turns candidates into findings, each with its valence, as `found_in(doc).themes`."""

    def __init__(self) -> None:
        self._columns = telling_columns()

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        return each_at_first(docs, self._read)

    def _read(self, passages: Passages) -> None:
        every = [(text, one) for text, found in enumerate(passages.candidates) for one in found]
        if not every:
            return
        base = passages.first[[text for text, _ in every]]
        start, end = passages.characters
        places = zip(
            every,
            self._valences(passages, every),
            start[base + [one.start for _, one in every]].tolist(),
            end[base + [one.end - 1 for _, one in every]].tolist(),
            strict=True,
        )
        themes: list[list[ThemeFinding]] = [[] for _ in range(len(passages))]
        for (text, one), valence, first, last in places:
            reasons = passages.spans_of(text, one.reasons) if one.reasons else ()
            themes[text].append(ThemeFinding(one.theme, valence, one.score, first, last, one.source, reasons))
        for doc, found in zip(passages.docs, themes, strict=True):
            found_in(doc).themes = found

    def _valences(self, passages: Passages, every: Sequence[tuple[int, Candidate]]) -> list[Valence]:
        """How each candidate is found; `every` has at least one, with the text it is of."""
        texts = np.array([text for text, _ in every])
        lean = leanings(
            passages, self._columns.told(passages), texts=texts, hits=[one.hits for _, one in every]
        )
        sight = passages.sight
        if sight is None or sight.model.valence is None:
            return balanced(lean)
        clauses = clause_rows(passages, sight, texts, lean)
        themes = [one.theme for _, one in every]
        return sight.model.valence.valences_of(
            sight.rows, clauses, texts=texts, themes=themes, leanings=lean.sums
        )
