"""Words as numbers, so that many texts are read at once by looking up columns instead of spelling words out.

The tables hold the words of our own rules and everyday English, made once. A word that none of them holds is a
stranger: it is worked out each time it is met, and is forgotten with the text it stood in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.arrays import Column, Places
from nlp.lexis.words import passed_over, stem, stem_table
from nlp.redact.names.recogniser import shipped_reader

BREAK, UNKNOWN = 0, 1
STRANGER = 0
# How rare an everyday word may be, in tenths of the logarithm of its share (see `nlp.redact.vocabulary`).
EVERYDAY = 140


class StemNumbers:
    """A number for each stem that some table of ours holds: "" is `BREAK`, and any other stem is `UNKNOWN`."""

    def __init__(self) -> None:
        self._numbers = {"": BREAK}
        self._names = ["", "\0"]
        self._as_array: Column = np.array(self._names, dtype=object)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def every(self) -> Sequence[str]:
        """All stems by number."""
        return self._names

    def add(self, one: str) -> int:
        """The number of `one`, a new one where it has none yet."""
        number = self._numbers.get(one)
        if number is None:
            number = self._numbers[one] = len(self._names)
            self._names.append(one)
        return number

    def of(self, one: str) -> int:
        """The number of `one`, or `UNKNOWN`."""
        return self._numbers.get(one, UNKNOWN)

    def column(self, values: Mapping[str, Any], *, otherwise: Any, dtype: npt.DTypeLike) -> Column:
        """`values` by number, to be read with `looked_up`; stems that get a number later have `otherwise`."""
        numbers = [self.add(one) for one in values]
        column = np.full(len(self) + 1, otherwise, dtype=dtype)
        column[numbers] = list(values.values())
        return column

    def names(self, numbers: Places) -> list[str]:
        """The stems with these numbers."""
        if len(self._as_array) < len(self._names):
            self._as_array = np.array(self._names, dtype=object)
        names: list[str] = self._as_array[numbers].tolist()
        return names


def looked_up(column: Column, numbers: Places) -> Column:
    """What `column` says of each of `numbers`; what lies past its end is like its last."""
    return column.take(numbers, mode="clip")


class TypedWords:
    """Words in lower case as they are typed, each with a number and the number of its stem."""

    def __init__(self, words: Iterable[str], stems: StemNumbers) -> None:
        self.words = ["", *dict.fromkeys(word for word in words if word)]
        self.number = {word: at for at, word in enumerate(self.words) if at}
        self.stem = np.array([UNKNOWN, *(stems.add(stem(word)) for word in self.words[1:])], dtype=np.int64)

    def column(self, of: Callable[[str], int], dtype: npt.DTypeLike = np.uint8) -> Column:
        """What `of` says of each word; a stranger has nought."""
        return np.array([0, *map(of, self.words[1:])], dtype=dtype)


@lru_cache(maxsize=1)
def stem_numbers() -> StemNumbers:
    """The numbers that every table of this process shares."""
    return StemNumbers()


@lru_cache(maxsize=1)
def typed_words() -> TypedWords:
    """The words of our rules, everyday words and the usual marks."""
    return TypedWords((*_MARKS, *passed_over(), *stem_table(), *commonest_words()), stem_numbers())


def commonest_words() -> Sequence[str]:
    """The commonest words of English; none where nothing is built yet."""
    reader = shipped_reader()
    words = reader.vocabulary.words if reader else {}
    return [word for word, (rarity, _) in words.items() if rarity <= EVERYDAY]


_MARKS = (
    ".", "!", "?", "…", "..", "...", "....", "!!", "??", "!!!", "???", "。", "؟", ",", ";", ":", "'", '"', "(", ")",
    "-", "–", "—", "*", "_", "/", "&", "\n", "\n\n", " ", "  ", "'s", "£", "%", "+", "=", "@", "#", "[", "]", "$",
    *map(str, range(100)),
)  # fmt: skip
