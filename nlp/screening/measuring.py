"""How well the screen works, measured honestly: examples are judged by a model that never saw them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.model_selection import StratifiedKFold

from nlp.screening.few_words import few_words
from nlp.screening.judging import Judged, judge_together, raises
from nlp.screening.model import ASKED_FROM, ScreenModel, reader_of
from nlp.screening.stored import MODEL_FILE, save_screen_model
from nlp.screening.sureness import unsure
from nlp.screening.together import LookColumns
from nlp.screening.training import SEED, Case, CaseTable, shipped_cases, version_of

# How much plain feedback, and how many of our own hard ordinary examples, may be stopped for a look. Most of those
# were written to fool the screen: of ordinary messages written apart, about one in ten is stopped at these rates.
PLAIN_STOPPED, HARD_STOPPED = 0.16, 0.27
# How much surer one sentence among others has to be than a message as a whole, and how far under the threshold
# the model takes a rule for a mistake. Both in log odds.
ALONE, DOUBT = 0.5, 0.3

_PARTS = 20

Row = dict[str, float | int]
Rates = dict[str, Row]


class SeenCase(NamedTuple):
    """A case as the screen sees it: of each stretch whether a rule held and what is made of it, and of few words."""

    case: Case
    stretches: list[tuple[bool, Judged]]
    few: list[Judged]

    def stopped(self, model: ScreenModel) -> bool:
        """Whether the case raises an alert."""
        return any(raises(held, judged, model) for held, judged in self.stretches) or any(
            not judged.doubtful(model) for judged in self.few
        )

    def unsure(self, model: ScreenModel) -> bool:
        """Whether it raises an alert of which the screen is not sure. Few words count where nothing else alarms."""
        stretches = [judged.chance for held, judged in self.stretches if raises(held, judged, model)]
        return unsure(stretches or [judged.chance for judged in self.few if not judged.doubtful(model)])


def build_screen_model(out: Path) -> dict[str, Any]:
    """Train on the shipped examples, write the model into the folder `out`, and give what was measured."""
    cases = shipped_cases()
    table = CaseTable(cases)
    fitted, seen = with_left_out(table)
    thresholds = with_threshold(fitted, seen)
    model = replace(thresholds, version=version_of(cases), measured=measured(seen, thresholds))
    out.mkdir(parents=True, exist_ok=True)
    save_screen_model(model, out / MODEL_FILE)
    return model.measured


def with_left_out(table: CaseTable) -> tuple[ScreenModel, list[SeenCase]]:
    """A model of nearly all cases, and the others as it sees them: what is measured is the very model that reads."""
    whole = [at for at, case in enumerate(table.cases) if case.part_of is None]
    levels = [table.cases[at].example.level for at in whole]
    parts = StratifiedKFold(_PARTS, shuffle=True, random_state=SEED)
    kept, out = (np.array(whole)[places] for places in next(parts.split(levels, levels)))
    among = set(kept.tolist())
    sentences = [at for at, case in enumerate(table.cases) if case.part_of in among]
    model = table.fit([*kept.tolist(), *sentences])
    return model, see([table.cases[at] for at in out.tolist()], model)


def see(cases: Sequence[Case], model: ScreenModel) -> list[SeenCase]:
    """Each case as `model` and the rules see it."""
    lexis = reader_of(model).lexis
    looks = LookColumns(lexis).looks([row for case in cases for row in case.rows])
    counts = [len(case.rows) for case in cases]
    speakers = [case.example.speaker for case in cases]
    stretches = judge_together(looks, counts, speakers, model, lexis.table)
    seen = [SeenCase(case, [], []) for case in cases]
    for at, (message, held) in enumerate(
        zip(stretches.message.tolist(), stretches.held.tolist(), strict=True)
    ):
        seen[message].stretches.append((held, stretches.judged(at)))
    ends = [*accumulate(counts)]
    for at in {bisect_right(ends, sentence) for sentence, (hits, _, _) in looks.tried.items() if hits}:
        case = cases[at]
        of_case = [looks.look(sentence) for sentence in range(ends[at] - counts[at], ends[at])]
        few = few_words(case.rows, of_case, case.example.speaker, model, lexis)
        seen[at].few.extend(one.judged for one in few)
    return seen


def at_threshold(model: ScreenModel, threshold: float) -> ScreenModel:
    """`model` with its three thresholds set."""
    return replace(model, threshold=threshold, alone=threshold + ALONE, doubt=threshold - DOUBT)


def with_threshold(model: ScreenModel, seen: Sequence[SeenCase]) -> ScreenModel:
    """`model` with the lowest threshold at which few enough ordinary messages are stopped.

    Rationale: an alert every third message is ignored. Below the alarm from which the network is asked it never lies:
    what raises an alert was asked about.
    """
    ordinary = [one for one in seen if not one.case.alarming]
    plain = [one for one in ordinary if one.case.plain]
    hard = [one for one in ordinary if not one.case.plain]
    chosen = model
    for threshold in np.arange(ASKED_FROM, 5.0, 0.05):
        chosen = at_threshold(model, round(float(threshold), 2))
        if share_stopped(plain, chosen) <= PLAIN_STOPPED and share_stopped(hard, chosen) <= HARD_STOPPED:
            break
    return chosen


def share_stopped(seen: Sequence[SeenCase], model: ScreenModel) -> float:
    """The share of these cases that raise an alert; nought of none."""
    return sum(one.stopped(model) for one in seen) / len(seen) if seen else 0.0


def share_unsure(seen: Sequence[SeenCase], model: ScreenModel) -> float:
    """The share of these cases that raise an alert of which the screen is not sure; nought of none."""
    return sum(one.unsure(model) for one in seen) / len(seen) if seen else 0.0


def measured(seen: Sequence[SeenCase], model: ScreenModel) -> dict[str, Any]:
    """Urgent and review messages seen and ordinary ones stopped, for all and for each speaker.

    Of urgent and ordinary ones also how many raise an alert that is sure and how many one that is not. Beside them
    how much plain feedback is stopped, and the urgent ones seen of each kind of harm.
    """
    hard = [one for one in seen if not one.case.plain]
    table: dict[str, Any] = {
        who: _row([one for one in hard if who in {"all", one.case.example.speaker}], model)
        for who in ("all", "child", "family", "staff")
    }
    plain = [one for one in seen if one.case.plain]
    table["plain_feedback"] = _rate("false_alarms", plain, model) | _sureness("false_alarms", plain, model)
    table["kinds"] = by_kind(hard, model)
    return table


def _row(seen: Sequence[SeenCase], model: ScreenModel) -> Row:
    row: Row = {}
    for level, name in (("urgent", "urgent_seen"), ("review", "review_seen"), ("none", "false_alarms")):
        of_level = [one for one in seen if one.case.example.level == level]
        row |= _rate(name, of_level, model)
        if level != "review":
            row |= _sureness(name, of_level, model)
    return row


def _rate(name: str, seen: Sequence[SeenCase], model: ScreenModel) -> Row:
    return {name: round(share_stopped(seen, model), 3), f"{name}_of": len(seen)}


def _sureness(name: str, seen: Sequence[SeenCase], model: ScreenModel) -> Row:
    """How many of them raise an alert that is sure, and one that is not: together those that raise one."""
    guessed = share_unsure(seen, model)
    return {
        f"{name}_sure": round(share_stopped(seen, model) - guessed, 3),
        f"{name}_sure_of": len(seen),
        f"{name}_unsure": round(guessed, 3),
        f"{name}_unsure_of": len(seen),
    }


def by_kind(seen: Sequence[SeenCase], model: ScreenModel) -> Rates:
    """Urgent messages seen of each kind of harm."""
    kinds: dict[str, list[SeenCase]] = {}
    for one in seen:
        if one.case.example.level == "urgent":
            kinds.setdefault(one.case.example.category, []).append(one)
    return {kind: _rate("urgent_seen", kinds[kind], model) for kind in sorted(kinds)}
