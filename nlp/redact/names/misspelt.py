"""Names with two letters swapped or one doubled, "jamse", "jessicca"; and words as children and dialects make them."""

from __future__ import annotations

from collections.abc import Container, Iterator

from nlp.redact.vocabulary import Vocabulary

# Endings that a child puts to a word that does without: "borned", "runned", "childs".
_ENDINGS = ("ed", "d", "s", "ing", "in", "er", "y")
_LEAST_PART = 4
_COMMON = 3
_LONGEST = 24  # letters; a longer run is neither a name nor a word


def is_slip_of(word: str, names: Container[str]) -> bool:
    """Whether two letters put the other way round, or one of a pair left out, make a listed name of the word."""
    if len(word) > _LONGEST:
        return False
    for at in range(len(word) - 1):
        one, two = word[at], word[at + 1]
        if one == two:
            if word[:at] + word[at + 1 :] in names:
                return True
        elif word[:at] + two + one + word[at + 2 :] in names:
            return True
    return False


def ways_made(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """How an unusual word is made of ordinary ones: without its "h", with an ending more, of two words."""
    if not vocabulary.words or len(word) > _LONGEST:
        return
    if "h" + word in vocabulary.words and _is_ordinary("h" + word, vocabulary):
        yield "h"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_PART - 1:
            stem = word[: -len(ending)]
            if _is_ordinary(stem, vocabulary) or (
                stem[-1] == stem[-2] and _is_ordinary(stem[:-1], vocabulary)
            ):
                yield ending
                break
    words = vocabulary.words
    for at in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        one, two = word[:at], word[at:]
        if one in words and two in words and _is_ordinary(one, vocabulary) and _is_ordinary(two, vocabulary):
            yield "two"
            return


def _is_ordinary(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.words and vocabulary.rarity(word) <= _COMMON and vocabulary.capital(word) < 0
