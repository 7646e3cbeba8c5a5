"""What is known of each word: one look-up gives everything that the screen wants of it.

The table is made once, from our own data: spellings, rules, families and the words of the worked examples. A word
that none of them holds is worked out each time it is met and never kept, so nothing of a message remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.lexis.families import FAMILIES, Families, families
from nlp.lexis.words import stem as folded
from nlp.screening.rules import FOLDER, Rule, RuleBook
from nlp.screening.sentences import spellings, squeezed

CONCEPTS = FOLDER / "concepts.yaml"

# Words run together are taken apart between these lengths, into parts no longer than the third.
_SHORTEST_RUN, _LONGEST_RUN, _LONGEST_PART = 10, 400, 14
_SHORT = frozenset({
    "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of",
    "on", "or", "so", "to", "up", "us", "we",
})  # fmt: skip

# For a feature: what one more of it adds to the alarm, and to the square of the message's length.
Weights = Mapping[str, tuple[float, float]]
Tree = dict[str, "Step"]


class Step(NamedTuple):
    """Where a phrase has got to: what it adds when it ends here, and the folded words that lead on."""

    alarm: float
    square: float
    features: tuple[str, ...]
    onward: Tree


class Word(NamedTuple):
    """One word. `root` pairs it with its neighbours, `fold` looks for phrases; `after` and `phrases` lead on.

    `alarm` and `square` are what its own features add together. `needs` are the needs of rules that it meets,
    and `rules` those it can set off. `plain` may be several words ("gonna" is "going to"); `last_root` is then
    the root of the last of them.
    """

    root: str
    fold: str
    alarm: float
    square: float
    after: Mapping[str, tuple[float, float]] | None
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


@lru_cache(maxsize=1)
def _family_books() -> tuple[tuple[str, Families], ...]:
    return (("f", families(folded, path=FAMILIES)), ("c", families(folded, path=CONCEPTS)))


class Lexis(dict[str, Word]):
    """Words by how they are typed. Looking up always gives a word, known or not."""

    def __init__(self, book: RuleBook, weights: Weights, examples: Iterable[str] = ()) -> None:
        """`examples` are words that the weights were learned from, as they are typed."""
        super().__init__()
        self.book = book
        self._weights = weights
        self._after = _pairs(weights)
        self._phrases = _phrases(weights)
        self._meanings = spellings()
        meant = {word for phrase in self._meanings.values() for word in phrase.split()}
        for words in (meant, book.bits, book.alarms, self._meanings, examples):
            for word in words:
                if word not in self:
                    self[word] = self._met(self._meant(word))

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
        for mark, book in _family_books():
            features += [f"{mark}:{book.names[number]}" for number in book.single.get(fold, ())]
        alarm, square = self._sums(features)
        bits, rules = self.book.bits.get(plain, 0), self.book.alarms.get(plain, ())
        after, phrases = self._after.get(root), self._phrases.get(fold)
        return Word(root, fold, alarm, square, after, phrases, bits, rules, plain, tuple(features), root)

    def _of_several(self, words: list[Word]) -> Word:
        features = list(words[0].features)
        for before, word in pairwise(words):
            features += [f"p:{before.root} {word.root}", *word.features]
        alarm, square = self._sums(features)
        needs = 0
        for word in words:
            needs |= word.needs
        first, last = words[0], words[-1]
        return Word(
            first.root,
            first.fold,
            alarm,
            square,
            last.after,
            last.phrases,
            needs,
            tuple(rule for word in words for rule in word.rules),
            " ".join(word.plain for word in words),
            tuple(features),
            last.root,
        )

    def _sums(self, features: Iterable[str]) -> tuple[float, float]:
        known = [weight for feature in features if (weight := self._weights.get(feature)) is not None]
        return sum(alarm for alarm, _ in known), sum(square for _, square in known)


def features_by_word(row: Sequence[str], lexis: Lexis) -> list[list[str]]:
    """The features of each word of `row`: its own, its pair with the one before, and phrases that end with it."""
    found: list[list[str]] = []
    before = ""
    live: list[Tree] = []
    for typed in row:
        word = lexis[typed]
        features = list(word.features)
        if before:
            features.append(f"p:{before} {word.root}")
        before = word.last_root
        steps = [step for tree in live if (step := tree.get(word.fold)) is not None]
        features += [feature for step in steps for feature in step.features]
        live = [step.onward for step in steps if step.onward]
        if word.phrases is not None:
            live.append(word.phrases)
        found.append(features)
    return found


def _pairs(weights: Weights) -> dict[str, dict[str, tuple[float, float]]]:
    after: dict[str, dict[str, tuple[float, float]]] = {}
    for feature, weight in weights.items():
        if feature.startswith("p:"):
            first, _, second = feature[2:].partition(" ")
            after.setdefault(first, {})[second] = weight
    return after


def _phrases(weights: Weights) -> dict[str, Tree]:
    """The families' phrases of several words as one tree; each first word leads to what may follow."""
    ends: dict[tuple[str, ...], list[str]] = {}
    for mark, book in _family_books():
        for first, seconds in book.longer.items():
            for second, phrases in seconds.items():
                for rest, number in phrases:
                    ends.setdefault((first, second, *rest), []).append(f"{mark}:{book.names[number]}")
    return {first: step.onward for first, step in _tree(list(ends.items()), 0, weights).items()}


def _tree(phrases: list[tuple[tuple[str, ...], list[str]]], depth: int, weights: Weights) -> Tree:
    by_word: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
    for words, features in phrases:
        by_word.setdefault(words[depth], []).append((words, features))
    tree: Tree = {}
    for word, these in by_word.items():
        ending = [feature for words, features in these if len(words) == depth + 1 for feature in features]
        longer = [(words, features) for words, features in these if len(words) > depth + 1]
        known = [weights[feature] for feature in ending if feature in weights]
        tree[word] = Step(
            sum(alarm for alarm, _ in known),
            sum(square for _, square in known),
            tuple(ending),
            _tree(longer, depth + 1, weights),
        )
    return tree
