"""The sentences of many messages looked at together, by columns: what `look_at` sees of each, without the loop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from nlp.screening.lexis import Lexis, Tree, Word
from nlp.screening.reading import Look, tried_on
from nlp.screening.rules import Rule

Column = np.ndarray[Any, np.dtype[Any]]

STRANGER = 0


class LookColumns:
    """What a `Lexis` knows of each of its words, by the word's number. It holds those words only.

    `after` and `tree` number the mappings that a word leads on to, `root` and `fold` what is looked up in them.
    """

    def __init__(self, lexis: Lexis) -> None:
        self._lexis = lexis
        self._number = {typed: at for at, typed in enumerate(lexis, start=STRANGER + 1)}
        words = list(lexis.values())
        after: dict[int, Mapping[str, tuple[float, float]]] = {}
        trees: dict[int, Tree] = {}
        for word in words:
            if word.after is not None:
                after[id(word.after)] = word.after
            if word.phrases is not None:
                trees[id(word.phrases)] = word.phrases
        self._after = {mapping: at for at, mapping in enumerate(after, start=1)}
        self._trees = {tree: at for at, tree in enumerate(trees, start=1)}
        self._roots = _numbered(chain.from_iterable(after.values()))
        self._folds = _numbered(chain.from_iterable(trees.values()))
        self._rules = list({id(rule): rule for word in words for rule in word.rules}.values())
        self._rule_number = {id(rule): at for at, rule in enumerate(self._rules)}
        self._sums = np.array([(0.0, 0.0), *((word.alarm, word.square) for word in words)])
        self._numbers = np.array([(0, 0, 0, 0), *map(self._numbers_of, words)])
        self._bits = _Runs([[], *(_bits(word.needs) for word in words)])
        self._sets_off = _Runs(
            [[], *([self._rule_number[id(rule)] for rule in word.rules] for word in words)]
        )
        pairs = sorted(
            (self._after[key] * (len(self._roots) + 1) + self._roots[root], weight)
            for key, mapping in after.items()
            for root, weight in mapping.items()
        )
        self._pairs = np.array([key for key, _ in pairs] or [-1])
        self._pair_sums = np.array([weight for _, weight in pairs] or [(0.0, 0.0)])
        self._leads = np.zeros((len(trees) + 1, len(self._folds) + 1), dtype=bool)
        for key, tree in trees.items():
            self._leads[self._trees[key], [self._folds[fold] for fold in tree]] = True
        self._tree = [{}, *trees.values()]
        widest = max((rule.needs.bit_count() for rule in self._rules), default=1)
        most = max((rule.needs.bit_length() for rule in self._rules), default=0)
        # A rule with fewer needs than others needs what every sentence meets.
        self._many = max(most, max((word.needs.bit_length() for word in words), default=0))
        self._needs = np.full((len(self._rules), widest), self._many)
        for at, rule in enumerate(self._rules):
            bits = _bits(rule.needs)
            self._needs[at, : len(bits)] = bits

    def looks(self, rows: Sequence[Sequence[str]]) -> list[Look]:
        """What `look_at` gives for each of `rows`, none of which is empty."""
        typed = list(chain.from_iterable(rows))
        number = self._number.get
        words = np.array([number(one, STRANGER) for one in typed], dtype=np.int64)
        lengths = [len(row) for row in rows]
        row_of = np.repeat(np.arange(len(rows)), lengths)
        strangers = {at: self._lexis[typed[at]] for at in np.flatnonzero(words == STRANGER).tolist()}
        sums, numbers = self._sums[words], self._numbers[words]
        for at, word in strangers.items():
            sums[at] = word.alarm, word.square
            numbers[at] = self._numbers_of(word)
        alarm = np.bincount(row_of, sums[:, 0], len(rows))
        square = np.bincount(row_of, sums[:, 1], len(rows))
        for column, added in self._beside(numbers, row_of, typed):
            alarm += np.bincount(column, added[:, 0], len(rows))
            square += np.bincount(column, added[:, 1], len(rows))
        looks = list(map(Look, alarm.tolist(), square.tolist(), lengths))
        for row, rules in self._set_off(words, row_of, len(rows), strangers).items():
            hits, taken_back, signs = tried_on(rows[row], rules, self._lexis)
            looks[row] = looks[row]._replace(hits=hits, taken_back=taken_back, signs=signs)
        return looks

    def _numbers_of(self, word: Word) -> tuple[int, int, int, int]:
        return (
            self._roots.get(word.root, 0),
            self._folds.get(word.fold, 0),
            self._after.get(id(word.after), 0),
            self._trees.get(id(word.phrases), 0),
        )

    def _beside(
        self, numbers: Column, row_of: Column, typed: Sequence[str]
    ) -> Iterator[tuple[Column, Column]]:
        """What pairs and phrases add: the row of each, and its alarm and square."""
        root, fold, after, tree = numbers.T
        together = row_of[:-1] == row_of[1:]
        keys = after[:-1] * (len(self._roots) + 1) + root[1:]
        place = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        there = np.flatnonzero((self._pairs[place] == keys) & together)
        yield row_of[there], self._pair_sums[place[there]]
        begins = np.flatnonzero(self._leads[tree[:-1], fold[1:]] & together)
        if not len(begins):
            return
        added = []
        ends = np.searchsorted(row_of, row_of[begins], side="right").tolist()
        for at, onward, end in zip(begins.tolist(), tree[begins].tolist(), ends, strict=True):
            added.append(self._along(self._tree[onward], typed, at + 1, end))
        yield row_of[begins], np.array(added)

    def _along(self, tree: Tree, typed: Sequence[str], at: int, end: int) -> tuple[float, float]:
        alarm = square = 0.0
        while tree and at < end:
            step = tree.get(self._lexis[typed[at]].fold)
            if step is None:
                break
            alarm += step.alarm
            square += step.square
            tree = step.onward
            at += 1
        return alarm, square

    def _set_off(
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
            strange += [(place, self._rule_number[id(rule)]) for rule in word.rules]
        if strange:
            more = np.array(strange)
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


class _Runs:
    """A run of numbers for each word."""

    def __init__(self, runs: Sequence[Sequence[int]]) -> None:
        self._counts = np.array([len(run) for run in runs])
        self._starts = np.cumsum(self._counts) - self._counts
        self._flat = np.array([one for run in runs for one in run], dtype=np.int64)

    def of(self, words: Column) -> tuple[Column, Column]:
        """The numbers of each word's run, with the place of the word in `words`."""
        counts = self._counts[words]
        at = np.repeat(np.arange(len(words)), counts)
        within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, self._flat[self._starts[words[at]] + within]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(names), start=1)}


def _bits(needs: int) -> list[int]:
    return [bit for bit in range(needs.bit_length()) if needs >> bit & 1]
