"""Which language a passage is written in: its script first, then the everyday words that fill it.

Nothing is ever dropped for being in another language: a passage is marked, so that somebody can translate it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.languages.letters import by_script, telling_letters
from nlp.languages.profiles import ENGLISH, languages_of_word, plain

__all__ = [
    "ENGLISH",
    "READ_AT_MOST",
    "UNKNOWN",
    "UNSPACED",
    "identify_language",
    "is_plainly_english",
    "other_language",
    "weight_of",
]

UNKNOWN = "und"

# Enough of a passage to tell its language; reading more would only cost time.
READ_AT_MOST = 4000
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
# One sum counts both: English words in the low part, words of any other language above it.
_OTHER = 1 << 20
# The share of words that must be English where no other language is found.
_ENGLISH_FROM = 0.3
# What makes a message plainly one in another language: how many words, and of one that we have no name for how many
# different ones that can be spoken, with at most this share of English ones.
_FEWEST_WORDS, _FEWEST_UNKNOWN, _MOST_ENGLISH = 3, 4, 0.25
_VOWELS = frozenset("aeiouy")
# Languages that write no spaces, and how many letters a word has in them.
UNSPACED = {"zh": 2, "ja": 3, "th": 5, "my": 7}


class _Told(NamedTuple):
    """The language, and how much says so: `own` words of it that are no English, `english` the other way round."""

    code: str
    own: float = 0
    english: int = 0
    words: int = 0


@lru_cache(maxsize=1)
def _weights() -> dict[str, int]:
    return {
        word: (ENGLISH in codes) + _OTHER * (codes != (ENGLISH,))
        for word, codes in languages_of_word().items()
    }


def weight_of(word: str) -> int:
    """How a word in lower case speaks for English and for any other language (see `is_plainly_english`)."""
    return _weights().get(word, 0)


def is_plainly_english(text: str, weight: int) -> bool:
    """Whether `text` can be nothing but English, given the sum of the weights of its words.

    No other language can have half as many of the words as are English. Figures may stand for letters.
    """
    others, english = divmod(weight, _OTHER)
    return (
        english > 2 * others
        and english >= _ENGLISH_FROM * (text.count(" ") + 1)
        and len(text) <= READ_AT_MOST
        and text.isascii()
        and not ("3" in text or "7" in text)
    )


def identify_language(text: str) -> str:
    """BCP 47 code of the language most of `text` is in; "und" where it cannot be told."""
    return _told(text).code


def other_language(text: str) -> str | None:
    """The language of a message that is plainly in another one than English; "und" where that has no name here.

    Rationale: somebody is called to look at each of these today. So a word or two, an English sentence with strange
    words in it, and letters typed at random are none.
    """
    told = _told(text)
    if told.code == ENGLISH or told.words < _FEWEST_WORDS:
        return None
    if told.code == UNKNOWN:
        enough = _spoken(text) >= _FEWEST_UNKNOWN and told.english <= _MOST_ENGLISH * told.words
    else:
        enough = told.own >= max(2.0, told.words / 6) and told.own > 2 * told.english
    return told.code if enough else None


def _spoken(text: str) -> int:
    """How many different words can be spoken and are nobody's name: letters typed at random are few or none."""
    words = {plain(word) for word in _WORD.findall(text[:READ_AT_MOST]) if word.islower()}
    return sum(len(word) > 1 and not _VOWELS.isdisjoint(word) for word in words)


def _told(text: str) -> _Told:
    text = text[:READ_AT_MOST].replace("’", "'")
    script = None if text.isascii() else by_script(text)
    if script is not None:
        length = _length(text, script)
        return _Told(script, own=length, words=length)
    words = [word.lower() for word in _WORD.findall(text)]
    return _by_words(words, text) if words else _Told(UNKNOWN)


def _length(text: str, code: str) -> int:
    """How many words these are, about so where they are written without spaces."""
    letters_a_word = UNSPACED.get(code)
    return len(text.split()) if letters_a_word is None else len("".join(text.split())) // letters_a_word


def _of_part(word: str, index: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What the last known part of a joined word speaks for: "l'aide", "e-learning"."""
    parts = re.split("['-]", word)
    return next((index[part] for part in parts[-1::-1] if part in index), ()) if len(parts) > 1 else ()


def _by_words(words: Sequence[str], text: str) -> _Told:
    """The language whose everyday words fill most of the passage; English where only a few are needed."""
    index = languages_of_word()
    scores: Counter[str] = Counter()
    own: Counter[str] = Counter()
    english_too: Counter[str] = Counter()
    for word in words:
        codes = index.get(word) or index.get(word.replace("'", "")) or _of_part(word, index)
        scores.update(codes)
        (english_too if ENGLISH in codes else own).update(codes)
    letters = telling_letters(text)
    if len(letters) > 1:
        # What several languages write tells only between those that words speak for.
        letters = Counter({code: marks for code, marks in letters.items() if scores[code]})
    scores.update(letters)
    own.update(letters)
    english = scores.pop(ENGLISH, 0)
    best, score = max(scores.items(), key=lambda one: one[1] + own[one[0]], default=(UNKNOWN, 0))
    only_english = english - english_too[best]
    enough = 1 if not english and not text.isascii() else 2 if len(words) <= 6 else 0.15 * len(words)
    if score >= enough and own[best] > 1.5 * only_english:
        return _Told(best, own[best], only_english, len(words))
    is_english = english and english >= _ENGLISH_FROM * len(words)
    return _Told(ENGLISH if is_english else UNKNOWN, english=english, words=len(words))
