"""Who speaks, and how the pages of the learning room say it."""

from typing import Final

SPEAKERS: Final = ("child", "family", "staff")
IN_WORDS: Final = {"child": "Children and young people", "family": "Families", "staff": "Staff"}


def inside_a_sentence(speaker: str) -> str:
    """The words for a kind of speaker where they do not begin a sentence."""
    return IN_WORDS[speaker].lower()
