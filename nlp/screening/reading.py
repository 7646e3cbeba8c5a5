"""Trying the rules on each sentence, and what the words around an alarm make of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from nlp.findings import AlertLevel
from nlp.screening.rules import Rule, RuleBook
from nlp.screening.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that held, with the first and last word of what it held on."""

    rule: Rule
    first: int
    last: int


@dataclass(slots=True)
class SentenceReading:
    """What was found in one sentence. `taken_back` are the alarms that ordinary meaning explains."""

    sentence: Sentence
    hits: list[Hit] = field(default_factory=list)
    taken_back: list[Hit] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)


_SIGNS = frozenset({"words", "sentence", "past", "safe_now", "known", "now"})


def read_sentence(sentence: Sentence, book: RuleBook) -> SentenceReading:
    """Every rule that holds in `sentence`, ordinary meanings already taken out."""
    reading = SentenceReading(sentence)
    rules = book.worth_trying(sentence.words)
    if not rules:
        return reading
    row = " " + " ".join(sentence.words) + " "
    places: list[int] = []
    at = 1
    for word in sentence.words:
        places.append(at)
        at += len(word) + 1
    masked: set[int] = set()
    hits: list[Hit] = []
    for rule in rules:
        for found in rule.compiled.find.finditer(row):
            first = bisect_right(places, found.start()) - 1
            last = bisect_right(places, max(found.start(), found.end() - 2)) - 1
            if rule.kind not in _SIGNS:
                hits.append(Hit(rule, first, last))
                continue
            reading.signs.add(rule.id)
            if rule.kind == "words":
                masked.update(range(first, last + 1))
    whole = any(sign.startswith("sentence/") for sign in reading.signs)
    for hit in hits:
        explained = whole or any(at in masked for at in range(hit.first, hit.last + 1))
        (reading.taken_back if explained else reading.hits).append(hit)
    return reading


def settled_level(level: AlertLevel, signs: set[str]) -> AlertLevel | None:
    """What becomes of an alarm, given what the whole message says of then and now.

    Rationale: what used to happen and has stopped, and services know, needs nobody today; what used to happen
    needs a look, not a siren; anything that still happens stays as it is.
    """
    kinds = {sign.partition("/")[0] for sign in signs}
    if "now" in kinds or not kinds & {"past", "safe_now"}:
        return level
    if "safe_now" in kinds and ("known" in kinds or "past" in kinds):
        return None if "known" in kinds else "review"
    return "review" if "past" in kinds else level
