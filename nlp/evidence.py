"""Which words of a text speak for a label: what a suggestion shows, and where its valence is looked for."""

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.arrays import Column, Places
from nlp.lexis.passages import Passages, places_in_each
from nlp.lexis.tables import NONE
from nlp.trained.label_model import LabelModel
from nlp.trained.together import Sight

PAIR_SHARE = 0.5
BELONGS = 0.3
LONGEST_SPAN = 8


def telling_spans(passages: Passages, sight: Sight, texts: Places, labels: Places) -> list[tuple[int, int]]:
    """For each text and label, side by side, what `telling_span` gives of the text's own stream and weights."""
    stream, table = passages.stream, sight.model.plain.word_table
    at, pair = places_in_each(stream.first[texts], stream.counts[texts])
    with_before = np.concatenate([[NONE], table.pairs(sight.stems, stream.rows)])
    weights = _spoken(sight.model, table.singles(sight.stems[at]), labels[pair])
    shares = PAIR_SHARE * _spoken(sight.model, with_before[at], labels[pair])
    weights += shares
    weights[:-1] += shares[1:]
    starts = np.concatenate([[0], np.cumsum(stream.counts[texts])])
    first = np.searchsorted(passages.touches.first, stream.first[texts])
    touch, pair = places_in_each(first, np.searchsorted(passages.touches.first, stream.end[texts]) - first)
    begins, long = passages.touches.first[touch], passages.touches.end[touch] - passages.touches.first[touch]
    shares = _spoken(sight.model, sight.families[touch], labels[pair]) / long
    word, which = places_in_each(begins + (starts[:-1] - stream.first[texts])[pair], long)
    np.add.at(weights, word, shares[which])
    listed, stems, edges = weights.tolist(), sight.stems[at].tolist(), starts.tolist()
    return [telling_span(listed[start:end], stems[start:end]) for start, end in itertools.pairwise(edges)]


def _spoken(model: LabelModel, columns: Column, labels: Places) -> npt.NDArray[np.float64]:
    """How much each column speaks for the label beside it; nothing where there is no column."""
    there = np.flatnonzero(columns != NONE)
    known = columns[there]
    spoken = np.zeros(len(columns))
    spoken[there] = model.plain.rarities[known] * model.weights[known, labels[there]].astype(np.float64)
    return spoken


def telling_span(weights: Sequence[float], stems: Sequence[object]) -> tuple[int, int]:
    """The row of stems (end exclusive), in one sentence, around the one that speaks most for a label.

    A stem that is empty or nought ends a sentence.
    """
    best = max(range(len(weights)), key=weights.__getitem__)
    enough = BELONGS * max(weights[best], 0.0)
    first, end = best, best + 1
    while end - first < LONGEST_SPAN:
        left = weights[first - 1] if first and stems[first - 1] else -1.0
        right = weights[end] if end < len(stems) and stems[end] else -1.0
        if max(left, right) <= enough:
            break
        if left > right:
            first -= 1
        else:
            end += 1
    return first, end
