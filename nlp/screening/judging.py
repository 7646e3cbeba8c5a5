"""What the trained readers make of a message, stretch by stretch: of one message, and of many by columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from nlp.arrays import Column, Floats
from nlp.screening.model import ScreenModel
from nlp.screening.network import Opinion
from nlp.screening.reading import Look
from nlp.screening.together import Looks
from nlp.screening.weighing import Weighed, weigh

# Long messages are read by the model in stretches of this many sentences, the length it learned from.
STRETCH = 3
# How much surer a stretch has to be for each doubling of the stretches of its message, and a sentence for each
# doubling of its sentences, in log odds.
OF_STRETCHES, OF_SENTENCES = 0.4, 0.3


class Judged(NamedTuple):
    """A stretch of sentences: how alarming it is as a whole, and which sentence alarms most by itself."""

    whole: float
    worst: int
    alone: float

    def sure(self, model: ScreenModel) -> bool:
        """Whether the trained reader raises an alert. A sentence among others has to be surer than the whole."""
        return self.whole >= model.threshold or self.alone >= model.alone

    @property
    def chance(self) -> float:
        """How surely a person must look, from 0 to 1."""
        return round(float(expit(max(self.whole, self.alone))), 3)

    def doubtful(self, model: ScreenModel) -> bool:
        """Whether the trained reader takes what a rule found for a mistake."""
        return max(self.whole, self.alone) < model.doubt


class Alarming(NamedTuple):
    """A stretch that alarms: its first sentence, what was made of it, and what the network thinks where it is sure."""

    first: int
    judged: Judged
    opinion: Opinion | None


def allowance(sentences: npt.ArrayLike) -> tuple[Any, Any]:
    """How much less a stretch and a sentence alarm in a message of so many sentences, in log odds.

    Rationale: each sentence more is one more chance of a false alarm, and long stories were stopped most.
    """
    stretches = np.ceil(np.divide(sentences, STRETCH))
    return OF_STRETCHES * np.log2(np.maximum(stretches, 1)), OF_SENTENCES * np.log2(np.maximum(sentences, 1))


def judge(looks: Sequence[Look], speaker: str, model: ScreenModel, table: Floats, sentences: int) -> Judged:
    """What the trained readers make of a stretch of a message of so many `sentences`; `table` is that of the words."""
    of_whole, of_sentence = map(float, allowance(sentences))
    whole = model.alarm(looks, speaker, table)
    alone = [model.alarm((look,), speaker, table) for look in looks] if len(looks) > 1 else [whole]
    highest = max(alone)
    return Judged(whole - of_whole, alone.index(highest), highest - of_sentence)


def raises(held: bool, judged: Judged, model: ScreenModel) -> bool:
    """Whether a stretch raises an alert: the model does, or a rule that `held` in it and that is not doubted."""
    return judged.sure(model) or (held and not judged.doubtful(model))


def alarming(looks: Sequence[Look], speaker: str, model: ScreenModel, table: Floats) -> list[Alarming]:
    """The stretches of one message that raise an alert."""
    found = []
    for first in range(0, len(looks), STRETCH):
        these = looks[first : first + STRETCH]
        judged = judge(these, speaker, model, table, len(looks))
        if raises(any(look.hits for look in these), judged, model):
            seen = these if judged.whole >= model.threshold else (these[judged.worst],)
            opinion = model.opinion(seen, speaker, table) if judged.sure(model) else None
            found.append(Alarming(first, judged, opinion))
    return found


class Stretches(NamedTuple):
    """The stretches of many messages, by columns.

    The message that each belongs to, its first sentence there, how alarming it is as a whole, which sentence alarms
    most by itself, and how much; and whether a rule `held` in it. Of the units `weighed` the first are the stretches,
    and `unit_of_worst` is that sentence.
    """

    message: Column
    first: Column
    whole: Column
    worst: Column
    alone: Column
    held: Column
    weighed: Weighed
    unit_of_worst: Column

    def judged(self, at: int) -> Judged:
        """What was made of one."""
        return Judged(float(self.whole[at]), int(self.worst[at]), float(self.alone[at]))


def judge_together(
    looks: Looks, counts: Sequence[int], speakers: Sequence[str], model: ScreenModel, table: Floats
) -> Stretches:
    """What `judge` gives for each stretch of many messages that have so many sentences."""
    of_text = np.array(counts, dtype=np.int64)
    text = np.repeat(np.arange(len(of_text)), of_text)
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
    of_whole, of_sentence = allowance(of_text)
    by_sentence = weighed.alarms[unit] - of_sentence[text]
    alone = np.maximum.reduceat(by_sentence, starts)
    worst = every[by_sentence == alone[stretch]]
    worst = worst[np.unique(stretch[worst], return_index=True)[1]]
    held = np.zeros(len(starts), dtype=bool)
    held[stretch[[at for at, (hits, _, _) in looks.tried.items() if hits]]] = True
    return Stretches(
        message=text[starts],
        first=within[starts],
        whole=weighed.alarms[: len(starts)] - of_whole[text[starts]],
        worst=worst - starts,
        alone=alone,
        held=held,
        weighed=weighed,
        unit_of_worst=unit[worst],
    )


def alarming_together(
    looks: Looks, counts: Sequence[int], speakers: Sequence[str], model: ScreenModel, table: Floats
) -> dict[int, list[Alarming]]:
    """What `alarming` gives for each of many messages: those that have none are left out."""
    if not sum(counts):
        return {}
    stretches = judge_together(looks, counts, speakers, model, table)
    whole, alone = stretches.whole, stretches.alone
    sure = (whole >= model.threshold) | (alone >= model.alone)
    asked = np.flatnonzero(sure)
    seen = np.where(whole[asked] >= model.threshold, asked, stretches.unit_of_worst[asked])
    opinions = dict(zip(asked.tolist(), stretches.weighed.opinions(seen), strict=True))
    found: dict[int, list[Alarming]] = {}
    for at in np.flatnonzero(sure | (stretches.held & (np.maximum(whole, alone) >= model.doubt))).tolist():
        alarming = Alarming(int(stretches.first[at]), stretches.judged(at), opinions.get(at))
        found.setdefault(int(stretches.message[at]), []).append(alarming)
    return found
