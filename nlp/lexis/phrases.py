"""Phrases compiled to one tree of stems."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from spacy.language import Language

from nlp.lexis.words import passed_over, stems_of

GAP = ".."
LONGEST_GAP = 3

_PART = re.compile(r"\{[a-z]+\}|\(|\)\??|\||[^\s(){}|]+")
_ENDINGS = frozenset(("|", ")", ")?"))

Meaning = TypeVar("Meaning")
Kinds = Mapping[str, tuple[str, ...]]
Stems = Callable[[str], tuple[str, ...]]


class PhraseError(ValueError):
    """A phrase that cannot be understood."""


@dataclass(slots=True)
class _Node(Generic[Meaning]):
    """Where a phrase has got to: each next stem leads on, a gap leads on later, meanings end it here."""

    next: dict[str, "list[_Node[Meaning]]"] = field(default_factory=dict)
    after_gap: "list[_Node[Meaning]]" = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)

    def join(self, other: "_Node[Meaning]") -> None:
        """Lead on to wherever `other` leads."""
        for stem, nodes in other.next.items():
            self.next.setdefault(stem, []).extend(nodes)
        self.after_gap.extend(other.after_gap)
        self.meanings.extend(other.meanings)


@dataclass(slots=True)
class Phrases(Generic[Meaning]):
    """A tree of phrases: one way on for each stem and one for a gap, so that a text is walked without trying each.

    `meanings` are those of the phrases that end here.
    """

    next: dict[str, "Phrases[Meaning]"] = field(default_factory=dict)
    after_gap: "Phrases[Meaning] | None" = None
    meanings: tuple[Meaning, ...] = ()


def _merged(start: _Node[Meaning], most: int | None) -> Phrases[Meaning]:
    """The tree from `start` on. Raises `PhraseError` where it would have more than `most` places."""
    known: dict[frozenset[int], Phrases[Meaning]] = {}
    left: list[tuple[list[_Node[Meaning]], Phrases[Meaning]]] = []

    def place(nodes: list[_Node[Meaning]]) -> Phrases[Meaning]:
        each = {id(node): node for node in nodes}
        key = frozenset(each)
        if key not in known:
            if len(known) == most:
                raise PhraseError("the phrases hold too many choices one after another")
            known[key] = Phrases()
            left.append((list(each.values()), known[key]))
        return known[key]

    first = place([start])
    while left:
        nodes, tree = left.pop()
        ways: dict[str, list[_Node[Meaning]]] = {}
        after_gap: list[_Node[Meaning]] = []
        for node in nodes:
            for stem, following in node.next.items():
                ways.setdefault(stem, []).extend(following)
            after_gap.extend(node.after_gap)
        tree.meanings = tuple(dict.fromkeys(meaning for node in nodes for meaning in node.meanings))
        tree.next = {stem: place(following) for stem, following in ways.items()}
        tree.after_gap = place(after_gap) if after_gap else None
    return first


class PhraseStems:
    """Stems of the words of a rule, without those that are passed over in a text too."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._known: dict[str, tuple[str, ...]] = {}
        self._passed_over = passed_over()

    def __call__(self, words: str) -> tuple[str, ...]:
        known = self._known.get(words)
        if known is None:
            stems = stems_of(token.norm_ for token in self._nlp.make_doc(words))
            known = tuple(stem for stem in stems if stem not in self._passed_over)
            self._known[words] = known
        return known


Words = str
Part = Words | tuple["Sequence[Part]", ...]


def parsed(phrase: str, kinds: Kinds) -> list[Part]:
    """The parts of `phrase` in order: a word, a gap, or a tuple of choices. Raises `PhraseError`.

    `(a|b c)` is a choice, `(a|b)?` one that may be left out, `{worker}` any word of that kind, and `..`
    up to three other words.
    """
    left = _PART.findall(phrase)
    if "".join(left) != phrase.replace(" ", ""):
        raise PhraseError(f"the phrase {phrase!r} cannot be understood")
    parts = _sequence(left, kinds)
    if left or not parts:
        raise PhraseError(f"the phrase {phrase!r} cannot be understood")
    return parts


def _sequence(left: list[str], kinds: Kinds) -> list[Part]:
    parts: list[Part] = []
    while left and left[0] not in _ENDINGS:
        part = left.pop(0)
        if part == "(":
            parts.append(_choice(left, kinds))
        elif part.startswith("{"):
            if part[1:-1] not in kinds:
                raise PhraseError(f"there is no kind {part}")
            parts.append(tuple(words.split() for words in kinds[part[1:-1]]))
        else:
            parts.append(part)
    return parts


def _choice(left: list[str], kinds: Kinds) -> tuple[Sequence[Part], ...]:
    options: list[Sequence[Part]] = [_sequence(left, kinds)]
    while left and left[0] == "|":
        left.pop(0)
        options.append(_sequence(left, kinds))
    if not left:
        raise PhraseError("a bracket is not closed")
    if left.pop(0) == ")?":
        options.append(())
    return tuple(options)


class PhraseBook(Generic[Meaning]):
    """Makes one tree of every phrase it is given.

    Each phrase is built from its end backwards, so choices share what follows them.
    """

    def __init__(self, *, stems: Stems, kinds: Kinds) -> None:
        self._stems = stems
        self._kinds = kinds
        self._start: _Node[Meaning] = _Node()

    def add(self, phrase: str, meaning: Meaning) -> None:
        """Take in `phrase` too. Raises `PhraseError`."""
        start = self._before(parsed(phrase, self._kinds), _Node(meanings=[meaning]))
        if start.meanings or start.after_gap:
            raise PhraseError(f"the phrase {phrase!r} may hold only words that are passed over")
        self._start.join(start)

    def _before(self, parts: Sequence[Part], after: _Node[Meaning]) -> _Node[Meaning]:
        for part in reversed(parts):
            if isinstance(part, tuple):
                choice: _Node[Meaning] = _Node()
                for option in part:
                    choice.join(self._before(option, after))
                after = choice
            elif part == GAP:
                after = _Node(after_gap=[after])
            else:
                for stem in reversed(self._stems(part.rstrip("?"))):
                    after = _Node(next={stem: [after]})
        return after

    def tree(self, most: int | None = None) -> Phrases[Meaning]:
        """All phrases as one tree. Raises `PhraseError` where it would have more than `most` places."""
        return _merged(self._start, most)
