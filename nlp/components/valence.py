"""Gives each candidate theme its valence: by the trained reader, and by rules where there is none."""

from collections.abc import Iterable, Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.deciding import Candidate
from nlp.findings import ThemeFinding, Valence, found_in
from nlp.lexis.leaning import leanings
from nlp.lexis.numbers import stem_numbers
from nlp.lexis.passages import Passages, each_at_first, passages_of
from nlp.lexis.phrases import PhraseStems
from nlp.lexis.telling import Telling, ToldWords, ValenceLexicon
from nlp.lexis.told_words import TellingColumns
from nlp.lexis.tones import valence_rules
from nlp.trained.features import Seen
from nlp.trained.together import clause_rows
from nlp.trained.valence_model import Told

NAME = "heard_valence"


@Language.factory(NAME)
def make_valence(nlp: Language, name: str) -> "ThemeValence":
    return ThemeValence(nlp)


class ThemeValence:
    """Turns candidates into findings, each with its valence, as `found_in(doc).themes`."""

    def __init__(self, nlp: Language) -> None:
        lexicon = ValenceLexicon(valence_rules(), PhraseStems(nlp))
        self.columns = TellingColumns(lexicon, stem_numbers())

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        return each_at_first(docs, self._read)

    def _read(self, passages: Passages) -> None:
        valences = self._valences(passages)
        every = [(text, one) for text, found in enumerate(passages.candidates) for one in found]
        if not every:
            return
        base = passages.first[[text for text, _ in every]]
        start, end = passages.characters
        places = zip(
            every,
            valences,
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

    def _valences(self, passages: Passages) -> list[Valence]:
        """How each candidate is found, text by text."""
        sight = passages.sight
        if sight is None or sight.model.valence is None:
            told = self.columns.told(passages)
            return [
                telling.valence(found.hits)
                for at, candidates in enumerate(passages.candidates)
                if candidates and (telling := telling_of(passages, at, told[at]))
                for found in candidates
            ]
        every = [(text, one) for text, found in enumerate(passages.candidates) for one in found]
        if not every:
            return []
        texts = np.array([text for text, _ in every])
        words = self.columns.all_told(passages)
        lean = leanings(passages, words, texts=texts, hits=[one.hits for _, one in every])
        clauses = clause_rows(passages, sight, texts, lean)
        themes = [one.theme for _, one in every]
        return sight.model.valence.valences_of(
            sight.rows, clauses, texts=texts, themes=themes, leanings=lean.sums
        )

    def telling(self, doc: Doc) -> Telling:
        """Where the doc speaks well or ill."""
        passages, at = passages_of(doc)
        return telling_of(passages, at, self.columns.told(passages)[at])


def telling_of(passages: Passages, at: int, told: ToldWords) -> Telling:
    """Where text `at` speaks well or ill; its clauses are numbered as in `passages`."""
    start, end = passages.first[at : at + 2].tolist()
    return Telling(
        told,
        clauses=passages.clauses[start:end].tolist(),
        sentences=passages.sentences[start:end].tolist(),
    )


def what_is_told(doc: Doc, message: Seen, candidates: Iterable[Candidate], telling: Telling) -> list[Told]:
    """What a trained reader of valence learns from: each candidate theme of a doc, of which `message` is seen."""
    stems, places = doc._.stream
    passages, at = passages_of(doc)
    clauses = passages.clauses[passages.first[at] : passages.first[at + 1]].tolist()
    touched = doc._.touched
    clause_of = [clauses[place] for place in places]
    told = []
    for found in candidates:
        inside = telling.clauses_of(found.hits)
        clause = Seen(
            stems=[stem for stem, number in zip(stems, clause_of, strict=True) if number in inside],
            families={family for family, first, _ in touched if clause_of[first] in inside},
            phrases={},
            spellings=(),
            context=(),
        )
        told.append(Told(found.theme, message, clause, telling.leaning(found.hits)))
    return told
