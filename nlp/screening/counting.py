"""The features of many messages counted together, by columns: what the trained readers learn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from nlp.arrays import Column
from nlp.lexis.tables import Runs
from nlp.lexis.words import stem as folded
from nlp.screening.columns import NOWHERE, Added, Edges, numbered, tree_edges, words_of
from nlp.screening.lexis import Lexis, Word
from nlp.screening.trees import family_books, family_phrases

# What roots make together: side by side, with a word between, how a sentence begins (its first one, two and three
# words) and how it ends.
_MARKS = "pkbe"
_SIDE, _APART, _BEGIN, _END = range(len(_MARKS))

Messages = Sequence[Sequence[Sequence[str]]]


class Found(NamedTuple):
    """Features by name, and which of them end at which place of all that is said."""

    names: Sequence[str]
    features: Column
    places: Column


def count_features(messages: Messages, lexis: Lexis, least: Mapping[str, int]) -> tuple[list[str], Any]:
    """The names of all features in order, and a table of how often each message has each.

    A message is the words of each of its sentences. What roots make together is left out where it stands fewer
    times in all than `least` says of its mark: most of it stands once, and its names would take longest.
    """
    rows = [row for message in messages for row in message]
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    message_of = np.repeat(np.arange(len(messages)), [len(message) for message in messages])[row_of]
    typed = list(chain.from_iterable(rows))
    number = {word: at for at, word in enumerate(dict.fromkeys(typed))}
    words = np.array([number[word] for word in typed], dtype=np.int64)
    known = [lexis[word] for word in number]
    blocks = (
        _alone(known, words),
        _in_phrases(known, words, row_of),
        _Roots(known).together(words, row_of, least),
    )
    names = sorted({name for block in blocks for name in block.names})
    column = {name: at for at, name in enumerate(names)}
    columns = [np.array([column[name] for name in block.names])[block.features] for block in blocks]
    places = np.concatenate([block.places for block in blocks])
    table = csr_array(
        (np.ones(len(places)), (message_of[places], np.concatenate(columns))),
        shape=(len(messages), len(names)),
    )
    table.sort_indices()
    return names, table


def _alone(known: Sequence[Word], words: Column) -> Found:
    """The features of each word by itself."""
    own = [[name for name in word.features if not name.startswith("p:")] for word in known]
    number = numbered(chain.from_iterable(own))
    places, features = Runs([[number[name] - 1 for name in of_word] for of_word in own]).of(words)
    return Found(list(number), features, places)


def _in_phrases(known: Sequence[Word], words: Column, row_of: Column) -> Found:
    """The families' phrases of several words, each where it ends."""
    names = [f"{mark}:{name}" for mark, book in family_books() for name in book.names]
    phrases = family_phrases({name: (0.0, 0.0, (at,)) for at, name in enumerate(names)})
    folds = numbered(chain(phrases, *map(words_of, phrases.values())))
    trees: dict[int, int] = {}
    edges = Edges(
        [edge for tree in phrases.values() for edge in tree_edges(tree, trees, folds)], len(folds) + 1
    )
    # What follows several words that one stands for goes by the last of them.
    leading = [phrases.get(folded(word.plain.split()[-1])) for word in known]
    tree = np.array([trees.get(id(one), NOWHERE) for one in leading], dtype=np.int64)[words]
    fold = np.array([folds.get(word.fold, NOWHERE) for word in known], dtype=np.int64)[words]
    padded = np.append(row_of, -1)
    starts = np.flatnonzero((tree != NOWHERE) & (padded[1:] == row_of))
    found = Added.together(list(edges.along(tree[starts], starts + 1, fold, padded)))
    return Found(names, found.rows, found.words_of_rows)


class _Roots:
    """What the roots of words make together, each such thing as one number: its mark, and one to three roots."""

    def __init__(self, known: Sequence[Word]) -> None:
        # One word may stand for several that make pairs.
        pairs = [[name[2:].split() for name in word.features if name.startswith("p:")] for word in known]
        ends = ((word.root, word.last_root) for word in known)
        self._number = numbered(chain(chain.from_iterable(ends), *chain.from_iterable(pairs)))
        self._names = ["", *self._number]
        self._first = np.array([self._number[word.root] for word in known], dtype=np.int64)
        self._last = np.array([self._number[word.last_root] for word in known], dtype=np.int64)
        self._within = Runs(
            [
                [self._thing(_SIDE, self._number[one], self._number[other]) for one, other in of_word]
                for of_word in pairs
            ]
        )

    def together(self, words: Column, row_of: Column, least: Mapping[str, int]) -> Found:
        """What stands together at least as often as is said for its mark."""
        first, last = self._first[words], self._last[words]
        goes_on, goes_further = (np.append(row_of[step:], [-1] * step) == row_of for step in (1, 2))
        side, apart, end = map(np.flatnonzero, (goes_on, goes_further, ~goes_on))
        begin = np.flatnonzero(np.diff(row_of, prepend=-1))
        of_two, of_three = begin[goes_on[begin]], begin[goes_further[begin]]
        parts = [
            self._within.of(words),
            (side + 1, self._thing(_SIDE, last[side], first[side + 1])),
            (apart + 2, self._thing(_APART, last[apart], first[apart + 2])),
            (begin, self._thing(_BEGIN, first[begin])),
            (of_two, self._thing(_BEGIN, first[of_two], first[of_two + 1])),
            (of_three, self._thing(_BEGIN, first[of_three], first[of_three + 1], first[of_three + 2])),
            (end, self._thing(_END, first[end])),
        ]
        places, things = (np.concatenate(each) for each in zip(*parts, strict=True))
        things, features, times = np.unique(things, return_inverse=True, return_counts=True)
        marks = things // len(self._names) ** 3
        kept = times >= np.array([least.get(mark, 1) for mark in _MARKS])[marks]
        at = np.flatnonzero(kept[features])
        names = list(map(self._name, things[kept].tolist()))
        return Found(names, (np.cumsum(kept) - 1)[features[at]], places[at])

    def _thing(self, mark: int, one: Any, two: Any = 0, three: Any = 0) -> Any:
        return ((mark * len(self._names) + one) * len(self._names) + two) * len(self._names) + three

    def _name(self, thing: int) -> str:
        two, three = divmod(thing, len(self._names))
        one, two = divmod(two, len(self._names))
        mark, one = divmod(one, len(self._names))
        return f"{_MARKS[mark]}:{' '.join(self._names[root] for root in (one, two, three) if root)}"
