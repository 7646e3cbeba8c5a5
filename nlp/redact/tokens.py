"""The words of a message as a name reader sees them: with capitals, without `'s`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp.redact.knowledge import plain_name

_ASCII = re.compile(r"[A-Za-z]+(?:['`][A-Za-z]+)*|\d+|[^\s]")
# Marks that sit on a letter, and signs that show nothing, belong to the word they stand in.
_MARKS = "[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
_ANY = re.compile(rf"(?:[^\W\d_]{_MARKS})+(?:['’`](?:[^\W\d_]{_MARKS})+)*|\d+|[^\s]")
# What is no part of the word it is joined to: "kim's", "kim'll", "she'd". "I'm" and "don't" are words of their own.
_TAIL = re.compile(r"['’`](?:s|ll|d|ve)?$", re.IGNORECASE)
# "And" and "with" as children type them; "nd" after a figure ends a number.
TYPED = {
    **dict.fromkeys(
        ("nd", "nnd", "annd", "andd", "aand", "adn", "anf", "amd", "snd", "ands", "ans", "nn"), "and"
    ),
    **dict.fromkeys(("wiv", "wif", "wid", "wth", "wiht", "wivv"), "with"),
}
_ENDS_SENTENCE = ".!?…:"
_WITHIN = ",;"


class Token(NamedTuple):
    """One word or sign. `end` leaves out `'s` and `'ll`; `plain` is lower case without accents or apostrophes.

    The plain word of "nd" is "and", so that whatever looks for the one finds the other.
    """

    start: int
    end: int
    plain: str
    shape: str
    possessive: bool
    first: bool


# A token from its parts, without the cost of naming them.
_token = tuple.__new__


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text` in order."""
    ascii_only = text.isascii()
    found: list[Token] = []
    add = found.append
    first = True
    for match in (_ASCII if ascii_only else _ANY).finditer(text):
        word = match[0]
        start, end = match.span()
        if ascii_only and word.isalpha():
            plain = word.lower()
            shape = "lower" if plain == word else _shape(word)
            if plain in TYPED:
                plain = _meant(plain, start, found)
            add(_token(Token, (start, end, plain, shape, False, first)))
            first = False
            continue
        if not word[0].isalpha():
            if word[0].isdigit():
                add(Token(start, end, word, "digits", False, first))
                first = False
            else:
                add(Token(start, end, word, "sign", False, first))
                first = word in _ENDS_SENTENCE or (first and word not in _WITHIN)
            continue
        possessive = False
        tail = _TAIL.search(word)
        if tail and tail.start():
            possessive = tail[0][1:].lower() in {"", "s"}
            end -= len(word) - tail.start()
            word = word[: tail.start()]
        plain = _meant(plain_name(word).replace("'", "").replace("`", ""), start, found)
        add(Token(start, end, plain, _shape(word), possessive, first))
        first = False
    return found


def _meant(plain: str, start: int, found: Sequence[Token]) -> str:
    """The word that is meant by the one that is typed: "and" by "nd", but not by that of "2nd"."""
    counts = bool(found) and found[-1].shape == "digits" and found[-1].end == start
    return plain if counts else TYPED.get(plain, plain)


def _shape(word: str) -> str:
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "letter"
    if word[0].isupper():
        return "title"
    return "mixed"
