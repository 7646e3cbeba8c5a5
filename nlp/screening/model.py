"""The trained readers joined: a linear model and a small network say how alarming a message is.

The linear one says also which words made it so; the network of what kind, and how soon.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from nlp.arrays import Column, Floats, Places
from nlp.screening.lexis import Lexis
from nlp.screening.network import Opinion, alarms_of, chances_of, opinions_of
from nlp.screening.reading import Look, rule_features
from nlp.screening.rules import RuleBook, shipped_rules
from nlp.screening.trees import Weights
from nlp.trained.network import Network

# What is said beside the words counts this much, where the words of a message together count one.
SIGN = 0.35
SPEAKERS = ("child", "family", "staff")
_BLOCK = {speaker: at for at, speaker in enumerate(SPEAKERS)}
_LONGEST = 6

# The network is asked from this alarm of the linear model on. Below it both say no, nearly always, and asking
# costs more than everything else together.
ASKED_FROM = -2.5

Rows = np.ndarray[Any, np.dtype[np.int32]]


class Facts(NamedTuple):
    """What who speaks and at what length adds to the alarm, and to the hidden units: a row for each pair.

    The first row is that of an unknown speaker.
    """

    alarm: Column
    hidden: Floats

    def place(self, speaker: str, length: int) -> int:
        """The row of one speaker and a length in words."""
        who = _BLOCK.get(speaker)
        return 0 if who is None else 1 + who * (_LONGEST + 1) + min(length // 6, _LONGEST)

    def places(self, speakers: Sequence[str], lengths: Column) -> Places:
        """The row of each."""
        who = np.array([_BLOCK.get(speaker, -1) for speaker in speakers], dtype=np.int64)
        sixes = np.minimum(lengths // 6, _LONGEST).astype(np.int64)
        return np.where(who < 0, 0, 1 + who * (_LONGEST + 1) + sixes)


@dataclass(frozen=True)
class ScreenModel:
    """What each of `features` adds to the alarm are its `weights`, and `offset` is added to all.

    `values` weighs the words' features by how rare they are; signs have the value `SIGN`. `wired` is the row of
    each feature in the network's table, -1 where it does not know the feature; the table holds values times
    weights. Scores are log odds: `threshold` is the alarm from which a message as a whole raises an alert, `alone`
    that from which one sentence of it does, and under `doubt` a rule is taken to be mistaken.
    """

    features: tuple[str, ...]
    values: Floats
    weights: Floats
    offset: float
    wired: Rows
    network: Network
    examples: tuple[str, ...] = ()
    threshold: float = 0.0
    alone: float = 0.0
    doubt: float = 0.0
    version: str = ""
    measured: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each feature."""
        return {name: at for at, name in enumerate(self.features)}

    @cached_property
    def sums(self) -> Weights:
        """What each feature of words adds to the alarm, to the square of the length and to the network."""
        added = (self.values * self.weights).tolist()
        squares = (self.values**2).tolist()
        rows = [(row,) if row >= 0 else () for row in self.wired.tolist()]
        return dict(zip(self.features, zip(added, squares, rows, strict=True), strict=True))

    @cached_property
    def facts(self) -> Facts:
        """What speakers and lengths and the offset add."""
        every = [_facts_of(speaker, length) for speaker in SPEAKERS for length in range(_LONGEST + 1)]
        return Facts(
            self.offset + np.array([0.0, *map(self.signs_alarm, every)]),
            self.network.inward_bias + np.stack([self.signs_inward(names) for names in ((), *every)]),
        )

    def signs_alarm(self, names: Iterable[str]) -> float:
        """What these signs add to the alarm."""
        return sum(map(self._sign, names))

    def _sign(self, name: str) -> float:
        at = self.places.get(f"s:{name}")
        return 0.0 if at is None else SIGN * float(self.weights[at])

    def signs_inward(self, names: Iterable[str]) -> Floats:
        """What these signs add to the hidden units."""
        rows = [int(self.wired[at]) for name in names if (at := self.places.get(f"s:{name}")) is not None]
        added: Floats = self.network.inward[[row for row in rows if row >= 0]].sum(axis=0)
        return added

    def alarm(self, looks: Sequence[Look], speaker: str, table: Floats) -> float:
        """How alarming these sentences are together, as log odds: the mean of both readers.

        `table` is the words' table that the rows of the looks belong to.
        """
        score = self.alarm_of_words(looks, speaker)
        if score < ASKED_FROM:
            return score
        return (score + self.alarm_of_network(looks, speaker, table)) / 2

    def alarm_of_words(self, looks: Sequence[Look], speaker: str) -> float:
        """What the linear reader says of them by itself."""
        alarm = square = 0.0
        length = 0
        held = False
        for look in looks:
            alarm += look.alarm
            square += look.square
            length += look.length
            held = held or bool(look.hits or look.taken_back)
        score = float(self.facts.alarm[self.facts.place(speaker, length)])
        if square:
            score += alarm / math.sqrt(square)
        if held:
            score += self.signs_alarm(rule_features(looks))
        return score

    def alarm_of_network(self, looks: Sequence[Look], speaker: str, table: Floats) -> float:
        """What the network says of them by itself."""
        return float(alarms_of(self._chances(looks, speaker, table))[0])

    def hidden(self, looks: Sequence[Look], speaker: str, table: Floats) -> Floats:
        """What comes together in the network's hidden units for these sentences."""
        length = sum(look.length for look in looks)
        hidden: Floats = self.facts.hidden[self.facts.place(speaker, length)]
        rows = [row for look in looks for row in look.rows] if len(looks) > 1 else looks[0].rows
        if len(rows):
            square = sum(look.square for look in looks)
            hidden = hidden + np.add.reduce(table.take(rows, axis=0)) * np.float32(1 / math.sqrt(square))
        if any(look.hits or look.taken_back for look in looks):
            hidden = hidden + self.signs_inward(rule_features(looks))
        return hidden

    def opinion(self, looks: Sequence[Look], speaker: str, table: Floats) -> Opinion:
        """What the network thinks of sentences that alarm."""
        return opinions_of(self._chances(looks, speaker, table))[0]

    def _chances(self, looks: Sequence[Look], speaker: str, table: Floats) -> Floats:
        return chances_of(self.network, self.hidden(looks, speaker, table)[np.newaxis])


def _facts_of(speaker: str, length: int) -> tuple[str, str]:
    """Who speaks, and at what length (in sixes of words)."""
    return f"speaker={speaker}", f"length={length}"


def sign_features(looks: Sequence[Look], speaker: str) -> set[str]:
    """What is said beside the words: who speaks, at what length, and what the rules found."""
    length = min(sum(look.length for look in looks) // 6, _LONGEST)
    return {f"s:{sign}" for sign in (*_facts_of(speaker, length), *rule_features(looks))}


class Reader(NamedTuple):
    """The words with everything known of them, and the model; None where the rules read alone."""

    lexis: Lexis
    model: ScreenModel | None


def reader_of(model: ScreenModel | None, book: RuleBook | None = None) -> Reader:
    """A reader by `model` and the rules of `book`, or the shipped ones."""
    rules = book or shipped_rules()
    if model is None:
        return Reader(Lexis(rules, {}), None)
    return Reader(Lexis(rules, model.sums, model.examples, model.network.inward), model)
