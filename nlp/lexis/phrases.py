"""Phrases compiled to one tree of stems, and the places where they stand in a text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from spacy.language import Language

from nlp.lexis.words import passed_over, stems_of

GAP = ".."
LONGEST_GAP = 3
BREAK = ""

_PART = re.compile(r"\{[a-z]+\}|\(|\)\??|\||[^\s(){}|]+")
_ENDINGS = frozenset(("|", ")", ")?"))

Meaning = TypeVar("Meaning")
Kinds = Mapping[str, tuple[str, ...]]
Stems = Callable[[str], tuple[str, ...]]


class PhraseError(ValueError):
    """A phrase that cannot be understood."""


class Found(NamedTuple, Generic[Meaning]):
    """A phrase that means `meaning` stands at places `start` to `end` (exclusive)."""

    meaning: Meaning
    start: int
    end: int


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
class _State(Generic[Meaning]):
    """Several nodes at once: one way on for each stem, so that a text is walked without trying each phrase."""

    next: dict[str, "_State[Meaning]"] = field(default_factory=dict)
    after_gap: "_State[Meaning] | None" = None
    meanings: tuple[Meaning, ...] = ()


def _merged(nodes: list[_Node[Meaning]], known: dict[frozenset[int], _State[Meaning]]) -> _State[Meaning]:
    """The state of being at all of `nodes`; `known` are the states met before, by the nodes they are of."""
    key = frozenset(map(id, nodes))
    if key in known:
        return known[key]
    state = known[key] = _State[Meaning]()
    ways: dict[str, list[_Node[Meaning]]] = {}
    after_gap: list[_Node[Meaning]] = []
    for node in nodes:
        for stem, following in node.next.items():
            ways.setdefault(stem, []).extend(following)
        after_gap.extend(node.after_gap)
    state.meanings = tuple(dict.fromkeys(meaning for node in nodes for meaning in node.meanings))
    state.next = {stem: _merged(following, known) for stem, following in ways.items()}
    state.after_gap = _merged(after_gap, known) if after_gap else None
    return state


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
    """Finds every phrase it was given in one pass over a text's stems.

    Each phrase is built from its end backwards, so choices share what follows them. The first search makes
    all phrases one tree, in which each stem leads to one place.
    """

    def __init__(self, *, stems: Stems, kinds: Kinds) -> None:
        self._stems = stems
        self._kinds = kinds
        self._start: _Node[Meaning] = _Node()
        self._tree: _State[Meaning] | None = None

    def add(self, phrase: str, meaning: Meaning) -> None:
        """Look for `phrase` too. Raises `PhraseError`."""
        start = self._before(parsed(phrase, self._kinds), _Node(meanings=[meaning]))
        if start.meanings or start.after_gap:
            raise PhraseError(f"the phrase {phrase!r} may hold only words that are passed over")
        self._start.join(start)
        self._tree = None

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

    def find(self, stems: Sequence[str]) -> list[Found[Meaning]]:
        """Each phrase in `stems`, by where it starts; `BREAK` ends a sentence, and no phrase crosses it."""
        return [Found(*one) for one in self.walked(stems, range(len(stems)))]

    def walked(self, stems: Sequence[str], starts: Iterable[int]) -> list[tuple[Meaning, int, int]]:
        """The same as plain rows, for phrases that start at one of `starts` (see `beginnings`)."""
        first = self._whole().next
        found: list[tuple[Meaning, int, int]] = []
        for start in starts:
            state = first.get(stems[start])
            if state is not None:
                _walk(state, stems, start, start + 1, found)
        return found

    def beginnings(self) -> "Beginnings[Meaning]":
        """How the phrases begin: what tells nearly every place of a text that none starts there."""
        alone: dict[str, tuple[Meaning, ...]] = {}
        straight: set[tuple[str, str]] = set()
        after_gap: set[tuple[str, str]] = set()
        for stem, state in self._whole().next.items():
            if state.meanings:
                alone[stem] = state.meanings
            straight.update((stem, second) for second in state.next)
            if state.after_gap is not None:
                after_gap.update((stem, second) for second in state.after_gap.next)
        return Beginnings(alone, straight, after_gap)

    def _whole(self) -> _State[Meaning]:
        if self._tree is None:
            self._tree = _merged([self._start], {})
        return self._tree


class Beginnings(NamedTuple, Generic[Meaning]):
    """What stems mean that are a phrase by themselves, and pairs that begin one: side by side, or with a gap."""

    alone: Mapping[str, tuple[Meaning, ...]]
    straight: Set[tuple[str, str]]
    after_gap: Set[tuple[str, str]]


def _walk(
    state: _State[Meaning] | None,
    stems: Sequence[str],
    start: int,
    at: int,
    found: list[tuple[Meaning, int, int]],
) -> None:
    end = len(stems)
    while state is not None:
        for meaning in state.meanings:
            found.append((meaning, start, at))
        if state.after_gap is not None:
            ways = state.after_gap.next
            for skipped in range(min(LONGEST_GAP + 1, end - at)):
                stem = stems[at + skipped]
                if stem == BREAK:
                    break
                if stem in ways:
                    _walk(ways[stem], stems, start, at + skipped + 1, found)
        if at == end:
            return
        state = state.next.get(stems[at])
        at += 1
