"""Gives each candidate theme its valence: by the trained reader, and by rules where there is none."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from nlp.components.reads_together import ReadsTogether
from nlp.deciding import Candidate
from nlp.findings import Alert, ThemeFinding, Valence, found_in
from nlp.lexis.leaning import balanced, leanings
from nlp.lexis.passages import Passages
from nlp.lexis.told_words import telling_columns
from nlp.screening.sureness import FAIRLY_SURE
from nlp.trained.together import clause_rows

NAME = "heard_valence"


@Language.factory(NAME)
def make_valence(nlp: Language, name: str) -> "ThemeValence":
    return ThemeValence()


class ThemeValence(ReadsTogether):
    """Turns candidates into findings, each with its valence, as `found_in(doc).themes`."""

    def __init__(self) -> None:
        self._columns = telling_columns()

    def read(self, passages: Passages) -> None:
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
        in_danger = told_in_danger(passages, every)
        texts = np.array([text for text, _ in every])
        lean = leanings(
            passages, self._columns.told(passages), texts=texts, hits=[one.hits for _, one in every]
        )
        sight = passages.sight
        if sight is None or sight.model.valence is None:
            return balanced(lean, never_good=in_danger)
        clauses = clause_rows(passages, sight, texts, lean)
        themes = [one.theme for _, one in every]
        return sight.model.valence.valences_of(
            sight.rows, clauses, texts=texts, themes=themes, leanings=lean.sums, never_good=in_danger
        )


def told_in_danger(passages: Passages, every: Sequence[tuple[int, Candidate]]) -> npt.NDArray[np.bool_]:
    """Which candidates are told in a sentence that is surely urgent: danger told calmly is not praise."""
    start, end = passages.characters
    urgent = [
        [(one.start, one.end) for one in found_in(doc).alerts if one.level == "urgent" and is_sure(one)]
        for doc in passages.docs
    ]

    def in_danger(text: int, one: Candidate) -> bool:
        if not urgent[text]:
            return False
        first, last = passages.first[text : text + 2]
        number = passages.sentences[first:last]
        same = (number >= number[one.start]) & (number <= number[one.end - 1])
        begins, ends = start[first:last][same][0], end[first:last][same][-1]
        return any(at < ends and begins < until for at, until in urgent[text])

    return np.array([in_danger(text, one) for text, one in every], dtype=bool)


def is_sure(alert: Alert) -> bool:
    """Whether the trained readers are sure enough of it to say what else its words mean: a rule alone is no reader."""
    return alert.chance is not None and alert.chance >= FAIRLY_SURE
