"""Looking at a response for words and answers that mean somebody may not be safe."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.passages.concerns import Concern, Level
from core.questions.answers import words_given
from core.questions.schema import QuestionSetDefinition
from nlp.screening.concerns import SpeakerName, concerns_in_words


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


def worst_level(concerns: Sequence[Concern]) -> Level:
    """How soon a person must look: the most pressing of the concerns."""
    return "urgent" if any(concern.level == "urgent" for concern in concerns) else "review"
