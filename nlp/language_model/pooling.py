"""One vector for a text: from a table of words, or from what a model makes of the words in their places."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.vectors import Mode, Vectors

Floats = npt.NDArray[np.float32]

_TRANSFORMER = "trf_data"


def static_width(vectors: Vectors) -> int:
    """How wide the vectors of words are, 0 where there are none."""
    rows, width = vectors.shape
    return int(width) if rows and (vectors.mode == Mode.floret or vectors.n_keys) else 0


def without_context(vectors: Vectors, texts: Sequence[Sequence[str]]) -> list[Floats | None]:
    """For each text, given as its words, the mean vector of those known; None where none is.

    A word is looked for as it is typed, then in lower case. No word is kept.
    """
    places: dict[str, int] = {}
    wanted = [[word for word in text if any(map(str.isalpha, word))] for text in texts]
    for text in wanted:
        for word in text:
            if word not in places:
                places[word] = len(places)
    if not places:
        return [None] * len(texts)
    table, known = _rows(vectors, list(places))
    kept = [[place for word in text if known[place := places[word]]] for text in wanted]
    counts = np.array([len(one) for one in kept])
    cells = csr_matrix(
        (
            np.ones(counts.sum(), dtype=np.float32),
            np.array([place for one in kept for place in one], dtype=np.int64),
            np.concatenate([[0], np.cumsum(counts)]),
        ),
        shape=(len(texts), len(places)),
    )
    means = (cells @ table) / np.maximum(counts, 1)[:, None].astype(np.float32)
    return [mean if count else None for mean, count in zip(means, counts.tolist(), strict=True)]


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
