"""Words cut into pieces, so that a screen can mark which of them show which theme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.kept.reading import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and the numbers of the themes that it shows. `last_of` are those that end here."""

    words: str
    shows: tuple[int, ...] = ()
    last_of: tuple[int, ...] = ()


def pieces(words: str, places: Mapping[int, Span]) -> list[Piece]:
    """`words` in pieces; `places` are start and end (exclusive) of each numbered theme, and may overlap."""
    return pieces_of_many(words, {number: [span] for number, span in places.items()})


def pieces_of_many(words: str, places: Mapping[int, Sequence[Span]]) -> list[Piece]:
    """The same where each numbered theme is shown at several places."""
    kept = [
        (number, max(0, start), min(end, len(words)))
        for number, spans in places.items()
        for start, end in spans
        if max(0, start) < min(end, len(words))
    ]
    cuts = sorted({0, len(words), *(place for _, start, end in kept for place in (start, end))})
    return [
        Piece(
            words[start:end],
            shows=_numbers(number for number, first, last in kept if first <= start < last),
            last_of=_numbers(number for number, _, last in kept if last == end),
        )
        for start, end in pairwise(cuts)
    ]


def words_at(words: str, places: Iterable[Span]) -> tuple[str, ...]:
    """The words at these places, white space as one space; none twice, none empty."""
    found = (" ".join(words[start:end].split()) for start, end in places)
    return tuple(dict.fromkeys(one for one in found if one))


def _numbers(found: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(found))
