"""A message as sentences of plain words, quickly; and, when it matters, where each word stands in it.

Most messages raise nothing, so their places are never asked for. Both ways see the same words.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import RootModel

from nlp.lexis.folding import Folded, fold, unstretch
from nlp.rulefiles import load_one

SPELLINGS = Path(__file__).resolve().parent.parent / "screen" / "spellings.yaml"

# A run without a full stop is read in windows this long, so that time stays in proportion to length.
LONGEST = 90
OVERLAP = 15

_END = "\n"
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9']*[a-z0-9])?|[.!?;]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
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
    """What children type, and what they mean: one word or several."""
    return {typed.replace("'", ""): meant for typed, meant in load_one(SPELLINGS, SpellingFile).root.items()}


def squeezed(word: str) -> str:
    """A stretched word brought back: "helllp" to "help", "killll" to "kill"."""
    shorter = unstretch(word)
    if shorter == word or shorter in _DOUBLED:
        return shorter
    return _PAIR.sub(r"\1", shorter)


def _letters() -> bytes:
    table = bytearray(b" " * 256)
    for letter in string.ascii_lowercase + string.digits:
        table[ord(letter)] = ord(letter)
        table[ord(letter.upper())] = ord(letter)
    for mark in ".!?;":
        table[ord(mark)] = ord(_END)
    return bytes(table)


_LETTERS = _letters()


def rows_of(text: str) -> list[list[str]]:
    """The words of each sentence of `text` as they are typed: lower case, no accents, no apostrophes."""
    if not text.isascii():
        text = _NOT_ASCII.sub(" ", fold(text).text)
    plain = text.encode("ascii").translate(_LETTERS, b"'`").decode("ascii")
    rows = [words for sentence in plain.split(_END) if (words := sentence.split())]
    if len(plain) > 2 * LONGEST and any(len(words) > LONGEST for words in rows):
        return [words[first:end] for words in rows for first, end in _windows(len(words))]
    return rows


@dataclass(frozen=True, slots=True)
class Placed:
    """One sentence's words, and where each stands in the folded message."""

    words: list[str]
    spans: list[tuple[int, int]]
    folded: Folded

    def place(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the given text, end exclusive, from word `first` to word `last`."""
        return self.folded.place(self.spans[first][0], self.spans[last][1])


def placed_rows_of(text: str) -> list[Placed]:
    """What `rows_of` gives, with the place of every word."""
    folded = fold(text)
    row = Placed([], [], folded)
    rows = [row]
    for found in _WORD.finditer(_NOT_ASCII.sub(" ", folded.text)):
        written = found[0]
        if written in ".!?;":
            row = Placed([], [], folded)
            rows.append(row)
        else:
            row.words.append(written.replace("'", "") if "'" in written else written)
            row.spans.append(found.span())
    return [
        Placed(row.words[first:end], row.spans[first:end], folded)
        for row in rows
        if row.words
        for first, end in _windows(len(row.words))
    ]


def _windows(length: int) -> Iterator[tuple[int, int]]:
    """Where the windows of a row of `length` words begin and end."""
    yield 0, LONGEST
    for first in range(LONGEST - OVERLAP, length - OVERLAP, LONGEST - OVERLAP):
        yield first, first + LONGEST
