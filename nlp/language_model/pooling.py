"""One vector for a text: from a table of words, or from what a model makes of the words in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.vectors import Mode, Vectors

from nlp.arrays import Floats

_TRANSFORMER = "trf_data"


def static_width(vectors: Vectors) -> int:
    """How wide the vectors of words are, 0 where there are none."""
    rows, width = vectors.shape
    return int(width) if rows and (vectors.mode == Mode.floret or vectors.n_keys) else 0


@dataclass(frozen=True, slots=True)
class Pool:
    """What is kept of some rows: their sum, the largest of each number, and how many they are."""

    total: Floats
    largest: Floats
    count: int

    @classmethod
    def of(cls, rows: Floats) -> "Pool":
        """The pool of one row or more."""
        return cls(rows.sum(axis=0), rows.max(axis=0), len(rows))

    def __add__(self, other: "Pool") -> "Pool":
        return Pool(
            self.total + other.total, np.maximum(self.largest, other.largest), self.count + other.count
        )

    def vector(self) -> Floats:
        """The mean of the rows, then the largest of each number: twice as wide as a row."""
        return np.concatenate([self.total / np.float32(self.count), self.largest])


def without_context(vectors: Vectors, texts: Sequence[Sequence[str]]) -> list[Pool | None]:
    """For each text, given as its words, the pool of the vectors of those known; None where none is.

    A word is looked for as it is typed, then in lower case. No word is kept.
    """
    places: dict[str, int] = {}
    wanted = [
        [places.setdefault(word, len(places)) for word in text if any(map(str.isalpha, word))]
        for text in texts
    ]
    if not places:
        return [None] * len(texts)
    table, known = _rows(vectors, list(places))
    pools: list[Pool | None] = []
    for text in wanted:
        distinct, counts = np.unique([place for place in text if known[place]], return_counts=True)
        if not len(distinct):
            pools.append(None)
            continue
        rows = table[distinct.astype(np.int64)]
        total = counts.astype(np.float32) @ rows
        pools.append(Pool(total, rows.max(axis=0), int(counts.sum())))
    return pools


def _rows(vectors: Vectors, words: Sequence[str]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """A vector for each word, and which of them have one."""
    if vectors.mode == Mode.floret:
        return _array(vectors.get_batch(list(words))), np.ones(len(words), dtype=bool)
    row = vectors.key2row.get
    rows = np.array(
        [
            found if (found := row(get_string_id(word), -1)) >= 0 else row(get_string_id(word.lower()), -1)
            for word in words
        ]
    )
    return _array(vectors.data)[rows], rows >= 0


def in_context(doc: Doc) -> Floats | None:
    """A row for each token or piece of one, as a transformer or a tok2vec has left them on a doc."""
    if Doc.has_extension(_TRANSFORMER) and (left := getattr(doc._, _TRANSFORMER)) is not None:
        # spacy-curated-transformers names its last layer one way, spacy-transformers another.
        layer: Any = getattr(left, "last_hidden_layer_state", None)
        rows = layer.dataXd if layer is not None else left.model_output.last_hidden_state
        found = _array(rows)
        return found.reshape(-1, found.shape[-1])
    return _array(doc.tensor) if doc.tensor.size else None


def _array(rows: Any) -> Floats:
    return np.asarray(rows.get() if hasattr(rows, "get") else rows, dtype=np.float32)
