"""The words of a message as a name reader sees them: with capitals, without `'s`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.redact.knowledge import plain_name

_TOKEN = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*|\d+|[^\s]")
_POSSESSIVE = re.compile(r"['’`]s?$", re.IGNORECASE)
_CELTIC = re.compile(r"^(?:o|d|l|m)['’`]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign. `end` leaves out `'s`; `plain` is lower case without accents or apostrophes."""

    start: int
    end: int
    plain: str
    shape: str
    possessive: bool
    first: bool


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text` in order."""
    found: list[Token] = []
    first = True
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, end = match.span()
        possessive = False
        if len(word) == 1 and not word.isalpha():
            found.append(Token(start, end, word, "sign", False, first))
            first = word in ".!?…:\n" or (first and word not in "0123456789,;")
            continue
        if word[-1] in "'’`sS" and not word.isdigit():
            tail = _POSSESSIVE.search(word)
            if tail and tail.group() != word:
                possessive = True
                end -= len(tail.group())
                word = word[: tail.start()]
        plain = plain_name(word).replace("'", "").replace("`", "")
        found.append(Token(start, end, plain, _shape(word), possessive, first))
        first = False
    return found


def _shape(word: str) -> str:
    if word.isdigit():
        return "digits"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "letter"
    if word[0].isupper():
        return "title"
    return "mixed"
