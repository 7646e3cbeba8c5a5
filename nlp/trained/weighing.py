"""Features as numbers: which ones count, where each stands, and how much it weighs.

Two tables. In the plain one each feature has a column. In the table of spellings a text is the sum of its
words, and a word is the direction of its pieces; so the score of a known word can be worked out beforehand.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.arrays import Places
from nlp.lexis.numbers import UNKNOWN
from nlp.trained.chained import Chained
from nlp.trained.features import NOT, pieces, turning_stems
from nlp.trained.order_table import OrderTable, order_parts
from nlp.trained.seen import Seen
from nlp.trained.standing import Cells, by_row, often
from nlp.trained.word_table import EveryStem, WordTable, word_parts

WORDS_WEIGH, FAMILIES_WEIGH, ORDER_WEIGHS, PHRASES_WEIGH, CONTEXT_WEIGHS = 1.0, 0.7, 0.6, 0.45, 0.55
SPELLINGS_WEIGH = 0.5
LEAST_TEXTS, LEAST_IN_ORDER = 2, 4
# What each kind of order counts beside the others, by the letter of its name.
KINDS_OF_ORDER = {"r": 1.0, "k": 0.7, "b": 1.2, "e": 1.2}


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
    def of(cls, texts: Seen) -> "Plain":
        """The columns of what stands in two texts or more."""
        stems, many = texts.stems, len(texts)
        every = EveryStem(stems.names)
        turns = np.array([name in turning_stems() for name in stems.names], dtype=bool)
        plainly, turned = word_parts(stems.numbers, stems.rows, every, every, turns)
        words = often({"": plainly, f"{NOT} ": turned}, every.name, many, LEAST_TEXTS)
        apart, begins, ends = order_parts(stems.numbers, stems.rows, every, every, every)
        order = often({"b ": begins, "e ": ends, "k ": apart}, every.name, many, LEAST_IN_ORDER)
        typed = texts.spellings.often(many, LEAST_IN_ORDER)
        order |= {f"r {word}": count for word, count in typed.items()}
        numbers, phrases, context = (
            block.often(many, LEAST_TEXTS) for block in (texts.families, texts.phrases, texts.context)
        )
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

    def matrix(self, texts: Seen) -> csr_matrix:
        """One row for each text. Its words as a whole have length one, its families too, and how its words stand."""
        stems, spelt = self.stems_in(texts), texts.spellings
        return self.rows(
            self.word_table.cells_of(stems, texts.stems.rows),
            once_each(texts.families.columns(self.families), texts.families.rows),
            self.order_table.cells_of(
                stems, texts.stems.rows, spelt.columns(self.order_table.typed), spelt.rows
            ),
            beside(texts.phrases.cells(self.phrases), texts.context.cells(self.context)),
            texts=len(texts),
        )

    def stems_in(self, texts: Seen) -> Places:
        """The stems of texts by the numbers of `word_table`."""
        return texts.stems.columns(self.word_table.numbers, UNKNOWN)

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


def beside(phrases: Cells, context: Cells) -> Cells:
    """What phrases and context weigh, by row and then by column; `NONE` is no column."""
    rows, columns = (np.concatenate(pair) for pair in zip(phrases[:2], context[:2], strict=True))
    values = np.concatenate([PHRASES_WEIGH * phrases.values, CONTEXT_WEIGHS * context.values])
    return by_row(columns, rows, values)


def once_each(columns: Places, rows: Places) -> Cells:
    """A cell for each column that a row has, however often."""
    cells = by_row(columns, rows, np.ones(len(rows)))
    return cells._replace(values=np.ones(len(cells.rows)))


@dataclass(frozen=True)
class Spellings:
    """The table of pieces of words; `rarity` is over words, since a piece stands once in each."""

    places: dict[str, int]
    rarity: list[float]

    @cached_property
    def _rarities(self) -> npt.NDArray[np.float64]:
        return np.array(self.rarity)

    @classmethod
    def of(cls, texts: Seen) -> "Spellings":
        """The pieces that stand in two words or more."""
        words = texts.spellings.often(len(texts), 1)
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

    def matrix(self, texts: Seen) -> Chained:
        """One row for each text: its words added up."""
        spelt = texts.spellings
        words = list(spelt.often(len(texts), 1))
        counts = np.bincount(spelt.rows, minlength=len(texts))
        shares = np.array([share_of_word(count) for count in counts.tolist()], dtype=np.float32)
        place = {word: at for at, word in enumerate(words)}
        cells = once_each(spelt.columns(place), spelt.rows)
        starts = np.concatenate([[0], np.cumsum(counts)])
        first = csr_matrix((shares[cells.rows], cells.columns, starts), shape=(len(texts), len(words)))
        return Chained(first, self.of_words(words))


def share_of_word(words: int) -> float:
    """What each of a text's words weighs among its spellings."""
    return SPELLINGS_WEIGH / math.sqrt(words) if words else 0.0
