"""Both readers' answers as one list of alerts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from nlp.findings import Alert, AlertLevel
from nlp.screening.few_words import few_words
from nlp.screening.judging import STRETCH, Alarming, alarming, alarming_together
from nlp.screening.lexis import Lexis
from nlp.screening.model import ScreenModel
from nlp.screening.reading import Look, RuleHit, Then, look_at, then_or_now
from nlp.screening.sentences import Placed, placed_rows_of, rows_of
from nlp.screening.stored import shipped_reader
from nlp.screening.together import LookColumns, Looks

_ORDER = {"urgent": 0, "review": 1}

# From this chance on, an alarm is for today. Of the examples left out, three in a hundred urgent ones lie under it and
# half of the review ones over it: taking a review for urgent costs a look, a delay costs more.
URGENT = 0.7


def screen(text: str, *, speaker: str) -> list[Alert]:
    """Alerts for one message: at most one for each category, the most pressing, urgent ones first.

    `speaker` is "child", "family" or "staff". Offsets are characters of `text`. Never fails, whatever the
    string holds; the time it takes grows with its length and no faster.
    """
    lexis, model = shipped_reader()
    rows = rows_of(text)
    looks = [look_at(row, lexis) for row in rows]
    if model is None:
        return _by_rules_alone(text, rows, looks, lexis)
    found = alarming(looks, speaker, model, lexis.table)
    return _alerts(text, speaker, rows, looks, found, lexis, model)


def screen_together(texts: Sequence[str], speakers: Sequence[str]) -> list[list[Alert]]:
    """The same for many messages, looked at together."""
    lexis, model = shipped_reader()
    rows = [rows_of(text) for text in texts]
    counts = [len(of_text) for of_text in rows]
    looks = shipped_columns().looks([row for of_text in rows for row in of_text])
    first = [0, *accumulate(counts)]
    if model is None:
        held = {bisect_right(first, at) - 1 for at in looks.tried}
        return [
            _by_rules_alone(text, rows[at], _looks_of(looks, first, at), lexis) if at in held else []
            for at, text in enumerate(texts)
        ]
    found = alarming_together(looks, counts, speakers, model, lexis.table)
    held = {bisect_right(first, at) - 1 for at, (hits, _, _) in looks.tried.items() if hits}
    return [
        _alerts(text, speakers[at], rows[at], _looks_of(looks, first, at), found.get(at, ()), lexis, model)
        if at in found or at in held
        else []
        for at, text in enumerate(texts)
    ]


@lru_cache(maxsize=1)
def shipped_columns() -> LookColumns:
    """The columns of the shipped reader."""
    return LookColumns(shipped_reader().lexis)


def _looks_of(looks: Looks, first: Sequence[int], at: int) -> list[Look]:
    """The sentences of message `at`."""
    return [looks.look(sentence) for sentence in range(first[at], first[at + 1])]


def _by_rules_alone(
    text: str, rows: Sequence[Sequence[str]], looks: Sequence[Look], lexis: Lexis
) -> list[Alert]:
    if not any(look.hits for look in looks):
        return []
    return _settled(_by_rules(_placed(text, looks, then_or_now(rows, lexis))))


def _alerts(
    text: str,
    speaker: str,
    rows: Sequence[Sequence[str]],
    looks: Sequence[Look],
    found: Sequence[Alarming],
    lexis: Lexis,
    model: ScreenModel,
) -> list[Alert]:
    """The alerts of a message, of which the stretches in `found` alarm; or else of what is drowned in its words."""
    # Then and now change only what rules found.
    ruled = any(look.hits for look in looks)
    placed = _placed(text, looks, then_or_now(rows, lexis) if ruled else ["now"] * len(rows))
    if not found:
        believed = [
            one for one in few_words(rows, looks, speaker, model, lexis) if not one.judged.doubtful(model)
        ]
        return _settled(
            [alert for at, hit, judged in believed for alert in _by_rule(hit, placed[at], judged.chance)]
        )
    return _settled(
        [alert for one in found for alert in _by_both(placed[one.first : one.first + STRETCH], one, model)]
    )


class _Sentence(NamedTuple):
    """A sentence with the characters of the message that each of its words stands on, and when it tells of."""

    look: Look
    placed: Placed
    then: Then


def _placed(text: str, looks: Sequence[Look], then: Sequence[Then]) -> list[_Sentence]:
    return [_Sentence(*each) for each in zip(looks, placed_rows_of(text), then, strict=True)]


def _by_rules(sentences: Sequence[_Sentence], chance: float | None = None) -> list[Alert]:
    return [alert for one in sentences for hit in one.look.hits for alert in _by_rule(hit, one, chance)]


def _by_rule(hit: RuleHit, sentence: _Sentence, chance: float | None) -> list[Alert]:
    """The alert of a rule that held in a sentence; none where it is over."""
    if sentence.then == "over":
        return []
    level: AlertLevel = "review" if sentence.then == "past" else hit.rule.level
    place = sentence.placed.place(hit.first, hit.last)
    return [Alert(hit.rule.kind, level, *place, f"rule:{hit.rule.id}", chance)]


def _by_both(stretch: Sequence[_Sentence], alarming: Alarming, model: ScreenModel) -> list[Alert]:
    """Rules that the model does not doubt, and what it sees where no rule did."""
    judged, opinion = alarming.judged, alarming.opinion
    found = [] if judged.doubtful(model) else _by_rules(stretch, judged.chance)
    if opinion is not None and not any(alert.level == "urgent" for alert in found):
        worst = stretch[judged.worst]
        level: AlertLevel = "urgent" if opinion.urgent >= URGENT else "review"
        found.append(
            Alert(
                opinion.category,
                level,
                *worst.placed.place(*_loudest(worst.look.by_word)),
                f"model:{model.version}",
                judged.chance,
            )
        )
    return found


def _loudest(by_word: Sequence[float]) -> tuple[int, int]:
    """The first and last word of the run that adds most to the alarm: the words that a person is shown."""
    best, best_sum, running, began = (0, len(by_word) - 1), 0.0, 0.0, 0
    for at, added in enumerate(by_word):
        if running <= 0:
            running, began = 0.0, at
        running += added
        if running > best_sum:
            best, best_sum = (began, at), running
    return best


def _first_shown(alert: Alert) -> tuple[int, float, int]:
    return _ORDER[alert.level], -1.0 if alert.chance is None else -alert.chance, alert.start


def _settled(found: list[Alert]) -> list[Alert]:
    """The most pressing alert of each category; of equals the surest, or else the first."""
    best: dict[str, Alert] = {}
    for alert in found:
        known = best.get(alert.category)
        if known is None or _first_shown(alert) < _first_shown(known):
            best[alert.category] = alert
    return sorted(best.values(), key=lambda alert: (_ORDER[alert.level], alert.start, alert.category))
