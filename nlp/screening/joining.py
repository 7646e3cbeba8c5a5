"""Both readers' answers as one list of alerts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from nlp.findings import Alert, AlertLevel
from nlp.screening.lexis import Lexis, features_by_word
from nlp.screening.model import Reader, ScreenModel, shipped_reader
from nlp.screening.reading import Look, look_at, settled_level, signs_in
from nlp.screening.sentences import Placed, placed_rows_of, rows_of
from nlp.screening.together import LookColumns

_ORDER = {"urgent": 0, "review": 1}

# Long messages are read by the model in stretches of this many sentences, the length it learned from.
STRETCH = 3

# From this chance on, an alarm is for today. Under one half: taking a review for urgent costs a look, a delay more.
URGENT = 0.4


class Judged(NamedTuple):
    """A stretch of sentences: how alarming it is as a whole, and which sentence alarms most by itself."""

    whole: float
    worst: int
    alone: float

    def sure(self, model: ScreenModel) -> bool:
        """Whether the trained reader raises an alert. A sentence among others has to be surer than the whole."""
        return self.whole >= model.threshold or self.alone >= model.alone

    def doubtful(self, model: ScreenModel) -> bool:
        """Whether the trained reader takes what a rule found for a mistake."""
        return max(self.whole, self.alone) < model.doubt


def screen(text: str, *, speaker: str) -> list[Alert]:
    """Alerts for one message: at most one for each category, the most pressing, urgent ones first.

    `speaker` is "child", "family" or "staff". Offsets are characters of `text`. Never fails, whatever the
    string holds; the time it takes grows with its length and no faster.
    """
    reader = shipped_reader()
    rows = rows_of(text)
    return _alerts(text, rows, [look_at(row, reader.lexis) for row in rows], speaker, reader)


def screen_together(texts: Sequence[str], speakers: Sequence[str]) -> list[list[Alert]]:
    """The same for many messages, looked at together."""
    reader = shipped_reader()
    rows = [rows_of(text) for text in texts]
    looks = iter(shipped_columns().looks([row for of_text in rows for row in of_text]))
    return [
        _alerts(text, of_text, list(islice(looks, len(of_text))), speaker, reader)
        for text, of_text, speaker in zip(texts, rows, speakers, strict=True)
    ]


@lru_cache(maxsize=1)
def shipped_columns() -> LookColumns:
    """The columns of the shipped reader."""
    return LookColumns(shipped_reader().lexis)


def _alerts(
    text: str, rows: Sequence[Sequence[str]], looks: Sequence[Look], speaker: str, reader: Reader
) -> list[Alert]:
    lexis, model = reader
    if model is None:
        if not any(look.hits for look in looks):
            return []
        return _settled(_by_rules(_placed(text, looks), _all_signs(rows, lexis)))
    alarming = [
        (first, judged)
        for first in range(0, len(looks), STRETCH)
        if raises(these := looks[first : first + STRETCH], judged := judge(these, speaker, model), model)
    ]
    if not alarming:
        return []
    signs = _all_signs(rows, lexis)
    placed = _placed(text, looks)
    return _settled(
        [
            alert
            for first, judged in alarming
            for alert in _by_both(placed[first : first + STRETCH], judged, speaker, signs, reader)
        ]
    )


def judge(looks: Sequence[Look], speaker: str, model: ScreenModel) -> Judged:
    """What the trained reader makes of a stretch of sentences."""
    whole = model.alarm(looks, speaker)
    if len(looks) == 1:
        return Judged(whole, 0, whole)
    alone = [model.alarm((look,), speaker) for look in looks]
    highest = max(alone)
    return Judged(whole, alone.index(highest), highest)


def raises(looks: Sequence[Look], judged: Judged, model: ScreenModel) -> bool:
    """Whether a stretch raises an alert: the model does, or a rule that it does not doubt."""
    return judged.sure(model) or (any(look.hits for look in looks) and not judged.doubtful(model))


class _Sentence(NamedTuple):
    """A sentence with the characters of the message that each of its words stands on."""

    look: Look
    placed: Placed


def _placed(text: str, looks: Sequence[Look]) -> list[_Sentence]:
    return [_Sentence(look, placed) for look, placed in zip(looks, placed_rows_of(text), strict=True)]


def _all_signs(rows: Sequence[Sequence[str]], lexis: Lexis) -> set[str]:
    """What the whole message says of then and now."""
    return {sign for row in rows for sign in signs_in(row, lexis)}


def _by_rules(sentences: Sequence[_Sentence], signs: set[str]) -> list[Alert]:
    return [
        Alert(
            hit.rule.kind,
            level,
            one.placed.starts[hit.first],
            one.placed.ends[hit.last],
            f"rule:{hit.rule.id}",
        )
        for one in sentences
        for hit in one.look.hits
        if (level := settled_level(hit.rule.level, signs)) is not None
    ]


def _by_both(
    stretch: Sequence[_Sentence], judged: Judged, speaker: str, signs: set[str], reader: Reader
) -> list[Alert]:
    """Rules that the model does not doubt, and what it sees where no rule did."""
    lexis, model = reader
    if model is None:
        return _by_rules(stretch, signs)
    found = [] if judged.doubtful(model) else _by_rules(stretch, signs)
    if judged.sure(model) and not any(alert.level == "urgent" for alert in found):
        worst = stretch[judged.worst]
        seen = stretch if judged.whole >= model.threshold else [worst]
        opinion = model.opinion(
            [one.placed.words for one in seen], [one.look for one in seen], speaker, lexis
        )
        level: AlertLevel = "urgent" if opinion.urgent >= URGENT else "review"
        first, last = _loudest(worst.placed.words, reader)
        found.append(
            Alert(
                opinion.category,
                level,
                worst.placed.starts[first],
                worst.placed.ends[last],
                f"model:{model.version}",
            )
        )
    return found


def _loudest(row: Sequence[str], reader: Reader) -> tuple[int, int]:
    """The first and last word of the run that adds most to the alarm: the words that a person is shown."""
    lexis, model = reader
    sums = model.sums if model else {}
    best, best_sum, running, began = (0, len(row) - 1), 0.0, 0.0, 0
    for at, features in enumerate(features_by_word(row, lexis)):
        if running <= 0:
            running, began = 0.0, at
        running += sum(sums[feature][0] for feature in features if feature in sums)
        if running > best_sum:
            best, best_sum = (began, at), running
    return best


def _settled(found: list[Alert]) -> list[Alert]:
    """The most pressing alert of each category."""
    best: dict[str, Alert] = {}
    for alert in found:
        known = best.get(alert.category)
        if known is None or (_ORDER[alert.level], alert.start) < (_ORDER[known.level], known.start):
            best[alert.category] = alert
    return sorted(best.values(), key=lambda alert: (_ORDER[alert.level], alert.start, alert.category))
