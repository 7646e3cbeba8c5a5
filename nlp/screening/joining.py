"""Both readers' answers as one list of alerts."""

from __future__ import annotations

from nlp.findings import Alert
from nlp.screening.reading import SentenceReading, read_sentence, settled_level
from nlp.screening.rules import shipped_rules
from nlp.screening.sentences import sentences_of

_ORDER = {"urgent": 0, "review": 1}


def screen(text: str, *, speaker: str) -> list[Alert]:
    """Alerts for one message: at most one for each category, the most pressing, urgent ones first.

    `speaker` is "child", "family" or "staff". Offsets are characters of `text`. Never fails, whatever the
    string holds; the time it takes grows with its length and no faster.
    """
    del speaker
    book = shipped_rules()
    readings = [read_sentence(sentence, book) for sentence in sentences_of(text)]
    return _by_rules(readings)


def _by_rules(readings: list[SentenceReading]) -> list[Alert]:
    signs = set().union(*(reading.signs for reading in readings)) if readings else set()
    best: dict[str, Alert] = {}
    for reading in readings:
        for hit in reading.hits:
            level = settled_level(hit.rule.level, signs)
            if level is None:
                continue
            start, end = reading.sentence.starts[hit.first], reading.sentence.ends[hit.last]
            alert = Alert(hit.rule.kind, level, start, end, f"rule:{hit.rule.id}")
            known = best.get(alert.category)
            if known is None or (_ORDER[level], start) < (_ORDER[known.level], known.start):
                best[alert.category] = alert
    return sorted(best.values(), key=lambda alert: (_ORDER[alert.level], alert.start, alert.category))
