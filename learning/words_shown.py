"""Whether words may stand below a figure, and what may be said of each: who spoke, or when, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from learning.figures import Figure, Shown
from learning.frozen import BySpeaker


@dataclass(frozen=True, slots=True)
class WordsShown:
    """What a page may show of passages: them at all, the kind of speaker of each, the month of each."""

    words: bool
    speaker: bool
    month: bool


def words_shown(by_speaker: BySpeaker, months: Iterable[Figure], *, speaker: str | None) -> WordsShown:
    """What may be shown of the passages that `by_speaker` and `months` count, for one kind of speaker or all.

    Rationale: a list of passages can be counted. So there are words only where their number is shown; each says who
    spoke only where that leaves no hidden figure to count, and when only where it does not say who, because nobody
    made sure of one kind of speaker in one month.
    """
    if not isinstance(getattr(by_speaker, speaker or "everybody"), Shown):
        return WordsShown(words=False, speaker=False, month=False)
    kinds = (by_speaker.child, by_speaker.family, by_speaker.staff)
    who = speaker is not None or all(isinstance(figure, Shown) for figure in kinds)
    found = list(months)
    when = not who and bool(found) and all(isinstance(figure, Shown) for figure in found)
    return WordsShown(words=True, speaker=who, month=when)
