"""Features as numbers: which ones count, where each stands, and how much it weighs.

Two tables. In the plain one each feature has a column. In the table of spellings a text is the sum of its
words, and a word is the direction of its pieces; so the score of a known word can be worked out beforehand.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.trained.chained import Chained
from nlp.trained.features import Features, Seen, order_features, pieces, word_features
from nlp.trained.order_table import OrderTable
from nlp.trained.word_table import Cells, WordTable

WORDS_WEIGH, FAMILIES_WEIGH, ORDER_WEIGHS, PHRASES_WEIGH, CONTEXT_WEIGHS = 1.0, 0.7, 0.6, 0.45, 0.55
SPELLINGS_WEIGH = 0.5
LEAST_TEXTS, LEAST_IN_ORDER = 2, 4
# What each kind of order counts beside the others, by the letter of its name.
KINDS_OF_ORDER = {"r": 1.0, "k": 0.7, "b": 1.2, "e": 1.2}

Name = TypeVar("Name", str, int)
# Columns, and the value in each.
Row = tuple[list[int], list[float]]


@dataclass(frozen=True)
class Plain:
    """The table in which each feature has a column; `rarity` weighs words, families and how words stand.

    `words` and the others give the column of a feature by its name; a family's name is its number.
    """

    words: dict[str, int]
    families: dict[int, int]
    order: dict[str, int]
    phrases: dict[str, int]
    context: dict[str, int]
    rarity: list[float]

    @classmethod
    def of(cls, texts: Sequence[Seen]) -> "Plain":
        """The columns of what stands in two texts or more."""
        words = _often(word_features(text.stems) for text in texts)
        numbers = _often(text.families for text in texts)
        order = _often((order_features(text.stems, text.spellings) for text in texts), LEAST_IN_ORDER)
        phrases = _often(text.phrases for text in texts)
        context = _often(text.context for text in texts)
        kinds = [1.0] * (len(words) + len(numbers)) + [KINDS_OF_ORDER[name[0]] for name in order]
        counts = (*words.values(), *numbers.values(), *order.values())
        rarity = [
            kind * (math.log((1 + len(texts)) / (1 + count)) + 1)
            for kind, count in zip(kinds, counts, strict=True)
        ]
        return cls.from_names([list(block) for block in (words, numbers, order, phrases, context)], rarity)

    @classmethod
    def from_names(cls, blocks: Sequence[Sequence[Any]], rarity: list[float]) -> "Plain":
        """The columns for five lists of names, in this order: words, families, order, phrases, context."""
        starts = accumulate(map(len, blocks), initial=0)
        words, numbers, order, phrases, context = (
            {name: start + place for place, name in enumerate(names)}
            for names, start in zip(blocks, starts, strict=False)
        )
        return cls(words, numbers, order, phrases, context, rarity)

    def names(self) -> list[list[Any]]:
        """What `from_names` takes."""
        return [list(block) for block in self._blocks]

    @property
    def width(self) -> int:
        return sum(map(len, self._blocks))

    @property
    def _blocks(self) -> Sequence[Mapping[Any, int]]:
        return self.words, self.families, self.order, self.phrases, self.context

    def matrix(self, texts: Sequence[Seen]) -> csr_matrix:
        """One row for each text. Its words as a whole have length one, its families too, and how its words stand."""
        streams = [text.stems for text in texts]
        return self.rows(
            self.word_table.cells(streams),
            _cells([self._families(text) for text in texts]),
            self.order_table.cells(streams, [text.spellings for text in texts]),
            self.beside([text.phrases for text in texts], [text.context for text in texts]),
            texts=len(texts),
        )

    def rows(self, words: Cells, families: Cells, order: Cells, beside: Cells, *, texts: int) -> csr_matrix:
        """One row for each text, from the cells of each block, by row and then by column."""
        return _side_by_side(
            [
                self._weighed(words, WORDS_WEIGH, texts),
                self._weighed(families, FAMILIES_WEIGH, texts),
                self._weighed(order, ORDER_WEIGHS, texts),
                beside,
            ],
            (texts, self.width),
        )

    def rows_of_meaning(self, words: Cells, families: Cells, *, texts: int) -> csr_matrix:
        """The same for the first two blocks alone."""
        return _side_by_side(
            [self._weighed(words, WORDS_WEIGH, texts), self._weighed(families, FAMILIES_WEIGH, texts)],
            (texts, len(self.words) + len(self.families)),
        )

    def _families(self, text: Seen) -> list[tuple[int, float]]:
        column = self.families.get
        return sorted((place, 1.0) for number in text.families if (place := column(number)) is not None)

    def beside(self, phrases: Iterable[Features], contexts: Iterable[Features]) -> Cells:
        """The cells of each text's phrases and context."""
        phrase, context = self.phrases.get, self.context.get
        texts: list[list[tuple[int, float]]] = []
        for of_phrases, of_context in zip(phrases, contexts, strict=True):
            found = [
                (place, PHRASES_WEIGH * value)
                for name, value in of_phrases.items()
                if (place := phrase(name)) is not None
            ]
            found += [
                (place, CONTEXT_WEIGHS * value)
                for name, value in of_context.items()
                if (place := context(name)) is not None
            ]
            texts.append(sorted(found))
        return _cells(texts)

    def _weighed(self, cells: Cells, weight: float, texts: int) -> Cells:
        rare = Cells(cells.rows, cells.columns, cells.values * self.rarities[cells.columns])
        whole = of_length_one(rare, texts)
        return Cells(whole.rows, whole.columns, weight * whole.values)

    @cached_property
    def word_table(self) -> WordTable:
        """The columns of words, for many texts at once."""
        return WordTable(self.words)

    @cached_property
    def order_table(self) -> OrderTable:
        """The columns of how words stand, for many texts at once."""
        return OrderTable(self.order, self.word_table)

    @cached_property
    def rarities(self) -> npt.NDArray[np.float64]:
        """`rarity` as a column."""
        return np.array(self.rarity)


def of_length_one(cells: Cells, texts: int) -> Cells:
    """The same with the cells of each row brought to length one."""
    length = np.sqrt(np.bincount(cells.rows, cells.values * cells.values, minlength=texts))
    return Cells(cells.rows, cells.columns, cells.values / length[cells.rows])


def _side_by_side(parts: Sequence[Cells], shape: tuple[int, int]) -> csr_matrix:
    """A table of blocks that stand beside each other, each by row and then by column."""
    counts = np.array([np.bincount(part.rows, minlength=shape[0]) for part in parts])
    starts = np.concatenate([[0], np.cumsum(counts.sum(axis=0))])
    columns = np.empty(starts[-1], dtype=np.int32)
    values = np.empty(starts[-1], dtype=np.float32)
    before = starts[:-1].copy()
    for part, count in zip(parts, counts, strict=True):
        places = np.arange(len(part.rows)) + np.repeat(before - np.cumsum(count) + count, count)
        columns[places] = part.columns
        values[places] = part.values
        before += count
    return csr_matrix((values, columns, starts), shape=shape)


def _cells(texts: Sequence[Sequence[tuple[int, float]]]) -> Cells:
    """Columns and values, text by text."""
    return Cells(
        np.repeat(np.arange(len(texts)), [len(text) for text in texts]),
        np.array([place for text in texts for place, _ in text], dtype=np.int64),
        np.array([value for text in texts for _, value in text], dtype=np.float64),
    )


@dataclass(frozen=True)
class Spellings:
    """The table of pieces of words; `rarity` is over words, since a piece stands once in each."""

    places: dict[str, int]
    rarity: list[float]

    @cached_property
    def _rarities(self) -> npt.NDArray[np.float64]:
        return np.array(self.rarity)

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

    def of_words(self, words: Sequence[str]) -> csr_matrix:
        """One row for each word, of length one."""
        column = self.places.get
        known = [
            sorted({place for piece in pieces(word) if (place := column(piece)) is not None})
            for word in words
        ]
        counts = np.array([len(places) for places in known], dtype=np.int64)
        places = np.fromiter(chain.from_iterable(known), np.int64, counts.sum())
        rows = np.repeat(np.arange(len(words)), counts)
        cells = of_length_one(Cells(rows, places, self._rarities[places]), len(words))
        starts = np.concatenate([[0], np.cumsum(counts)])
        return csr_matrix(
            (cells.values.astype(np.float32), places, starts), shape=(len(words), len(self.rarity))
        )

    def matrix(self, texts: Sequence[Seen]) -> Chained:
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
        return Chained(stacked(rows, len(words)), self.of_words(words))


def _often(texts: Iterable[Iterable[Name]], least: int = LEAST_TEXTS) -> dict[Name, int]:
    """The names that stand in enough texts, in order, each with how many those are."""
    counts = Counter(name for text in texts for name in text)
    return {name: counts[name] for name in sorted(counts) if counts[name] >= least}


def share_of_word(words: int) -> float:
    """What each of a text's words weighs among its spellings."""
    return SPELLINGS_WEIGH / math.sqrt(words) if words else 0.0


def stacked(rows: Iterable[Row], width: int) -> csr_matrix:
    """Rows as one table of `width` columns."""
    starts, places, values = [0], list[int](), list[float]()
    for row_places, row_values in rows:
        places += row_places
        values += row_values
        starts.append(len(places))
    return csr_matrix((np.array(values, dtype=np.float32), places, starts), shape=(len(starts) - 1, width))
