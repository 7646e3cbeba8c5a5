"""Features as numbers: which ones count, where each stands, and how much it weighs.

Two tables. In the plain one each feature has a column. In the table of spellings a text is the sum of its
words, and a word is the direction of its pieces; so the score of a known word can be worked out beforehand.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.features import Seen, pieces

WORD, FAMILY, PHRASE, CONTEXT = "w", "f", "p", "k"
WORDS_WEIGH, FAMILIES_WEIGH, PHRASES_WEIGH, CONTEXT_WEIGHS, SPELLINGS_WEIGH = 1.0, 0.7, 0.45, 0.55, 0.5
LEAST_TEXTS = 2

Floats = npt.NDArray[np.float32]
Name = TypeVar("Name", str, int)
# Columns, and the value in each.
Row = tuple[list[int], list[float]]


@dataclass(frozen=True, slots=True)
class Plain:
    """The table in which each feature has a column; `rarity` weighs words and families.

    `words` and the others give the column of a feature by its name; a family's name is its number.
    """

    words: dict[str, int]
    families: dict[int, int]
    phrases: dict[str, int]
    context: dict[str, int]
    rarity: list[float]

    @classmethod
    def of(cls, texts: Sequence[Seen]) -> "Plain":
        """The columns of what stands in two texts or more."""
        words = _often(text.words for text in texts)
        numbers = _often(text.families for text in texts)
        phrases = _often(text.phrases for text in texts)
        context = _often(text.context for text in texts)
        rarity = [
            math.log((1 + len(texts)) / (1 + count)) + 1 for count in (*words.values(), *numbers.values())
        ]
        return cls.from_names([list(words), list(numbers), list(phrases), list(context)], rarity)

    @classmethod
    def from_names(cls, blocks: Sequence[Sequence[Any]], rarity: list[float]) -> "Plain":
        """The columns for four lists of names, in this order: words, families, phrases, context."""
        start = 0
        tables = []
        for names in blocks:
            tables.append({name: start + place for place, name in enumerate(names)})
            start += len(names)
        words, numbers, phrases, context = tables
        return cls(words, numbers, phrases, context, rarity)

    def names(self) -> list[list[Any]]:
        """What `from_names` takes."""
        return [list(self.words), list(self.families), list(self.phrases), list(self.context)]

    @property
    def width(self) -> int:
        return len(self.words) + len(self.families) + len(self.phrases) + len(self.context)

    def row(self, text: Seen) -> Row:
        """Columns and values of one text's features. Words as a whole have length one, families too."""
        places: list[int] = []
        values: list[float] = []
        rarity = self.rarity
        column = self.words.get
        known = [
            (place, count * rarity[place])
            for name, count in text.words.items()
            if (place := column(name)) is not None
        ]
        _weigh(known, WORDS_WEIGH, places, values)
        family = self.families.get
        known = [(place, rarity[place]) for number in text.families if (place := family(number)) is not None]
        _weigh(known, FAMILIES_WEIGH, places, values)
        for name, value in text.phrases.items():
            if (place := self.phrases.get(name)) is not None:
                places.append(place)
                values.append(value * PHRASES_WEIGH)
        for name in text.context:
            if (place := self.context.get(name)) is not None:
                places.append(place)
                values.append(CONTEXT_WEIGHS)
        return places, values

    def matrix(self, texts: Iterable[Seen]) -> csr_matrix:
        """One row for each text."""
        return stacked((self.row(text) for text in texts), self.width)


@dataclass(frozen=True, slots=True)
class Spellings:
    """The table of pieces of words; `rarity` is over words, since a piece stands once in each."""

    places: dict[str, int]
    rarity: list[float]

    @classmethod
    def of(cls, texts: Sequence[Seen]) -> "Spellings":
        """The pieces that stand in two words or more."""
        words = {word for text in texts for word in text.spellings}
        counts = Counter(piece for word in words for piece in set(pieces(word)))
        kept = sorted(piece for piece, count in counts.items() if count >= LEAST_TEXTS)
        return cls(
            {piece: place for place, piece in enumerate(kept)},
            [math.log((1 + len(words)) / (1 + counts[piece])) + 1 for piece in kept],
        )

    def row(self, word: str) -> Row:
        """Columns and values of one word, of length one."""
        places: list[int] = []
        values: list[float] = []
        found = {place for piece in pieces(word) if (place := self.places.get(piece)) is not None}
        _weigh([(place, self.rarity[place]) for place in sorted(found)], 1.0, places, values)
        return places, values

    def of_words(self, words: Sequence[str]) -> csr_matrix:
        """One row for each word."""
        return stacked((self.row(word) for word in words), len(self.rarity))

    def matrix(self, texts: Sequence[Seen]) -> csr_matrix:
        """One row for each text: its words added up."""
        words = sorted({word for text in texts for word in text.spellings})
        place = {word: at for at, word in enumerate(words)}
        rows = (
            (
                sorted(place[word] for word in text.spellings),
                [share_of_word(len(text.spellings))] * len(text.spellings),
            )
            for text in texts
        )
        return stacked(rows, len(words)) @ self.of_words(words)


def _often(texts: Iterable[Iterable[Name]]) -> dict[Name, int]:
    """The names that stand in enough texts, in order, each with how many those are."""
    counts = Counter(name for text in texts for name in text)
    return {name: counts[name] for name in sorted(counts) if counts[name] >= LEAST_TEXTS}


def share_of_word(words: int) -> float:
    """What each of a text's words weighs among its spellings."""
    return SPELLINGS_WEIGH / math.sqrt(words) if words else 0.0


def _weigh(found: list[tuple[int, float]], weight: float, places: list[int], values: list[float]) -> None:
    if found:
        scale = weight / math.sqrt(sum([value * value for _, value in found]))
        places += [place for place, _ in found]
        values += [value * scale for _, value in found]


def stacked(rows: Iterable[Row], width: int) -> csr_matrix:
    """Rows as one table of `width` columns."""
    starts, places, values = [0], list[int](), list[float]()
    for row_places, row_values in rows:
        places += row_places
        values += row_values
        starts.append(len(places))
    return csr_matrix((np.array(values, dtype=np.float32), places, starts), shape=(len(starts) - 1, width))
