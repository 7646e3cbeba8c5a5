"""Both readers' answers as one list of alerts."""

from __future__ import annotations

from nlp.findings import Alert, AlertLevel
from nlp.screening.model import Opinion, ScreenModel, shipped_model
from nlp.screening.reading import SentenceReading, read_sentence, settled_level
from nlp.screening.rules import shipped_rules
from nlp.screening.sentences import sentences_of

_ORDER = {"urgent": 0, "review": 1}

# Long messages are read by the model in stretches of this many sentences, the length it learned from.
_STRETCH = 3


def screen(text: str, *, speaker: str) -> list[Alert]:
    """Alerts for one message: at most one for each category, the most pressing, urgent ones first.

    `speaker` is "child", "family" or "staff". Offsets are characters of `text`. Never fails, whatever the
    string holds; the time it takes grows with its length and no faster.
    """
    book = shipped_rules()
    readings = [read_sentence(sentence, book) for sentence in sentences_of(text)]
    if not readings:
        return []
    model = shipped_model()
    return _by_both(readings, speaker, model) if model else _settled(_by_rules(readings))


def _by_rules(readings: list[SentenceReading]) -> list[Alert]:
    signs = set().union(*(reading.signs for reading in readings))
    found: list[Alert] = []
    for reading in readings:
        for hit in reading.hits:
            level = settled_level(hit.rule.level, signs)
            if level is not None:
                start, end = reading.sentence.starts[hit.first], reading.sentence.ends[hit.last]
                found.append(Alert(hit.rule.kind, level, start, end, f"rule:{hit.rule.id}"))
    return found


def _by_both(readings: list[SentenceReading], speaker: str, model: ScreenModel) -> list[Alert]:
    """Rules that the model does not doubt, and what it sees where no rule did."""
    found: list[Alert] = []
    for first in range(0, len(readings), _STRETCH):
        stretch = readings[first : first + _STRETCH]
        whole = model.read(stretch, speaker)
        alone = [model.read([reading], speaker) for reading in stretch] if len(stretch) > 1 else [whole]
        worst = max(range(len(stretch)), key=lambda at: alone[at].alarm)
        # One sentence may be alarming among kind ones; alone it has to be surer than the stretch as a whole.
        seen = whole if whole.alarm >= model.threshold else alone[worst]
        sure = whole.alarm >= model.threshold or alone[worst].alarm >= (1 + model.threshold) / 2
        ruled = _by_rules(stretch) if max(whole.alarm, alone[worst].alarm) >= model.doubt else []
        found.extend(ruled)
        if sure and not any(alert.level == "urgent" for alert in ruled):
            found.append(_by_model(stretch[worst], seen, model))
    return _settled(found)


def _by_model(reading: SentenceReading, seen: Opinion, model: ScreenModel) -> Alert:
    """The model's alert, on the sentence that alarms it most."""
    level: AlertLevel = "urgent" if seen.urgent >= 0.5 else "review"
    sentence = reading.sentence
    return Alert(seen.category, level, sentence.starts[0], sentence.ends[-1], f"model:{model.version}")


def _settled(found: list[Alert]) -> list[Alert]:
    """The most pressing alert of each category."""
    best: dict[str, Alert] = {}
    for alert in found:
        known = best.get(alert.category)
        if known is None or (_ORDER[alert.level], alert.start) < (_ORDER[known.level], known.start):
            best[alert.category] = alert
    return sorted(best.values(), key=lambda alert: (_ORDER[alert.level], alert.start, alert.category))
