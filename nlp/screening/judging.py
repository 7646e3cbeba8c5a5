"""What the trained readers make of a message, stretch by stretch: of one message, and of many by columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.screening.lexis import Table
from nlp.screening.model import ScreenModel
from nlp.screening.network import Opinion
from nlp.screening.reading import Look
from nlp.screening.together import Looks
from nlp.screening.weighing import weigh

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


class Alarming(NamedTuple):
    """A stretch that alarms: its first sentence, what was made of it, and what the network thinks where it is sure."""

    first: int
    judged: Judged
    opinion: Opinion | None


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
    found = []
    for first in range(0, len(looks), STRETCH):
        these = looks[first : first + STRETCH]
        judged = judge(these, speaker, model, table)
        if raises(these, judged, model):
            seen = these if judged.whole >= model.threshold else (these[judged.worst],)
            opinion = model.opinion(seen, speaker, table) if judged.sure(model) else None
            found.append(Alarming(first, judged, opinion))
    return found


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
    # A sentence that is a stretch by itself is the same unit.
    unit = stretch.copy()
    unit[several] = len(starts) + np.arange(len(several))
    weighed = weigh(
        model,
        looks,
        sentences=np.concatenate([every, several]),
        units=np.concatenate([stretch, unit[several]]),
        speakers=[speakers[at] for at in text[np.concatenate([starts, several])].tolist()],
        table=table,
    )
    whole, by_sentence = weighed.alarms[: len(starts)], weighed.alarms[unit]
    alone = np.maximum.reduceat(by_sentence, starts)
    worst = every[by_sentence == alone[stretch]]
    worst = worst[np.unique(stretch[worst], return_index=True)[1]]
    held = np.zeros(len(starts), dtype=bool)
    held[stretch[[at for at, (hits, _, _) in looks.tried.items() if hits]]] = True
    sure = (whole >= model.threshold) | (alone >= model.alone)
    asked = np.flatnonzero(sure)
    seen = np.where(whole[asked] >= model.threshold, asked, unit[worst[asked]])
    opinions = dict(zip(asked.tolist(), weighed.opinions(seen), strict=True))
    found: dict[int, list[Alarming]] = {}
    for at in np.flatnonzero(sure | (held & (np.maximum(whole, alone) >= model.doubt))).tolist():
        judged = Judged(float(whole[at]), int(worst[at] - starts[at]), float(alone[at]))
        alarming = Alarming(int(within[starts[at]]), judged, opinions.get(at))
        found.setdefault(int(text[starts[at]]), []).append(alarming)
    return found
