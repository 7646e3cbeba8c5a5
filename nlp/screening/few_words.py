"""Rules read by the few words around them: an alarm may be drowned by what else its sentence says.

The trained reader weighs a sentence as a whole, so "i want to die" counts for less with each word that follows. Where
it doubts a rule that held in a long sentence, it is asked again about the rule's own words and their neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.screening.judging import Judged, judge
from nlp.screening.lexis import Lexis
from nlp.screening.model import ScreenModel
from nlp.screening.reading import Look, RuleHit, look_at

# In sentences of more words than this, and with so many neighbours to either side.
LONG, NEIGHBOURS = 8, 4


class FewWords(NamedTuple):
    """A rule that held in the sentence numbered `sentence`, and what the readers make of its few words alone."""

    sentence: int
    hit: RuleHit
    judged: Judged


def few_words(
    rows: Sequence[Sequence[str]], looks: Sequence[Look], speaker: str, model: ScreenModel, lexis: Lexis
) -> Iterator[FewWords]:
    """Each rule that holds in a long sentence and in its few words too; `rows` are the words of each sentence."""
    for at, (row, look) in enumerate(zip(rows, looks, strict=True)):
        if len(row) <= LONG:
            continue
        for hit in look.hits:
            alone = look_at(row[max(0, hit.first - NEIGHBOURS) : hit.last + 1 + NEIGHBOURS], lexis)
            if any(one.rule is hit.rule for one in alone.hits):
                yield FewWords(at, hit, judge((alone,), speaker, model, lexis.table, 1))
