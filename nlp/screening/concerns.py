"""Concerns in one piece of free text, as the rooms hand them on."""

from typing import Literal

from core.passages.concerns import Concern
from nlp.findings import Speaker
from nlp.screening.joining import screen

SpeakerName = Literal["child", "family", "staff"]


def concerns_in_words(words: str, *, question: str, speaker: SpeakerName) -> list[Concern]:
    """Every concern in these words."""
    return [
        Concern(alert.category, alert.level, question, alert.start, alert.end)
        for alert in screen(words, speaker=Speaker(speaker))
    ]
