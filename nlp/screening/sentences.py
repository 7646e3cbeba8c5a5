"""A message as the screen reads it: plain words in sentences, each word tied to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import RootModel

from nlp.folding import fold, split_words, unstretch
from nlp.rulefiles import load_one

SPELLINGS = Path(__file__).resolve().parent.parent / "screen" / "spellings.yaml"

# A run without a full stop is read in windows this long, so that time stays in proportion to length.
_LONGEST = 90
_OVERLAP = 15
_ENDS = frozenset(".!?;")
_PAIR = re.compile(r"([a-z])\1")

# Words that keep their double letter when somebody stretches it.
_DOUBLED = frozenset({
    "kill", "tell", "feel", "need", "see", "too", "soon", "been", "hell", "all", "fall", "small", "call", "well",
    "still", "food", "school", "hill", "will", "sleep", "keep", "seen", "bully", "off", "miss", "kiss", "hello",
    "bedroom", "smell", "yell", "pull", "little", "killing", "feeling", "free", "good", "door", "room", "blood",
})  # fmt: skip


class SpellingFile(RootModel[dict[str, str]]):
    """`spellings.yaml`: what is typed, and what it means."""


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """What children type, and what they mean."""
    return {typed.replace("'", ""): meant for typed, meant in load_one(SPELLINGS, SpellingFile).root.items()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and where each starts and ends in the given text."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of `text`. A word spelt in another way stands as the word that is meant."""
    split = split_words(fold(text))
    meanings = spellings()
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for word, start, end in zip(split.words, split.starts, split.ends, strict=True):
        if word in _ENDS:
            if words:
                yield Sentence(tuple(words), tuple(starts), tuple(ends))
            words, starts, ends = [], [], []
            continue
        if not word[0].isalnum():
            continue
        meant = meanings.get(word) or (
            word if len(word) < 4 else meanings.get(unstretch(word), _squeezed(word))
        )
        for part in meant.split():
            words.append(part)
            starts.append(start)
            ends.append(end)
        if len(words) >= _LONGEST:
            yield Sentence(tuple(words), tuple(starts), tuple(ends))
            words, starts, ends = words[-_OVERLAP:], starts[-_OVERLAP:], ends[-_OVERLAP:]
    if words:
        yield Sentence(tuple(words), tuple(starts), tuple(ends))


def _squeezed(word: str) -> str:
    """A stretched word brought back: "helllp" to "help", "killll" to "kill"."""
    shorter = unstretch(word)
    if shorter == word or shorter in _DOUBLED:
        return shorter
    return _PAIR.sub(r"\1", shorter)
