"""Where phrases stand in many texts at once: their tree as tables, walked from every place together."""

from collections.abc import Iterator
from itertools import chain
from typing import Generic

import numpy as np

from nlp.arrays import Column, Places
from nlp.lexis.numbers import BREAK, StemNumbers, looked_up
from nlp.lexis.phrases import LONGEST_GAP, Meaning, Phrases
from nlp.lexis.tables import Keys, Runs

NOWHERE = 0


class PhraseColumns(Generic[Meaning]):
    """A tree of phrases by the numbers of stems. `meanings` are those that its phrases have."""

    def __init__(self, tree: Phrases[Meaning], numbers: StemNumbers) -> None:
        every = list(_nodes(tree))
        nodes = {id(node): at for at, node in enumerate(every, start=1)}
        stems = sorted({stem for node in every for stem in node.next})
        symbols = {stem: at for at, stem in enumerate(stems, start=1)}
        self.meanings = list(dict.fromkeys(chain.from_iterable(node.meanings for node in every)))
        meanings = {meaning: at for at, meaning in enumerate(self.meanings)}
        self._symbol: Column = numbers.column(symbols, otherwise=0, dtype=np.int64)
        self._wide = len(symbols) + 1
        edges = {
            nodes[id(node)] * self._wide + symbols[stem]: nodes[id(onward)]
            for node in every
            for stem, onward in node.next.items()
        }
        self._keys = Keys(np.array(list(edges), dtype=np.int64))
        self._onward = np.array([*edges.values(), NOWHERE], dtype=np.int64)
        gaps = (nodes[id(node.after_gap)] if node.after_gap else NOWHERE for node in every)
        self._after_gap = np.array([NOWHERE, *gaps], dtype=np.int64)
        self._means = Runs([(), *([meanings[one] for one in node.meanings] for node in every)])
        # The tree itself is the first node.
        self._first = self._follow(np.ones(self._wide, dtype=np.int64), np.arange(self._wide))

    def found(self, stems: Places) -> tuple[Places, Places, Places]:
        """Every phrase in a stream of stems with a `BREAK` at its end, by where it starts, shorter ones first.

        The place of its meaning among `meanings`, where it starts, and where it ends (exclusive). No phrase crosses
        a `BREAK`.
        """
        symbols = looked_up(self._symbol, stems)
        node = self._first[symbols]
        start = np.flatnonzero(node != NOWHERE)
        node, at = node[start], start + 1
        found: list[tuple[Places, Places, Places]] = []
        while len(node):
            which, meaning = self._means.of(node)
            found.append((meaning, start[which], at[which]))
            node, start, at = self._moves(node, start, at, stems)
            node = self._follow(node, symbols[at])
            there = np.flatnonzero(node != NOWHERE)
            node, start, at = node[there], start[there], at[there] + 1
        if not found:
            return start, start, start
        meaning, start, at = map(np.concatenate, zip(*found, strict=True))
        order = np.argsort(start, kind="stable")
        return meaning[order], start[order], at[order]

    def _moves(self, node: Places, start: Places, at: Places, stems: Places) -> tuple[Places, Places, Places]:
        """The same, and beside it where each may be after a gap."""
        moves = [(node, start, at)]
        gap = self._after_gap[node]
        open_ = np.flatnonzero(gap != NOWHERE)
        gap, start, at = gap[open_], start[open_], at[open_]
        for _ in range(LONGEST_GAP + 1):
            moves.append((gap, start, at))
            on = np.flatnonzero(stems[at] != BREAK)
            gap, start, at = gap[on], start[on], at[on] + 1
        node, start, at = map(np.concatenate, zip(*moves, strict=True))
        return node, start, at

    def _follow(self, nodes: Places, symbols: Places) -> Places:
        """Where one comes from each node by each symbol."""
        onward: Places = self._onward[self._keys.places(nodes * self._wide + symbols)]
        return onward


def _nodes(tree: Phrases[Meaning]) -> Iterator[Phrases[Meaning]]:
    """Every node of a tree once, itself first."""
    met = {id(tree)}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for onward in (*node.next.values(), *([node.after_gap] if node.after_gap else ())):
            if id(onward) not in met:
                met.add(id(onward))
                waiting.append(onward)
