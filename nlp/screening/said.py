"""What each trained reader says of a message by itself, for a person who asks why."""

from __future__ import annotations

from typing import NamedTuple

from scipy.special import expit

from nlp.rulefiles import version_of_files
from nlp.screening.judging import STRETCH, allowance, judge
from nlp.screening.model import ASKED_FROM
from nlp.screening.reading import look_at
from nlp.screening.rules import FOLDER
from nlp.screening.sentences import placed_rows_of, rows_of
from nlp.screening.stored import shipped_reader


class Said(NamedTuple):
    """How alarming a stretch of a message is, by its characters `start` to `end`: chances from 0 to 1.

    `network` is None where the linear reader saw so little that the network was not asked. An alert is raised
    from `needed` on, the chance of both `together`; it is urgent from `URGENT` on.
    """

    start: int
    end: int
    linear: float
    network: float | None
    together: float
    needed: float
    urgent: float | None


def said_of(text: str, *, speaker: str) -> list[Said]:
    """What the readers say of each stretch: of it as a whole, or of its worst sentence where that says more.

    Nothing where the rules read alone.
    """
    lexis, model = shipped_reader()
    rows = rows_of(text)
    if model is None or not rows:
        return []
    looks = [look_at(row, lexis) for row in rows]
    placed = list(placed_rows_of(text))
    of_whole, of_sentence = map(float, allowance(len(looks)))
    found = []
    for first in range(0, len(looks), STRETCH):
        these = looks[first : first + STRETCH]
        judged = judge(these, speaker, model, lexis.table, len(looks))
        seen, together, needed, less = these, judged.whole, model.threshold, of_whole
        if judged.alone - model.alone > judged.whole - model.threshold:
            seen, together, needed, less = [these[judged.worst]], judged.alone, model.alone, of_sentence
        linear = model.alarm_of_words(seen, speaker)
        asked = linear >= ASKED_FROM
        network = model.alarm_of_network(seen, speaker, lexis.table) if asked else None
        last = first + len(these) - 1
        found.append(
            Said(
                start=placed[first].place(0, 0)[0],
                end=placed[last].place(0, len(rows[last]) - 1)[1],
                linear=float(expit(linear - less)),
                network=None if network is None else float(expit(network - less)),
                together=float(expit(together)),
                needed=float(expit(needed)),
                urgent=model.opinion(seen, speaker, lexis.table).urgent if judged.sure(model) else None,
            )
        )
    return found


def screen_rules_version() -> str:
    """The rules that read here, as twelve letters: they change when any rule does."""
    return version_of_files(FOLDER)
