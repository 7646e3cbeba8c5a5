"""What a person's look at a passage would teach: the order of the theme review."""

from collections.abc import Mapping

FEW_WORDS = 4
DECIDED_ENOUGH = 25
NOTHING_FOUND = 0.75
SHORT_AND_NOTHING_FOUND = 0.05
DOUBT_WEIGHS = 0.7


def what_it_teaches(scores: Mapping[str, float], *, words: int, decided: Mapping[str, int]) -> float:
    """From 0 (nothing to learn) to 1. `scores` by suggested theme, `decided` decisions so far by theme.

    Rationale: a doubtful suggestion, a theme that people have hardly ever decided, and a real message with
    no theme at all each teach more than a sure suggestion of a theme seen a hundred times.
    """
    if not scores:
        return NOTHING_FOUND if words >= FEW_WORDS else SHORT_AND_NOTHING_FOUND
    return max(
        DOUBT_WEIGHS * _doubt(score) + (1 - DOUBT_WEIGHS) * _rarity(decided.get(theme, 0))
        for theme, score in scores.items()
    )


def score_in_words(score: float) -> str:
    """How sure the machine is, as the screen says it."""
    for least, words in ((0.85, "very sure"), (0.7, "fairly sure"), (0.5, "not sure")):
        if score >= least:
            return words
    return "a guess"


def _doubt(score: float) -> float:
    return 1 - abs(2 * score - 1)


def _rarity(decisions: int) -> float:
    return 1 / (1 + decisions / DECIDED_ENOUGH)
