"""Concerns in one piece of free text, as the rooms hand them on."""

from typing import Literal

from core.passages.concerns import Concern
from nlp.findings import Speaker
from nlp.languages import other_language
from nlp.languages.alarming import alarming_word
from nlp.screening.joining import screen

SpeakerName = Literal["child", "family", "staff"]

OTHER_LANGUAGE = "other-language"
"""The category of words that we cannot read; the rule says which language it looks like."""


def concerns_in_words(words: str, *, question: str, speaker: SpeakerName) -> list[Concern]:
    """Every concern in these words; that we cannot read them is one.

    Rationale: of words that it cannot read the trained reader says nothing worth hearing; a rule needs English ones.
    """
    strange = unreadable(words, question=question)
    found = [
        Concern(alert.category, alert.level, question, alert.start, alert.end, alert.rule, alert.chance)
        for alert in screen(words, speaker=Speaker(speaker))
        if not (strange and alert.rule.startswith("model:"))
    ]
    return found + strange


def unreadable(words: str, *, question: str) -> list[Concern]:
    """That the words are in a language which the screen cannot read; urgent where one of them is a word of alarm.

    Rationale: what we cannot read may be the worst there is, and nobody would know before it is translated.
    """
    alarm = alarming_word(words)
    if alarm:
        rule = f"language:{alarm.language}:{alarm.meaning}"
        return [Concern(OTHER_LANGUAGE, "urgent", question, alarm.start, alarm.end, rule)]
    language = other_language(words)
    if language:
        return [Concern(OTHER_LANGUAGE, "review", question, rule=f"language:{language}")]
    return []
