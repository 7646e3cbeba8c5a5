"""What raised an alert, and the words that did: the answer that alarms first, its words marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from core.db import db
from core.passages import Passage
from core.questions.answers import said
from core.questions.schema import QuestionSetDefinition
from feedback.conversation import messages_of, reply_key
from feedback.models import Alert, Response
from nlp.languages import UNKNOWN
from nlp.languages.alarming import MEANINGS
from nlp.review.marked_words import Piece, pieces
from nlp.screening.kinds import kind_in_words
from nlp.screening.sureness import FAIRLY_SURE, VERY_SURE, unsure
from nlp.translating.translations import language_name, translation_key, translations_of

TRANSLATED = "In English, as somebody here translated it"


class Ground(NamedTuple):
    """One reason why an alert was raised: what it may be, how soon to look, and what says so."""

    kind: str
    level: str
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was said. `lines` are in pieces, of which those that alarm are marked."""

    heading: str
    lines: Sequence[Sequence[Piece]]
    alarms: bool


class _Words(NamedTuple):
    """What was said under one heading, and the question that a finding calls it by."""

    question: str
    heading: str
    lines: Sequence[str]


def grounds_of(alert: Alert) -> list[Ground]:
    """Why the alert was raised, the most pressing first. Holds no words that were said."""
    grounds = [
        Ground(kind_in_words(finding["category"]), finding["level"], _said_by(finding))
        for finding in alert.findings
    ]
    return sorted(dict.fromkeys(grounds), key=lambda ground: ground.level != "urgent")


def told_in(alert: Alert) -> list[Told]:
    """Everything that was said, with what alarms first. Of an audit conversation nothing that an auditor said."""
    told = [_marked(words, alert.findings) for words in _all_words(alert)]
    return sorted(told, key=lambda one: not one.alarms)


def _said_by(finding: dict[str, Any]) -> str:
    """What found it. An alert of before this was kept does not know."""
    kind, _, name = finding.get("rule", "").partition(":")
    if finding["question"] is None:
        return "The answers that were picked."
    if kind == "rule":
        doubt = " Our trained reader is not sure of it." if unsure([finding.get("chance")]) else ""
        called = name.rpartition("/")[2].replace("-", " ")
        return f"A plain rule of the screen, called “{called}”.{doubt}"
    if kind == "model":
        return f"Our trained reader. {_sureness(finding.get('chance'))} Version {name}."
    if kind == "language":
        code, _, meaning = name.partition(":")
        like = "We do not know the language." if code == UNKNOWN else f"It looks like {language_name(code)}."
        return f"{like} It holds a word that can mean {MEANINGS[meaning]}." if meaning else like
    return "The screen."


def _sureness(chance: float | None) -> str:
    if chance is None:
        return ""
    if chance >= VERY_SURE:
        return "It is very sure."
    return "It is fairly sure." if chance >= FAIRLY_SURE else "It is not sure."


def _all_words(alert: Alert) -> Iterator[_Words]:
    if alert.response:
        yield from _answers(alert.response)
        for message in messages_of(alert.response):
            if not message.ours:
                yield _Words(reply_key(message), "Written back later", [message.words])
    else:
        theirs = (Passage.source_id == alert.source_id, Passage.speaker.in_(("child", "family")))
        for passage in db.session.scalars(select(Passage).where(*theirs).order_by(Passage.id)):
            yield _Words(passage.question, "Said in the conversation", [passage.words])
    for translation in translations_of(alert.source_id):
        yield _Words(translation_key(translation), TRANSLATED, [translation.words])


def _answers(response: Response) -> Iterator[_Words]:
    asks: QuestionSetDefinition = response.version.asks
    for question in asks.questions:
        if question.key in response.answers:
            lines = said(question, response.answers[question.key])
            yield _Words(question.key, question.ask.said(), lines)


def _marked(words: _Words, findings: Sequence[dict[str, Any]]) -> Told:
    """Places count in the last line: the words of an answer, which may stand under a grade."""
    ours = [finding for finding in findings if finding["question"] == words.question]
    places = {at: (finding["start"], finding["end"]) for at, finding in enumerate(ours)}
    *above, last = words.lines or [""]
    lines = [*([Piece(line)] for line in above), pieces(last, places)]
    return Told(words.heading, lines, alarms=bool(ours))
