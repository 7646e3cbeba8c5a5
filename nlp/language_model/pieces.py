"""Cutting a long text for a model whose time and memory grow with length."""

from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 5_000
# How far back from there the end of a word is looked for.
_REACH = 200


class Piece(NamedTuple):
    """`words` begin at character `start` of the text with this number."""

    text: int
    start: int
    words: str


def pieces_of(words: str, text: int) -> Iterator[Piece]:
    """The text whole where it is short, or else in pieces that end with a word where they can."""
    start = 0
    while len(words) - start > LONGEST:
        end = start + LONGEST
        gap = max(words.rfind(" ", end - _REACH, end), words.rfind("\n", end - _REACH, end))
        end = gap if gap > start else end
        yield Piece(text, start, words[start:end])
        start = end
    yield Piece(text, start, words[start:])
