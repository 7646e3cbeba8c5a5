"""Words of alarm in languages that the screen cannot read: enough to look sooner, never enough to rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from nlp.languages import ENGLISH, READ_AT_MOST, UNKNOWN, UNSPACED, identify_language
from nlp.languages.letters import by_script
from nlp.languages.profiles import FOLDER, english_words, plain
from nlp.rulefiles import Words, load_list

MEANINGS = {
    "hit": "hit or beat",
    "kill": "kill",
    "afraid": "afraid",
    "sexual": "rape or touch",
    "die": "die, or take one’s life",
    "weapon": "knife or blade",
}
"""What the words of each list mean, in English."""

_SHORTEST_PLAIN = 4  # letters of a word that is also found without its accents
_AROUND = '.,;:!?…()[]"“”«»‘،؛؟።፣।-'
_WORD = re.compile(rf"[^\s{re.escape(_AROUND)}]+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


class AlarmingWords(BaseModel):
    """The words of alarm of one language, by what they mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    hit: Words = frozenset()
    kill: Words = frozenset()
    afraid: Words = frozenset()
    sexual: Words = frozenset()
    die: Words = frozenset()
    weapon: Words = frozenset()

    def by_word(self) -> Iterator[tuple[str, str]]:
        """Each word, also without its accents, with its meaning."""
        for meaning in MEANINGS:
            for written in getattr(self, meaning):
                word = _usual(written)
                yield word, meaning
                if len(word) >= _SHORTEST_PLAIN and (bare := plain(word)) != word:
                    yield bare, meaning


class AlarmingWord(NamedTuple):
    """A word of alarm: what it means, in which language, and its characters in the message."""

    meaning: str
    language: str
    start: int
    end: int


class _Spaced(NamedTuple):
    """The words of one language: single ones to look up, and patterns for one word or for two side by side."""

    whole: dict[str, str]
    of_one: tuple[tuple[re.Pattern[str], str], ...]
    of_two: tuple[tuple[re.Pattern[str], str], ...]

    def meaning(self, word: str, after: str) -> tuple[str, int] | None:
        """What the word, or it and the one after, means in alarm; with how many words that takes."""
        if word in self.whole:
            return self.whole[word], 1
        both = f"{word}_{after}"
        found = next(((meaning, 1) for pattern, meaning in self.of_one if pattern.match(word)), None)
        return found or next(((meaning, 2) for pattern, meaning in self.of_two if pattern.match(both)), None)


def alarming_word(text: str) -> AlarmingWord | None:
    """The first word of alarm in a message that is not English; None where there is none.

    Where the language cannot be told, the words of every language that is written in Latin letters count, but for
    those that are English words too.
    """
    code = identify_language(text)
    if code == ENGLISH:
        return None
    return _unspaced(text, code) if code in UNSPACED else _spaced(text, code)


def _spaced(text: str, code: str) -> AlarmingWord | None:
    spans = [match.span() for match in _WORD.finditer(text[:READ_AT_MOST])]
    words = [_usual(text[start:end]) for start, end in spans]
    for language in _written_in_latin() if code == UNKNOWN else (code,):
        known = _by_language().get(language)
        if known is None:
            continue
        for at, word in enumerate(words):
            after = words[at + 1] if at + 1 < len(words) else ""
            if code == UNKNOWN and word in english_words():
                continue
            if found := known.meaning(word, after):
                meaning, length = found
                return AlarmingWord(meaning, language, spans[at][0], spans[at + length - 1][1])
    return None


def _unspaced(text: str, code: str) -> AlarmingWord | None:
    for word, meaning in alarming_words().get(code, ()):
        if (at := text.find(word, 0, READ_AT_MOST)) >= 0:
            return AlarmingWord(meaning, code, at, at + len(word))
    return None


@lru_cache(maxsize=1)
def alarming_words() -> dict[str, tuple[tuple[str, str], ...]]:
    """The shipped words of each language. Raises `BadRuleFileError`."""
    files = load_list(FOLDER / "alarming.yaml", AlarmingWords)
    return {one.code: tuple(one.by_word()) for one in files}


@lru_cache(maxsize=1)
def _by_language() -> dict[str, _Spaced]:
    return {
        code: _Spaced(
            {word: meaning for word, meaning in words if "*" not in word and "_" not in word},
            tuple((_pattern(word), meaning) for word, meaning in words if "*" in word and "_" not in word),
            tuple((_pattern(word), meaning) for word, meaning in words if "_" in word),
        )
        for code, words in alarming_words().items()
        if code not in UNSPACED
    }


@lru_cache(maxsize=1)
def _written_in_latin() -> tuple[str, ...]:
    return tuple(code for code, words in alarming_words().items() if by_script(words[0][0]) is None)


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(translate(word))


def _usual(word: str) -> str:
    """A word as it is compared: lower case, one form of each letter, nothing that is not seen."""
    return unicodedata.normalize("NFC", word.translate(_UNSEEN).replace("’", "'")).lower()
