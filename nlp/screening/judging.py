"""What the trained readers make of a message, stretch by stretch: of one message, and of many by columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.screening.columns import Column
from nlp.screening.lexis import Table
from nlp.screening.model import ScreenModel
from nlp.screening.reading import Look
from nlp.screening.together import Looks
from nlp.screening.weighing import alarms_of

# Long messages are read by the model in stretches of this many sentences, the length it learned from.
STRETCH = 3


class Judged(NamedTuple):
    """A stretch of sentences: how alarming it is as a whole, and which sentence alarms most by itself."""

    whole: float
    worst: int
    alone: float

    def sure(self, model: ScreenModel) -> bool:
        """Whether the trained reader raises an alert. A sentence among others has to be surer than the whole."""
        return self.whole >= model.threshold or self.alone >= model.alone

    def doubtful(self, model: ScreenModel) -> bool:
        """Whether the trained reader takes what a rule found for a mistake."""
        return max(self.whole, self.alone) < model.doubt


# A stretch that alarms: its first sentence, and what was made of it.
Alarming = tuple[int, Judged]


def judge(looks: Sequence[Look], speaker: str, model: ScreenModel, table: Table) -> Judged:
    """What the trained readers make of a stretch of sentences; `table` is that of the words."""
    whole = model.alarm(looks, speaker, table)
    if len(looks) == 1:
        return Judged(whole, 0, whole)
    alone = [model.alarm((look,), speaker, table) for look in looks]
    highest = max(alone)
    return Judged(whole, alone.index(highest), highest)


def raises(looks: Sequence[Look], judged: Judged, model: ScreenModel) -> bool:
    """Whether a stretch raises an alert: the model does, or a rule that it does not doubt."""
    return judged.sure(model) or (any(look.hits for look in looks) and not judged.doubtful(model))


def alarming(looks: Sequence[Look], speaker: str, model: ScreenModel, table: Table) -> list[Alarming]:
    """The stretches of one message that raise an alert."""
    return [
        (first, judged)
        for first in range(0, len(looks), STRETCH)
        if raises(
            these := looks[first : first + STRETCH], judged := judge(these, speaker, model, table), model
        )
    ]


def alarming_together(
    looks: Looks, counts: Sequence[int], speakers: Sequence[str], model: ScreenModel, table: Table
) -> dict[int, list[Alarming]]:
    """The same for many messages, by message: those that have none are left out. `counts` are of sentences."""
    of_text = np.array(counts, dtype=np.int64)
    text = np.repeat(np.arange(len(of_text)), of_text)
    if not len(text):
        return {}
    within = np.arange(len(text)) - np.repeat(np.cumsum(of_text) - of_text, of_text)
    starts = np.flatnonzero(within % STRETCH == 0)
    stretch = np.cumsum(within % STRETCH == 0) - 1
    several = np.flatnonzero(np.bincount(stretch)[stretch] > 1)
    every = np.arange(len(text))
    alarms = alarms_of(
        model,
        looks,
        sentences=np.concatenate([every, several]),
        units=np.concatenate([stretch, len(starts) + np.arange(len(several))]),
        speakers=[speakers[at] for at in text[np.concatenate([starts, several])].tolist()],
        table=table,
    )
    whole = alarms[: len(starts)]
    by_sentence = whole[stretch]
    by_sentence[several] = alarms[len(starts) :]
    alone = np.maximum.reduceat(by_sentence, starts)
    held = np.zeros(len(starts), dtype=bool)
    held[stretch[[at for at, (hits, _, _) in looks.tried.items() if hits]]] = True
    sure = (whole >= model.threshold) | (alone >= model.alone)
    raised = np.flatnonzero(sure | (held & (np.maximum(whole, alone) >= model.doubt)))
    return _by_text(raised, starts, text, within, whole, by_sentence)


def _by_text(
    raised: Column, starts: Column, text: Column, within: Column, whole: Column, by_sentence: Column
) -> dict[int, list[Alarming]]:
    ends = np.append(starts[1:], len(text))
    found: dict[int, list[Alarming]] = {}
    for at in raised.tolist():
        first = int(starts[at])
        alone = by_sentence[first : ends[at]].tolist()
        highest = max(alone)
        judged = Judged(float(whole[at]), alone.index(highest), highest)
        found.setdefault(int(text[first]), []).append((int(within[first]), judged))
    return found
