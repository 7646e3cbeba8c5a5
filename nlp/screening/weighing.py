"""How alarming many runs of sentences are, by columns: what `ScreenModel.alarm` says of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.arrays import Column, Floats
from nlp.screening.model import ASKED_FROM, ScreenModel
from nlp.screening.network import Opinion, alarms_of, chances_of, opinions_of
from nlp.screening.reading import rule_features
from nlp.screening.together import Looks


class Weighed(NamedTuple):
    """The alarm of each unit, in log odds; and of those that the network was `asked` of, the `chances` of kinds."""

    alarms: npt.NDArray[np.float64]
    asked: Column
    chances: Floats

    def opinions(self, units: Column) -> list[Opinion]:
        """What the network thinks of some units, all of which it was asked of."""
        return opinions_of(self.chances[np.searchsorted(self.asked, units)])


def weigh(
    model: ScreenModel,
    looks: Looks,
    *,
    sentences: Column,
    units: Column,
    speakers: Sequence[str],
    table: Floats,
) -> Weighed:
    """How alarming each unit is. Sentence `sentences[n]` belongs to unit `units[n]`, which never falls.

    `speakers` are those of the units, each of which has a sentence.
    """
    many = len(speakers)
    square = np.bincount(units, looks.square[sentences], many)
    length = np.bincount(units, looks.length[sentences], many)
    alarm = np.bincount(units, looks.alarm[sentences], many)
    facts = model.facts.places(speakers, length)
    long = np.sqrt(np.where(square > 0, square, 1))
    scores = model.facts.alarm[facts] + alarm / long
    signs = _signs(looks, sentences, units)
    for unit, names in signs.items():
        scores[unit] += model.signs_alarm(names)
    asked = np.flatnonzero(scores >= ASKED_FROM)
    if not len(asked):
        return Weighed(scores, asked, np.zeros((0, 0), dtype=np.float32))
    wanted = np.zeros(many, dtype=bool)
    wanted[asked] = True
    there = np.flatnonzero(wanted[units])
    each, place = np.unique(sentences[there], return_inverse=True)
    first = np.searchsorted(units[there], asked)
    hidden = np.add.reduceat(looks.sums(each, table)[place], first)
    hidden /= long[asked, np.newaxis].astype(np.float32)
    hidden += model.facts.hidden[facts[asked]]
    for at, unit in enumerate(asked.tolist()):
        if unit in signs:
            hidden[at] += model.signs_inward(signs[unit])
    chances = chances_of(model.network, hidden)
    scores[asked] = (scores[asked] + alarms_of(chances)) / 2
    return Weighed(scores, asked, chances)


def _signs(looks: Looks, sentences: Column, units: Column) -> dict[int, set[str]]:
    """By unit what the rules found, where they did."""
    if not looks.tried:
        return {}
    tried = np.zeros(len(looks.length), dtype=bool)
    tried[list(looks.tried)] = True
    there = np.flatnonzero(tried[sentences])
    found: dict[int, set[str]] = {}
    for unit, at in zip(units[there].tolist(), sentences[there].tolist(), strict=True):
        found.setdefault(unit, set()).update(rule_features([looks.look(at)]))
    return found
