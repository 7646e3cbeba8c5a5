"""Words cut into pieces, so that a screen can mark which of them show which theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and the numbers of the themes that it shows. `last_of` are those that end here."""

    words: str
    shows: tuple[int, ...] = ()
    last_of: tuple[int, ...] = ()


def pieces(words: str, places: Mapping[int, tuple[int, int]]) -> list[Piece]:
    """`words` in pieces; `places` are start and end (exclusive) of each numbered theme, and may overlap."""
    kept = {
        number: (max(0, start), min(end, len(words)))
        for number, (start, end) in places.items()
        if max(0, start) < min(end, len(words))
    }
    cuts = sorted({0, len(words), *(place for span in kept.values() for place in span)})
    return [
        Piece(
            words[start:end],
            shows=tuple(number for number, span in kept.items() if span[0] <= start < span[1]),
            last_of=tuple(number for number, span in kept.items() if span[1] == end),
        )
        for start, end in pairwise(cuts)
    ]
