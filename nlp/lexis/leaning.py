"""How many texts lean, for all that is told in them at once: where they speak well or ill of it, what is turned
around by "not", and what is past."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.arrays import Column, Flags, Places
from nlp.findings import Valence
from nlp.lexis.lexicon import Hit, Tone
from nlp.lexis.passages import Passages, places_in_each
from nlp.lexis.tables import distinct
from nlp.lexis.told_words import ToldWords

TURN_REACH = 5
TOLD_BY_PHRASE = 2.0
BESIDE_PHRASE = 0.4
TURNED = -0.8
PAST_GIVES_WAY = 0.2
BOTH_SIDES = 0.45

Weights = npt.NDArray[np.float64]


class Shown(NamedTuple):
    """Each hit that shows something told: which of what is told, at which of all tokens, and its tone."""

    told: Places
    start: Places
    last: Places
    tone: Places


class Leanings(NamedTuple):
    """For each thing told six `sums`: good and bad in its own phrases, beside them, and in the whole text.

    Beside them the clauses of its hits, each with which of what is told it belongs to.
    """

    sums: Weights
    told: Places
    clauses: Places


def leanings(
    passages: Passages, words: ToldWords, *, texts: Places, hits: Sequence[Sequence[Hit]]
) -> Leanings:
    """How text `texts[n]` leans in what `hits[n]` tell of, for each n."""
    clause, sentence = passages.clauses, passages.sentences
    shown = _shown(passages, texts, hits)
    fading = _fading(passages, words)
    start, end, weight, first = _feelings(passages, words)
    faded = weight * fading[clause[start]]
    own = shown.tone != Tone.either
    signs = np.where(_turned(passages, words.turns, shown.start), -1.0, 1.0)
    spoken = signs * shown.tone * TOLD_BY_PHRASE * fading[clause[shown.start]]
    has_own = np.bincount(shown.told, own, len(texts)) > 0
    # Every feeling of a text beside each thing told in it. Membership is looked up, so long texts stay quick.
    feeling, told = places_in_each(first[texts], first[texts + 1] - first[texts])
    begins = start[feeling]
    token, part = places_in_each(begins, (end - start)[feeling])
    toned, which = places_in_each(shown.start[own], (shown.last - shown.start + 1)[own])
    inside = among(told[part], token, shown.told[own][which], toned)
    untold = ~_any(inside, part, len(feeling))
    near = untold & among(told, clause[begins], shown.told, clause[shown.start])
    beside = untold & among(told, sentence[begins], shown.told, sentence[shown.start])
    narrow = has_own | _any(near, told, len(texts))
    wide = ~narrow & ~_any(beside, told, len(texts))
    counts = np.where(narrow[told], near, np.where(wide[told], untold, beside))
    scale = np.where(has_own, BESIDE_PHRASE, 1.0)[told]
    added = (scale * weight[feeling] * fading[clause[begins]])[counts]
    text_of = np.repeat(np.arange(len(passages)), np.diff(first))
    everywhere = _sides(faded, text_of, len(passages))[texts]
    return Leanings(
        np.hstack(
            [
                _sides(spoken[own], shown.told[own], len(texts)),
                _sides(added, told[counts], len(texts)),
                everywhere,
            ]
        ),
        np.concatenate([shown.told, shown.told]),
        np.concatenate([clause[shown.start], clause[shown.last]]),
    )


def balanced(leaning: Leanings, *, never_good: npt.NDArray[np.bool_]) -> list[Valence]:
    """How each thing told is found, by the rules alone: by what its phrases say and what stands beside them.

    Mixed when the smaller side is nearly half of the larger: a passing grumble in praise does not make it mixed,
    a second real point does. What is `never_good` is not positive.
    """
    good, bad = leaning.sums[:, 0] + leaning.sums[:, 2], leaning.sums[:, 1] + leaning.sums[:, 3]
    found = np.select(
        [
            good + bad == 0,
            np.minimum(good, bad) >= BOTH_SIDES * np.maximum(good, bad),
            (good > bad) & ~never_good,
        ],
        [0, 1, 2],
        3,
    )
    kinds = (Valence.neutral, Valence.mixed, Valence.positive, Valence.negative)
    return [kinds[one] for one in found.tolist()]


def _shown(passages: Passages, texts: Places, hits: Sequence[Sequence[Hit]]) -> Shown:
    rows = [
        (told, start, end - 1, entry.tone) for told, those in enumerate(hits) for entry, start, end in those
    ]
    told, start, last, tone = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    base = passages.first[texts[told]]
    return Shown(told, base + start, base + last, tone)


def _feelings(passages: Passages, words: ToldWords) -> tuple[Places, Places, Weights, Places]:
    """Start, end and weight of each feeling, text by text, idioms first; and where those of each text begin."""
    turned = _turned(passages, words.turns, words.weighed)
    weight = np.where(turned, TURNED * words.weights, words.weights)
    start = np.concatenate([words.idioms[:, 0], words.weighed]).astype(np.int64)
    end = np.concatenate([words.idioms[:, 1], words.weighed + 1]).astype(np.int64)
    weight = np.concatenate([words.idiom_weights, weight])
    text = passages.rows[start]
    order = np.argsort(text, kind="stable")
    first = np.searchsorted(text[order], np.arange(len(passages) + 1))
    return start[order], end[order], weight[order], first


def _turned(passages: Passages, turns: Places, at: Places) -> Flags:
    """Whether the word at each of `at` is turned around by one before it in its clause ("not kind")."""
    if not len(turns):
        return np.zeros(len(at), dtype=bool)
    reach = np.maximum(at - TURN_REACH, passages.first[passages.rows[at]])
    before = np.searchsorted(turns, at)
    odd = (before - np.searchsorted(turns, reach)) % 2 == 1
    nearest = turns[np.maximum(before - 1, 0)]
    found: Flags = odd & (passages.clauses[nearest] == passages.clauses[at])
    return found


def _fading(passages: Passages, words: ToldWords) -> Weights:
    """What each clause counts: less where it tells of before and others of the text tell of now."""
    clauses = passages.clauses
    many = int(clauses[-1]) + 1 if len(clauses) else 1
    past = np.zeros(many, dtype=bool)
    past[clauses[words.past]] = True
    past[clauses[words.now]] = False
    fading = np.ones(many)
    if past.any():
        text = np.zeros(many, dtype=np.int64)
        text[clauses] = passages.rows
        of_text = np.bincount(text[past], minlength=len(passages))
        edges = np.searchsorted(passages.rows, np.arange(len(passages)))
        last = np.searchsorted(passages.rows, np.arange(len(passages)), side="right") - 1
        in_text = clauses[last] - clauses[np.minimum(edges, len(clauses) - 1)] + 1
        fading[past & (of_text < in_text)[text]] = PAST_GIVES_WAY
    return fading


def among(rows: Places, values: Places, wanted_rows: Places, wanted_values: Places) -> Flags:
    """Whether each row and value are together among those wanted."""
    if not len(wanted_rows):
        return np.zeros(len(rows), dtype=bool)
    wide = int(max(values.max(initial=0), wanted_values.max(initial=0))) + 1
    wanted = distinct(wanted_rows * wide + wanted_values)
    keys = rows * wide + values
    found: Flags = wanted[np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)] == keys
    return found


def _any(flags: Flags, group: Places, groups: int) -> Flags:
    found = np.zeros(groups, dtype=bool)
    found[group[flags]] = True
    return found


def _sides(weights: Weights, group: Places, groups: int) -> Column:
    """For each group, the sum above nought and the sum below it, both as sizes."""
    good = np.bincount(group, np.maximum(weights, 0), groups)
    bad = np.bincount(group, np.maximum(-weights, 0), groups)
    sides: npt.NDArray[Any] = np.stack([good, bad], axis=1)
    return sides
