"""The sentences of many messages looked at together, by columns: what `look_at` sees of each, without the loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from nlp.arrays import Column, Floats
from nlp.lexis.tables import Runs
from nlp.screening.columns import Added, Edges, Weighed, numbered, tree_edges, words_of
from nlp.screening.lexis import Lexis, Word
from nlp.screening.reading import Look, RuleHit, tried_on
from nlp.screening.rules import Rule
from nlp.screening.trees import Neighbours

STRANGER = 0

Tried = tuple[tuple[RuleHit, ...], tuple[RuleHit, ...], frozenset[str]]


@dataclass(frozen=True)
class Looks:
    """What sentences hold, by columns (see `Look`). `tried` are hits, what is taken back and signs, where any are.

    The rows of sentence `n` are `rows[ends[n]:ends[n + 1]]`; `by_word` has the alarm of every word, sentence by
    sentence.
    """

    alarm: Column
    square: Column
    length: Column
    by_word: Column
    rows: Column
    ends: Column
    tried: Mapping[int, Tried]

    def look(self, at: int) -> Look:
        """One sentence by itself."""
        rows = self.rows[self.ends[at] : self.ends[at + 1]].tolist()
        by_word = self.by_word[self.first[at] : self.first[at] + self.length[at]].tolist()
        return Look(float(self.alarm[at]), float(self.square[at]), by_word, rows, *self.tried.get(at, ()))

    @cached_property
    def first(self) -> Column:
        """The first word of each sentence."""
        return np.cumsum(self.length) - self.length

    def sums(self, wanted: Column, table: Floats) -> Floats:
        """What the rows of some sentences add together in `table`."""
        counts = np.diff(self.ends)[wanted]
        starts = np.concatenate([[0], np.cumsum(counts)])
        within = np.arange(starts[-1]) + np.repeat(self.ends[wanted] - starts[:-1], counts)
        ones = np.ones(len(within), dtype=np.float32)
        every = csr_array((ones, self.rows[within], starts), shape=(len(wanted), len(table)))
        return np.asarray(every @ table, dtype=np.float32)


class LookColumns:
    """What a `Lexis` knows of each of its words, by the word's number. It holds those words only."""

    def __init__(self, lexis: Lexis) -> None:
        self._lexis = lexis
        self._number = {typed: at for at, typed in enumerate(lexis, start=STRANGER + 1)}
        words = list(lexis.values())
        self._roots = numbered(
            chain(lexis.ends, words_of(lexis.begins), _seconds(lexis.after), _seconds(lexis.beyond))
        )
        self._folds = numbered(chain.from_iterable(map(words_of, lexis.phrases.values())))
        self._after, self._pairs = self._neighbours(lexis.after)
        self._beyond, self._apart = self._neighbours(lexis.beyond)
        self._trees: dict[int, int] = {}
        symbols = len(self._folds) + 1
        self._phrases = Edges(
            [edge for tree in lexis.phrases.values() for edge in tree_edges(tree, self._trees, self._folds)],
            symbols,
        )
        numbers: dict[int, int] = {}
        self._begins = Edges(list(tree_edges(lexis.begins, numbers, self._roots)), len(self._roots) + 1)
        self._beginning = numbers.get(id(lexis.begins), 0)
        self._ends = Edges(
            [(1, self._roots[root], weight, 0) for root, weight in lexis.ends.items()], len(self._roots) + 1
        )
        self._weights = Weighed([(0.0, 0.0, ()), *((word.alarm, word.square, word.rows) for word in words)])
        self._numbers = np.array([(0, 0, 0, 0, 0), *map(self._numbers_of, words)])
        self._rules = _RuleColumns(words)

    def looks(self, rows: Sequence[Sequence[str]]) -> Looks:
        """What `look_at` gives for each of `rows`, none of which is empty."""
        typed = list(chain.from_iterable(rows))
        number = self._number.get
        words = np.array([number(one, STRANGER) for one in typed], dtype=np.int64)
        length = np.array([len(row) for row in rows], dtype=np.int64)
        strangers = {at: self._lexis[typed[at]] for at in np.flatnonzero(words == STRANGER).tolist()}
        numbers = self._numbers[words]
        row_of = np.repeat(np.arange(len(rows)), length)
        for at, word in strangers.items():
            numbers[at] = self._numbers_of(word)
        parts = [self._weights.added(words, np.arange(len(words)))]
        if strangers:
            unknown = Weighed([(word.alarm, word.square, word.rows) for word in strangers.values()])
            parts.append(unknown.added(np.arange(len(strangers)), np.array(list(strangers))))
        added = Added.together([*parts, *self._beside(numbers, row_of, length)])
        sentences, of_rows = row_of[added.words], row_of[added.words_of_rows]
        order = np.argsort(of_rows, kind="stable")
        ends = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(np.bincount(of_rows, minlength=len(rows)), out=ends[1:])
        return Looks(
            np.bincount(sentences, added.alarm, len(rows)),
            np.bincount(sentences, added.square, len(rows)),
            length,
            np.bincount(added.words, added.alarm, len(words)),
            added.rows[order],
            ends,
            {
                row: tried
                for row, rules in self._rules.set_off(words, row_of, len(rows), strangers).items()
                if any(tried := tried_on(rows[row], rules, self._lexis))
            },
        )

    def _neighbours(self, neighbours: Neighbours) -> tuple[dict[str, int], Edges]:
        """A number for each first word, and the edges to the second."""
        first = numbered(neighbours)
        edges = [
            (first[one], self._roots[other], weight, 0)
            for one, seconds in neighbours.items()
            for other, weight in seconds.items()
        ]
        return first, Edges(edges, len(self._roots) + 1)

    def _numbers_of(self, word: Word) -> tuple[int, int, int, int, int]:
        # What follows a word goes by its last root.
        return (
            self._roots.get(word.root, 0),
            self._folds.get(word.fold, 0),
            self._after.get(word.last_root, 0),
            self._beyond.get(word.last_root, 0),
            self._trees.get(id(word.phrases), 0),
        )

    def _beside(self, numbers: Column, row_of: Column, length: Column) -> Iterator[Added]:
        """What pairs, phrases, and how sentences begin and end add."""
        root, fold, after, beyond, tree = numbers.T
        for edges, start, reach in ((self._pairs, after, 1), (self._apart, beyond, 2)):
            found, places = edges.follow(
                np.where(row_of[:-reach] == row_of[reach:], start[:-reach], 0), root[reach:]
            )
            yield edges.added(found, places + reach)
        if not len(length):
            return
        last = np.cumsum(length) - 1
        padded = np.append(row_of, -1)
        first = last - length + 1
        yield from self._begins.along(np.full(len(first), self._beginning), first, root, padded)
        found, places = self._ends.follow(np.ones(len(last), dtype=np.int64), root[last])
        yield self._ends.added(found, last[places])
        leads = np.flatnonzero((tree != 0) & (padded[1:] == row_of))
        yield from self._phrases.along(tree[leads], leads + 1, fold, padded)


class _RuleColumns:
    """Which rules each word sets off, and which of their needs it meets."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._rules = list({id(rule): rule for word in words for rule in word.rules}.values())
        self._number = {id(rule): at for at, rule in enumerate(self._rules)}
        self._bits = Runs([[], *(_bits(word.needs) for word in words)])
        self._sets_off = Runs([[], *([self._number[id(rule)] for rule in word.rules] for word in words)])
        widest = max((rule.needs.bit_count() for rule in self._rules), default=1)
        most = max((rule.needs.bit_length() for rule in self._rules), default=0)
        # A rule with fewer needs than others needs what every sentence meets.
        self._many = max(most, max((word.needs.bit_length() for word in words), default=0))
        self._needs = np.full((len(self._rules), widest), self._many)
        for at, rule in enumerate(self._rules):
            bits = _bits(rule.needs)
            self._needs[at, : len(bits)] = bits

    def set_off(
        self, words: Column, row_of: Column, rows: int, strangers: Mapping[int, Word]
    ) -> dict[int, list[Rule]]:
        """By row, the rules that its words set off and whose needs it meets, word by word."""
        met = np.zeros((rows, self._many + 1), dtype=bool)
        met[:, self._many] = True
        at, bits = self._bits.of(words)
        met[row_of[at], bits] = True
        at, rules = self._sets_off.of(words)
        strange: list[tuple[int, int]] = []
        for place, word in strangers.items():
            met[row_of[place], _bits(word.needs)] = True
            strange += [(place, self._number[id(rule)]) for rule in word.rules]
        if strange:
            more: np.ndarray[Any, np.dtype[np.int64]] = np.array(strange)
            order = np.argsort(np.concatenate([at, more[:, 0]]), kind="stable")
            at = np.concatenate([at, more[:, 0]])[order]
            rules = np.concatenate([rules, more[:, 1]])[order]
        row = row_of[at]
        holds = met[row, self._needs[rules, 0]]
        for need in range(1, self._needs.shape[1]):
            left = np.flatnonzero(holds)
            holds[left] = met[row[left], self._needs[rules[left], need]]
        found: dict[int, list[Rule]] = {}
        for one, rule in zip(row[holds].tolist(), rules[holds].tolist(), strict=True):
            found.setdefault(one, []).append(self._rules[rule])
        return found


def _seconds(neighbours: Neighbours) -> Iterator[str]:
    return chain.from_iterable(neighbours.values())


def _bits(needs: int) -> list[int]:
    return [bit for bit in range(needs.bit_length()) if needs >> bit & 1]
