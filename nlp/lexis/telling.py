"""How a text tells of things: where it speaks well or ill, what is turned around, what is past."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from nlp.findings import Valence
from nlp.lexis.lexicon import Hit, Tone
from nlp.lexis.phrases import PhraseBook, Stems
from nlp.lexis.tones import ValenceRules
from nlp.lexis.words import stem

TURN_REACH = 5
TOLD_BY_PHRASE = 2.0
BESIDE_PHRASE = 0.4
IDIOM = 1.5
TURNED = -0.8
PAST_GIVES_WAY = 0.2
BOTH_SIDES = 0.45


class Feeling(NamedTuple):
    """At tokens `start` to `end` the speaker speaks well (`weight` above nought) or ill of something."""

    start: int
    end: int
    weight: float


def balance(weights: Sequence[float]) -> Valence:
    """One valence from signed weights: mixed when the smaller side is nearly half of the larger.

    Rationale: a passing grumble in praise does not make it mixed, a second real point does.
    """
    good, bad = _sides(weights)
    if not good and not bad:
        return Valence.neutral
    if min(good, bad) >= BOTH_SIDES * max(good, bad):
        return Valence.mixed
    return Valence.positive if good > bad else Valence.negative


class ValenceLexicon:
    """The shipped words and idioms, compiled once."""

    def __init__(self, rules: ValenceRules, stems: Stems) -> None:
        self.weights: dict[str, float] = {}
        for sign, weighted in ((1.0, rules.good), (-1.0, rules.bad)):
            for weight, words in weighted.items():
                for word in words:
                    self.weights[stem(word)] = sign * weight
        self.turns = frozenset(stem(word) for word in rules.turns)
        self.past = frozenset(stem(word) for word in rules.past)
        self.now = frozenset(stem(word) for word in rules.now)
        self.idioms: PhraseBook[float] = PhraseBook(stems=stems, kinds={})
        for phrases, strength in ((rules.idioms.good, IDIOM), (rules.idioms.bad, -IDIOM), (rules.keeps, 0.0)):
            for phrase in phrases:
                self.idioms.add(phrase, strength)


TURNS, PAST, NOW, WEIGHED = 1, 2, 4, 8


class ToldWords(NamedTuple):
    """The tokens of one text that say how it tells of things.

    `words` are tokens with what they do, in bits (turn around what follows, place it in time, weigh by
    themselves), and their weight. `idioms` stand at tokens `start` to `end` (exclusive) with the weight that they
    have together.
    """

    words: Sequence[tuple[int, int, float]]
    idioms: Sequence[tuple[int, int, float]]


class Telling:
    """One text's feelings, and the valence of anything it tells of at some tokens."""

    def __init__(self, told: ToldWords, *, clauses: Sequence[int], sentences: Sequence[int]) -> None:
        """`clauses` and `sentences` number, for each token, the clause and the sentence it is in."""
        self._clauses = clauses
        self._sentences = sentences
        feelings, taken = _of_idioms(told.idioms) if told.idioms else ([], frozenset[int]())
        self._turns = turns = [at for at, kind, _ in told.words if kind & TURNS and at not in taken]
        for at, kind, weight in told.words:
            if kind & WEIGHED and at not in taken:
                turned = turns and self.turned(at)
                feelings.append(Feeling(at, at + 1, TURNED * weight if turned else weight))
        self._feelings = feelings
        self._past = _past_clauses(told.words, clauses)
        self._everywhere: tuple[float, float] | None = None

    def turned(self, at: int) -> bool:
        """Whether the word at token `at` is turned around by one before it in its clause ("not kind")."""
        if not self._turns:
            return False
        first = bisect_left(self._turns, at - TURN_REACH)
        near = self._turns[first : bisect_left(self._turns, at)]
        return len(near) % 2 == 1 and self._clauses[near[-1]] == self._clauses[at]

    def valence(self, hits: Sequence[Hit]) -> Valence:
        """How the speaker finds what `hits` tell of."""
        return balance([*self._own(hits), *self._beside(hits)])

    def leaning(self, hits: Sequence[Hit]) -> tuple[float, float, float, float, float, float]:
        """Good and bad in the phrases themselves, beside them, and in the whole text."""
        if self._everywhere is None:
            self._everywhere = _sides([one.weight * self._fading(one.start) for one in self._feelings])
        beside = _sides(self._beside(hits)) if self._feelings else (0.0, 0.0)
        return (*_sides(self._own(hits)), *beside, *self._everywhere)

    def clauses_of(self, hits: Sequence[Hit]) -> set[int]:
        """The numbers of the clauses that hold `hits`."""
        return {self._clauses[at] for hit in hits for at in (hit.start, hit.end - 1)}

    def _own(self, hits: Sequence[Hit]) -> list[float]:
        return [
            (-1 if self.turned(hit.start) else 1) * hit.entry.tone * TOLD_BY_PHRASE * self._fading(hit.start)
            for hit in hits
            if hit.entry.tone is not Tone.either
        ]

    def _beside(self, hits: Sequence[Hit]) -> list[float]:
        own, untold = False, self._feelings
        for (_, _, tone, _), start, end in hits:
            if tone is not Tone.either:
                own = True
                untold = [one for one in untold if one.end <= start or one.start >= end]
        if not untold:
            return []
        clauses = {self._clauses[hit.start] for hit in hits}
        near = [one for one in untold if self._clauses[one.start] in clauses]
        if not near and not own:
            sentences = {self._sentences[hit.start] for hit in hits}
            near = [one for one in untold if self._sentences[one.start] in sentences] or untold
        if own:
            return [BESIDE_PHRASE * one.weight * self._fading(one.start) for one in near]
        return [one.weight * self._fading(one.start) for one in near]

    def _fading(self, at: int) -> float:
        return PAST_GIVES_WAY if self._past and self._clauses[at] in self._past else 1.0


def _sides(weights: Sequence[float]) -> tuple[float, float]:
    if not weights:
        return 0.0, 0.0
    return sum([weight for weight in weights if weight > 0]), -sum(
        [weight for weight in weights if weight < 0]
    )


def _of_idioms(idioms: Sequence[tuple[int, int, float]]) -> tuple[list[Feeling], set[int]]:
    feelings: list[Feeling] = []
    taken: set[int] = set()
    for start, end, weight in idioms:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            if weight:
                feelings.append(Feeling(start, end, weight))
    return feelings, taken


def _past_clauses(words: Sequence[tuple[int, int, float]], clauses: Sequence[int]) -> frozenset[int]:
    """Clauses that tell of before, where others tell of now."""
    past = {clauses[at] for at, kind, _ in words if kind & PAST}
    if not past:
        return frozenset()
    past -= {clauses[at] for at, kind, _ in words if kind & NOW}
    return frozenset(past) if past and len(past) < len(set(clauses)) else frozenset()
