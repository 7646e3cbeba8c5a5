"""What is known of each word: one look-up gives everything that the screen wants of it.

The table is made once, from our own data: spellings, rules, families and the words of the worked examples. A word
that none of them holds is worked out each time it is met and never kept, so nothing of a message remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from nlp.arrays import Floats
from nlp.lexis.words import stem as folded
from nlp.screening.rules import Rule, RuleBook
from nlp.screening.sentences import spellings, squeezed
from nlp.screening.trees import (
    Tree,
    Weight,
    Weights,
    beginnings,
    family_books,
    family_phrases,
    neighbours,
    together,
)

# Words run together are taken apart between these lengths, into parts no longer than the third.
_SHORTEST_RUN, _LONGEST_RUN, _LONGEST_PART = 10, 400, 14
_SHORT = frozenset({
    "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of",
    "on", "or", "so", "to", "up", "us", "we",
})  # fmt: skip


class Word(NamedTuple):
    """One word. `root` pairs it with its neighbours, `fold` looks for phrases; the rest lead on.

    `alarm`, `square` and `rows` are what its own features add together. `after` are the words that it makes a pair
    with next to it, `beyond` those with one word between. `needs` are the needs of rules that it meets, and
    `rules` those it can set off. `plain` may be several words ("gonna" is "going to"); `last_root` is then the
    root of the last of them.
    """

    root: str
    fold: str
    alarm: float
    square: float
    rows: tuple[int, ...]
    after: Mapping[str, Weight] | None
    beyond: Mapping[str, Weight] | None
    phrases: Tree | None
    needs: int
    rules: tuple[Rule, ...]
    plain: str
    features: tuple[str, ...]
    last_root: str


def root_of(word: str) -> str:
    """A word without its commonest endings: enough to bring "hits" and "hitting" near each other."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Lexis(dict[str, Word]):
    """Words by how they are typed. Looking up always gives a word, known or not."""

    def __init__(
        self, book: RuleBook, weights: Weights, examples: Iterable[str] = (), inward: Floats | None = None
    ) -> None:
        """`examples` are words that the weights were learned from, as they are typed.

        `inward` is what each row of the network adds to its hidden units; `table` holds these and, below them,
        their sums for each known word, so that a word is one row.
        """
        super().__init__()
        self.book = book
        self.begins = beginnings(weights)
        self.ends = {name[2:]: weight for name, weight in weights.items() if name.startswith("e:")}
        self._weights = weights
        self.after = neighbours(weights, "p:")
        self.beyond = neighbours(weights, "k:")
        self.phrases = family_phrases(weights)
        self._meanings = spellings()
        meant = {word for phrase in self._meanings.values() for word in phrase.split()}
        for words in (meant, book.bits, book.alarms, self._meanings, examples):
            for word in words:
                if word not in self:
                    self[word] = self._met(self._meant(word))
        self.table = self._summed(np.zeros((0, 0), dtype=np.float32) if inward is None else inward)

    def _summed(self, inward: Floats) -> Floats:
        """`inward` with a row below for what the features of each known word add together."""
        sums_of = dict.fromkeys(word.rows for word in self.values() if len(word.rows) > 1)
        known = {rows: len(inward) + at for at, rows in enumerate(sums_of)}
        for typed, word in self.items():
            if word.rows in known:
                self[typed] = word._replace(rows=(known[word.rows],))
        columns = [row for rows in known for row in rows]
        ends = np.cumsum([0, *map(len, known)])
        ones = np.ones(len(columns), dtype=np.float32)
        sums = csr_array((ones, columns, ends), shape=(len(known), len(inward)), dtype=np.float32) @ inward
        return np.vstack([inward, sums]).astype(np.float32)

    def __missing__(self, typed: str) -> Word:
        meant = self._meant(typed)
        if meant == typed and _SHORTEST_RUN <= len(typed) <= _LONGEST_RUN:
            meant = " ".join(self._run_apart(typed)) or typed
        return self._met(meant)

    def _meant(self, typed: str) -> str:
        known = self._meanings.get(typed)
        if known is not None or len(typed) < 4:
            return known or typed
        shorter = squeezed(typed)
        return self._meanings.get(shorter, shorter) if shorter != typed else typed

    def _run_apart(self, typed: str) -> list[str]:
        """The fewest known words that `typed` runs together ("iwanttodie"); none where it is not made of such."""
        best: list[list[str] | None] = [[]]
        for end in range(1, len(typed) + 1):
            ways = [
                [*before, typed[start:end]]
                for start in range(max(0, end - _LONGEST_PART), end)
                if (before := best[start]) is not None and self._may_be_part(typed[start:end])
            ]
            best.append(min(ways, key=len, default=None))
        return best[-1] or []

    def _may_be_part(self, word: str) -> bool:
        return word in _SHORT if len(word) < 3 else word in self

    def _met(self, plain: str) -> Word:
        """Everything about a plain word; of several words that stand for one, as one."""
        if " " in plain:
            return self._of_several([self._met(word) for word in plain.split()])
        root, fold = root_of(plain), folded(plain)
        features = [f"w:{root}", f"r:{plain}"]
        for mark, book in family_books():
            features += [f"{mark}:{book.names[number]}" for number in book.single.get(fold, ())]
        return Word(
            root,
            fold,
            *together(features, self._weights),
            self.after.get(root),
            self.beyond.get(root),
            self.phrases.get(fold),
            self.book.bits.get(plain, 0),
            self.book.alarms.get(plain, ()),
            plain,
            tuple(features),
            root,
        )

    def _of_several(self, words: list[Word]) -> Word:
        features = list(words[0].features)
        for before, word in pairwise(words):
            features += [f"p:{before.root} {word.root}", *word.features]
        needs = 0
        for word in words:
            needs |= word.needs
        first, last = words[0], words[-1]
        return Word(
            first.root,
            first.fold,
            *together(features, self._weights),
            last.after,
            last.beyond,
            last.phrases,
            needs,
            tuple(rule for word in words for rule in word.rules),
            " ".join(word.plain for word in words),
            tuple(features),
            last.root,
        )
