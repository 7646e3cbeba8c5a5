"""What made the model give a theme: how much each word of a text added to its score, exactly.

The ridge is linear, and the network is linear too once it is known which of its hidden units a text opens. So the
score is a sum over what was seen of the text, and each part of the sum stands at some of its words.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from nlp.arrays import Floats
from nlp.lexis.lexicon import Hit
from nlp.trained.features import KINDS, NOT, TURN_REACH, is_spelt, runs_of_words, turning_stems
from nlp.trained.label_model import NETWORK_WEIGHS, LabelModel
from nlp.trained.weighing import share_of_word

BELONGS = 0.35
WORTH_SAYING = 0.3
MOST_REASONS = 3
LONGEST = 6

Span = tuple[int, int]


class Row(NamedTuple):
    """One text's row of the plain table: the columns in which it has something, and what."""

    columns: npt.NDArray[np.int32]
    values: Floats


def effects(model: LabelModel, labels: Sequence[int], row: Row) -> Floats:
    """How much each column of `row` adds to the score of each of these labels: columns by labels."""
    network = model.network
    inward = network.inward[row.columns]
    open_units = (row.values @ inward + network.inward_bias) > 0
    by_network = inward[:, open_units] @ network.outward[open_units][:, labels]
    each = model.weights[row.columns][:, labels] + NETWORK_WEIGHS * by_network
    return np.asarray(row.values[:, None] * each, dtype=np.float32)


def spelling_effects(model: LabelModel, labels: Sequence[int], words: Sequence[str]) -> Floats:
    """How much the pieces of each of a text's distinct words add to each label: words by labels."""
    share = share_of_word(len(words))
    return np.array([share * model.by_pieces(word)[labels] for word in words], dtype=np.float32)


def reasons(model: LabelModel, labels: Sequence[int], row: Row, doc: Doc) -> list[tuple[Span, ...]]:
    """For each label, up to `MOST_REASONS` runs of tokens (end exclusive) that spoke most for it, strongest first."""
    return [strongest(strength, doc._.sentences) for strength in strengths(model, labels, row, doc)]


def strengths(model: LabelModel, labels: Sequence[int], row: Row, doc: Doc) -> list[list[float]]:
    """For each label, how much each token of a doc speaks for it; a part of several words is shared among them."""
    places: dict[int, list[Span]] = {}
    for column, span in _stands(model, doc):
        places.setdefault(column, []).append(span)
    by_column = [
        (effect, places[column])
        for column, effect in zip(row.columns.tolist(), effects(model, labels, row).tolist(), strict=True)
        if column in places
    ]
    norms = doc._.norms
    words = tuple(dict.fromkeys(norm for norm in norms if is_spelt(norm)))
    by_word = dict(zip(words, spelling_effects(model, labels, words).tolist(), strict=True))
    stands: dict[str, list[int]] = {}
    for at, norm in enumerate(norms):
        stands.setdefault(norm, []).append(at)
    found = []
    for number in range(len(labels)):
        strength = [0.0] * len(norms)
        for effect, spans in by_column:
            for start, end in spans:
                amount = effect[number] / (len(spans) * (end - start))
                for at in range(start, end):
                    strength[at] += amount
        for word, amounts in by_word.items():
            for at in stands[word]:
                strength[at] += amounts[number] / len(stands[word])
        found.append(strength)
    return found


def strongest(strength: Sequence[float], sentences: Sequence[int]) -> tuple[Span, ...]:
    """The runs of tokens that spoke most, from how much each does and the number of its sentence."""
    left = list(strength)
    found: list[Span] = []
    enough = 0.0
    while left and len(found) < MOST_REASONS:
        best = max(range(len(left)), key=left.__getitem__)
        if left[best] <= enough:
            break
        enough = enough or WORTH_SAYING * left[best]
        start, end = _around(best, left, sentences)
        found.append((start, end))
        left[start:end] = [0.0] * (end - start)
    return tuple(found)


def share_of(span: Span, strength: Sequence[float]) -> float:
    """How much of all that speaks for a label is said by one run of tokens, from 0 to 1."""
    spoken = [max(one, 0.0) for one in strength]
    return sum(spoken[slice(*span)]) / (sum(spoken) or 1.0)


def _stands(model: LabelModel, doc: Doc) -> Iterator[tuple[int, Span]]:
    """Each column that has something in this doc, with the tokens it stands at, once for each time."""
    stems, places = doc._.stream
    words, turns = model.plain.words, turning_stems()
    before, turned_at = "", -1
    for at, one in enumerate(stems):
        if not one:
            before, turned_at = "", -1
            continue
        here = places[at]
        if (column := words.get(one)) is not None:
            yield column, (here, here + 1)
        if before and (column := words.get(f"{before} {one}")) is not None:
            yield column, (places[at - 1], here + 1)
        if one in turns:
            turned_at = at
        elif (
            turned_at >= 0
            and at - turned_at <= TURN_REACH
            and (column := words.get(f"{NOT} {one}")) is not None
        ):
            yield column, (places[turned_at], here + 1)
        before = one
    yield from _of_order(model, doc, stems, places)
    for family, first, end in doc._.touched:
        if (column := model.plain.families.get(family)) is not None:
            yield column, (places[first], places[end - 1] + 1)
    for hit in doc._.hits:
        yield from _of_phrase(model, hit)


def _of_order(
    model: LabelModel, doc: Doc, stems: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[int, Span]]:
    """The same of how words stand (see `nlp.trained.order_table`)."""
    column_of = model.plain.order.get
    for at, norm in enumerate(doc._.norms):
        if (column := column_of(f"r {norm}")) is not None:
            yield column, (at, at + 1)
    for start, end in runs_of_words(stems):
        runs = [("b", start, start + 1), ("e", end - 1, end)]
        runs += [("b", start, start + 2), ("e", end - 2, end)] if end - start > 1 else []
        for kind, first, last in runs:
            if (column := column_of(" ".join((kind, *stems[first:last])))) is not None:
                yield column, (places[first], places[last - 1] + 1)
        for at in range(start, end - 2):
            if (column := column_of(f"k {stems[at]} {stems[at + 2]}")) is not None:
                yield column, (places[at], places[at + 2] + 1)


def _of_phrase(model: LabelModel, hit: Hit) -> Iterator[tuple[int, Span]]:
    for kind in (KINDS[hit.entry.strength], ":told", ":different", ":share"):
        if (column := model.plain.phrases.get(hit.entry.theme + kind)) is not None:
            yield column, (hit.start, hit.end)


def _around(best: int, strength: Sequence[float], sentences: Sequence[int]) -> Span:
    """The run of tokens in one sentence around `best` that speak nearly as loud."""
    enough = BELONGS * strength[best]
    start, end = best, best + 1
    while end - start < LONGEST:
        left = strength[start - 1] if start and sentences[start - 1] == sentences[best] else -1.0
        right = strength[end] if end < len(strength) and sentences[end] == sentences[best] else -1.0
        if max(left, right) < enough:
            break
        if left > right:
            start -= 1
        else:
            end += 1
    return start, end
