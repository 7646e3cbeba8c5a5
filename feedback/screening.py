"""Looking at a response for words and answers that mean somebody may not be safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.questions.answers import words_given
from core.questions.schema import QuestionSetDefinition
from nlp.findings import AlertLevel, Speaker
from nlp.screening import screen

SpeakerName = Literal["child", "family", "staff"]


@dataclass(frozen=True)
class Concern:
    """Why somebody must look: the category, how soon, and where. No words.

    `question` is None where the answers themselves raised it; `start` and `end` are characters of the answer.
    """

    category: str
    level: AlertLevel
    question: str | None
    start: int = 0
    end: int = 0


def concerns_in(
    definition: QuestionSetDefinition,
    answers: Mapping[str, Any],
    *,
    speaker: SpeakerName,
) -> list[Concern]:
    """Every concern in these answers, from what was written and from what was picked."""
    found = [
        Concern(alert.category, alert.level, None) for alert in definition.alerts if alert.when.holds(answers)
    ]
    for given in words_given(definition, answers):
        found.extend(concerns_in_words(given.words, question=given.question, speaker=speaker))
    return found


def concerns_in_words(words: str, *, question: str, speaker: SpeakerName) -> list[Concern]:
    """Every concern in one piece of free text."""
    return [
        Concern(alert.category, alert.level, question, alert.start, alert.end)
        for alert in screen(words, speaker=Speaker(speaker))
    ]


def worst_level(concerns: list[Concern]) -> AlertLevel:
    """How soon a person must look: the most pressing of the concerns."""
    return "urgent" if any(concern.level == "urgent" for concern in concerns) else "review"
