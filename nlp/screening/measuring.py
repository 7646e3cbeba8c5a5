"""How well the screen works, measured honestly: every example is judged by a model that never saw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.model_selection import StratifiedKFold

from nlp.screening.joining import STRETCH, Judged, judge, raises
from nlp.screening.model import MODEL_FILE, ScreenModel, reader_of, save_screen_model
from nlp.screening.reading import Look, look_at
from nlp.screening.training import SEED, Case, fit, shipped_cases, version_of

# Most of the ordinary messages, with alarming words or without, that may be stopped for a look.
FALSE_ALARMS = 0.10
# How much surer one sentence among others has to be than a message as a whole, and how far under the threshold
# the model takes a rule for a mistake. Both in log odds.
ALONE, DOUBT = 1.0, 2.0

_FOLDS = 5

Rates = dict[str, dict[str, float | int]]


class Seen(NamedTuple):
    """A case as the screen sees it, stretch by stretch."""

    case: Case
    stretches: tuple[tuple[tuple[Look, ...], Judged], ...]

    def stopped(self, model: ScreenModel) -> bool:
        """Whether the case raises an alert."""
        return any(raises(looks, judged, model) for looks, judged in self.stretches)


def build_screen_model(out: Path) -> dict[str, Any]:
    """Train on the shipped examples, write the model into the folder `out`, and give what was measured."""
    cases = shipped_cases()
    seen = cross_validate(cases)
    thresholds = with_threshold(fit(cases), seen)
    model = replace(thresholds, version=version_of(cases), measured=measured(seen, thresholds))
    out.mkdir(parents=True, exist_ok=True)
    save_screen_model(model, out / MODEL_FILE)
    return model.measured


def cross_validate(cases: Sequence[Case]) -> list[Seen]:
    """Each case as it is seen by a model that was trained without it."""
    levels = [case.example.level for case in cases]
    seen: list[Seen | None] = [None] * len(cases)
    for train, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=SEED).split(levels, levels):
        model = fit([cases[at] for at in train], kinds=False)
        for at, one in zip(test, see([cases[at] for at in test], model), strict=True):
            seen[at] = one
    return [one for one in seen if one is not None]


def see(cases: Sequence[Case], model: ScreenModel) -> list[Seen]:
    """Each case as `model` and the rules see it."""
    lexis = reader_of(model).lexis
    found = []
    for case in cases:
        looks = [look_at(row, lexis) for row in case.rows]
        stretches = [tuple(looks[first : first + STRETCH]) for first in range(0, len(looks), STRETCH)]
        found.append(
            Seen(case, tuple((these, judge(these, case.example.speaker, model)) for these in stretches))
        )
    return found


def at_threshold(model: ScreenModel, threshold: float) -> ScreenModel:
    """`model` with its three thresholds set."""
    return replace(model, threshold=threshold, alone=threshold + ALONE, doubt=threshold - DOUBT)


def with_threshold(model: ScreenModel, seen: Sequence[Seen]) -> ScreenModel:
    """`model` with the lowest threshold at which few enough ordinary messages are stopped, of either kind."""
    ordinary = [one for one in seen if not one.case.alarming]
    groups = [[one for one in ordinary if one.case.plain is plain] for plain in (False, True)]
    for threshold in np.arange(-4.0, 5.0, 0.05):
        chosen = at_threshold(model, round(float(threshold), 2))
        if all(share_stopped(group, chosen) <= FALSE_ALARMS for group in groups):
            break
    return chosen


def share_stopped(seen: Sequence[Seen], model: ScreenModel) -> float:
    """The share of these cases that raise an alert; nought of none."""
    return sum(one.stopped(model) for one in seen) / len(seen) if seen else 0.0


def measured(seen: Sequence[Seen], model: ScreenModel) -> Rates:
    """Urgent and review messages seen, and ordinary ones stopped, for all and for each speaker."""
    table = {who: _row(_said_by(who, seen), model) for who in ("all", "child", "family", "staff")}
    table["plain_feedback"] = _rate("false_alarms", [one for one in seen if one.case.plain], model)
    return table


def _said_by(who: str, seen: Sequence[Seen]) -> list[Seen]:
    return [one for one in seen if not one.case.plain and who in {"all", one.case.example.speaker}]


def _row(seen: Sequence[Seen], model: ScreenModel) -> dict[str, float | int]:
    row: dict[str, float | int] = {}
    for level, name in (("urgent", "urgent_seen"), ("review", "review_seen"), ("none", "false_alarms")):
        row |= _rate(name, [one for one in seen if one.case.example.level == level], model)
    return row


def _rate(name: str, seen: Sequence[Seen], model: ScreenModel) -> dict[str, float | int]:
    return {name: round(share_stopped(seen, model), 3), f"{name}_of": len(seen)}


def by_category(seen: Sequence[Seen], model: ScreenModel) -> Rates:
    """Urgent messages seen of each category."""
    kinds: dict[str, list[Seen]] = {}
    for one in seen:
        if one.case.example.level == "urgent":
            kinds.setdefault(one.case.example.category, []).append(one)
    return {kind: _rate("urgent_seen", kinds[kind], model) for kind in sorted(kinds)}
