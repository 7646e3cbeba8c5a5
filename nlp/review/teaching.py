"""What a person's look at a passage would teach: the order of the theme review."""

from collections.abc import Mapping

FEW_WORDS = 4
DECIDED_ENOUGH = 25
NOTHING_FOUND = 0.75
SHORT_AND_NOTHING_FOUND = 0.05
DOUBT_WEIGHS = 0.7
NEW_WORDS_WEIGH = 0.5
MANY_NEW_WORDS = 0.25
SURE = 0.7


def what_it_teaches(
    scores: Mapping[str, float], *, words: int, decided: Mapping[str, int], new_words: float = 0.0
) -> float:
    """From 0 (nothing to learn) to 1. `scores` by suggested theme, `decided` decisions so far by theme.

    `words` is how many the passage has, `new_words` the share of them that are not commonly written.

    Rationale: a doubtful suggestion, a theme that people have hardly ever decided, words that the machine does
    not know, and a real message with no theme at all each teach more than a sure suggestion of a theme seen a
    hundred times. One odd word in two, though, is a slip of the keyboard.
    """
    found = _found(scores, words=words, decided=decided)
    if words < FEW_WORDS:
        return found
    return found + (1 - found) * NEW_WORDS_WEIGH * min(1.0, new_words / MANY_NEW_WORDS)


def _found(scores: Mapping[str, float], *, words: int, decided: Mapping[str, int]) -> float:
    if not scores:
        return NOTHING_FOUND if words >= FEW_WORDS else SHORT_AND_NOTHING_FOUND
    return max(
        DOUBT_WEIGHS * _doubt(score) + (1 - DOUBT_WEIGHS) * _rarity(decided.get(theme, 0))
        for theme, score in scores.items()
    )


def score_in_words(score: float) -> str:
    """How sure the machine is, as the screen says it beside the score with two places."""
    for least, words in ((0.85, "very sure"), (SURE, "fairly sure"), (0.5, "not sure")):
        if round(score, 2) >= least:
            return words
    return "a guess"


def is_sure(score: float) -> bool:
    """Whether the machine's answer may stand ticked before a person has said anything.

    Rationale: people leave ticked what is ticked, so what is doubted would be learnt as if it had been decided.
    """
    return round(score, 2) >= SURE


def _doubt(score: float) -> float:
    return 1 - abs(2 * score - 1)


def _rarity(decisions: int) -> float:
    return 1 / (1 + decisions / DECIDED_ENOUGH)
