"""One plain reading of whatever was typed, with every letter tied to its place in the given text.

People hide words (zero-width letters inside a keyword, letters borrowed from another alphabet), shout, stretch
letters and leave out apostrophes. Everything that looks for words looks in the folded text and answers in
offsets of the given one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.lexis.apostrophes import APOSTROPHES
from nlp.lexis.letters import ALIKE, HIDING, NEARLY_ALIKE, STROKES, UNSEEN, without_marks

_LETTERS = str.maketrans(ALIKE | NEARLY_ALIKE | HIDING | STROKES | {"ħ": "h", "œ": "o", "æ": "a", "ß": "s"})
STRETCHED = re.compile(r"([a-z])\1{2,}")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is lower case and plain; `offsets[i]` is where its letter `i` stands in the given text."""

    text: str
    offsets: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the given text of the folded letters `start` to `end` (end exclusive)."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else 0
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """What one letter folds to: nothing, one or several plain letters."""
    if letter in APOSTROPHES:
        return "'"
    kind = unicodedata.category(letter)
    if kind in UNSEEN:
        return ""
    if kind in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return "\n" if letter in "\n\r\u2028\u2029" else " "
    return without_marks(letter).translate(_LETTERS).lower() or " "


def fold(text: str) -> Folded:
    """Fold `text`; never fails, whatever the string holds, and takes time in proportion to its length."""
    if text.isascii() and "\x00" not in text:
        return Folded(text.lower().replace("`", "'"), range(len(text)))
    letters: list[str] = []
    offsets: list[int] = []
    for at, letter in enumerate(text):
        plain = letter.lower() if " " < letter < "\x7f" and letter != "`" else _plain(letter)
        letters.append(plain)
        offsets.extend([at] * len(plain))
    return Folded("".join(letters), offsets)


def unstretch(word: str) -> str:
    """Stretched letters brought to two: "sooooo" to "soo"."""
    return STRETCHED.sub(r"\1\1", word)
