"""Building the trained reader from the worked examples, the same each time, and measuring it honestly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlp.screening.examples import Example, load_examples, load_plain_feedback
from nlp.screening.features import sign_features, word_features
from nlp.screening.model import FORM, MODEL_FILE, feature_row
from nlp.screening.reading import SentenceReading, read_sentence
from nlp.screening.rules import CATEGORIES, RuleBook, shipped_rules
from nlp.screening.sentences import sentences_of

# Most of the ordinary messages, with alarming words or without, that may be stopped for a look.
FALSE_ALARMS = 0.10
# Under this chance the model takes a rule's alarm for a mistake.
DOUBT = 0.12
# How much plain feedback, which is easy, counts beside a hard example.
_PLAIN = 1.0
_FOLDS = 5
_SEED = 20


@dataclass(frozen=True, slots=True)
class Case:
    """An example, read."""

    example: Example
    readings: tuple[SentenceReading, ...]
    plain: bool = False

    @property
    def ruled(self) -> bool:
        """Whether a rule held."""
        return any(reading.hits for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model's numbers before its threshold is chosen."""

    index: dict[str, int]
    rarity: np.ndarray[Any, np.dtype[np.float32]]
    weights: np.ndarray[Any, np.dtype[np.float32]]
    offsets: np.ndarray[Any, np.dtype[np.float32]]


def build_screen_model(out: Path) -> dict[str, Any]:
    """Train on the shipped examples, write the model into the folder `out`, and give what was measured.

    The rates come from cross-validation: every example is judged by a model that never saw it.
    """
    cases = read_cases(load_examples(), shipped_rules())
    plain = [replace(case, plain=True) for case in read_cases(load_plain_feedback(), shipped_rules())]
    chances, plain_chances, threshold = cross_validate(cases, plain)
    measured = rates(cases, chances, threshold)
    measured["plain_feedback"] = plain_rates(plain, plain_chances, threshold)
    fitted = fit([*cases, *plain])
    digest = hashlib.sha256("\n".join(f"{case.example}" for case in cases).encode()).hexdigest()[:12]
    about = {"form": FORM, "threshold": threshold, "doubt": DOUBT, "version": digest, "measured": measured}
    out.mkdir(parents=True, exist_ok=True)
    part = out / f"{MODEL_FILE}.part"
    with part.open("wb") as stream:
        np.savez(
            stream,
            about=np.array(json.dumps(about)),
            features=np.array(list(fitted.index)),
            rarity=fitted.rarity,
            weights=fitted.weights,
            offsets=fitted.offsets,
        )
    part.replace(out / MODEL_FILE)
    return measured


def read_cases(examples: Sequence[Example], book: RuleBook) -> list[Case]:
    """Each example with what the rules see in it."""
    return [
        Case(example, tuple(read_sentence(sentence, book) for sentence in sentences_of(example.text)))
        for example in examples
    ]


def fit(cases: Sequence[Case]) -> Fitted:
    """One linear model for alarm, one for urgency, one for the category."""
    index, rarity = _vocabulary(cases)
    table = _table(cases, index, rarity)
    alarm = np.array([case.example.level != "none" for case in cases])
    urgent = np.array([case.example.level == "urgent" for case in cases])
    first = LogisticRegression(C=10, solver="liblinear", random_state=_SEED).fit(
        table, alarm, sample_weight=_weight(cases)
    )
    told = [at for at, is_alarm in enumerate(alarm) if is_alarm]
    second = LogisticRegression(C=3, solver="liblinear", random_state=_SEED).fit(table[told], urgent[told])
    third = LogisticRegression(C=10, max_iter=200).fit(
        table[told], [CATEGORIES.index(cases[at].example.category) for at in told]
    )
    kinds = np.full((len(CATEGORIES), table.shape[1]), -1.0)
    bases = np.full(len(CATEGORIES), -50.0)
    for row, kind in enumerate(third.classes_):
        kinds[kind], bases[kind] = third.coef_[row], third.intercept_[row]
    weights = np.vstack([first.coef_, second.coef_, kinds]).T.astype(np.float32)
    offsets = np.concatenate([first.intercept_, second.intercept_, bases]).astype(np.float32)
    return Fitted(index, rarity, weights, offsets)


def _weight(cases: Sequence[Case]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How much each case counts: the hard ones and the urgent ones most, plain feedback (category none) least."""
    levels = {"urgent": 1.0, "review": 0.7, "none": 1.0}
    return np.array([_PLAIN if case.plain else levels[case.example.level] for case in cases])


def _vocabulary(cases: Sequence[Case]) -> tuple[dict[str, int], np.ndarray[Any, np.dtype[np.float32]]]:
    counts: dict[str, int] = {}
    for case in cases:
        for word in word_features(case.readings):
            counts[f"w:{word}"] = counts.get(f"w:{word}", 0) + 1
        for sign in sign_features(case.readings, case.example.speaker):
            counts[f"s:{sign}"] = counts.get(f"s:{sign}", 0) + 1
    kept = sorted(name for name, count in counts.items() if count > 1 or " " not in name)
    rarity = np.array([np.log((1 + len(cases)) / (1 + counts[name])) + 1 for name in kept], dtype=np.float32)
    return {name: at for at, name in enumerate(kept)}, rarity


def _table(
    cases: Sequence[Case], index: dict[str, int], rarity: np.ndarray[Any, np.dtype[np.float32]]
) -> Any:
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for case in cases:
        row, weights = feature_row(case.readings, case.example.speaker, index, rarity)
        places.extend(row)
        values.extend(weights.tolist())
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(cases), len(index)))


def cross_validate(
    cases: Sequence[Case], plain: Sequence[Case]
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]], float]:
    """For each case the chance of alarm by a model that never saw it, and the threshold that keeps the promise.

    `plain` feedback helps to learn and is judged too; the promise has to hold for both.
    """
    every = [*cases, *plain]
    levels = np.array([case.example.level for case in every])
    chances = np.zeros(len(every))
    for train, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(levels, levels):
        seen = [every[at] for at in train]
        index, rarity = _vocabulary(seen)
        alarm = levels[train] != "none"
        model = LogisticRegression(C=10, solver="liblinear", random_state=_SEED)
        model.fit(_table(seen, index, rarity), alarm, sample_weight=_weight(seen))
        chances[test] = model.predict_proba(_table([every[at] for at in test], index, rarity))[:, 1]
    return chances[: len(cases)], chances[len(cases) :], _threshold(every, chances)


def plain_rates(
    plain: Sequence[Case], chances: np.ndarray[Any, np.dtype[np.float64]], threshold: float
) -> dict[str, float | int]:
    """How much ordinary feedback, without alarming words, is stopped."""
    stopped = [raises(case, chance, threshold) for case, chance in zip(plain, chances, strict=True)]
    return {
        "false_alarms": round(sum(stopped) / len(stopped), 3) if stopped else 0.0,
        "false_alarms_of": len(stopped),
    }


def _threshold(cases: Sequence[Case], chances: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """The lowest threshold at which the two readers together stop few enough ordinary messages."""
    hard = [at for at, case in enumerate(cases) if case.example.level == "none" and not case.plain]
    plain = [at for at, case in enumerate(cases) if case.plain]
    for threshold in np.arange(0.05, 0.95, 0.01):
        if all(
            sum(raises(cases[at], chances[at], float(threshold)) for at in ordinary)
            <= FALSE_ALARMS * len(ordinary)
            for ordinary in (hard, plain)
        ):
            return round(float(threshold), 2)
    return 0.95


def raises(case: Case, chance: float, threshold: float) -> bool:
    """Whether the two readers together raise an alert: the model does, or a rule that it does not doubt."""
    return chance >= threshold or (case.ruled and chance >= DOUBT)


def rates(
    cases: Sequence[Case], chances: np.ndarray[Any, np.dtype[np.float64]], threshold: float
) -> dict[str, dict[str, float | int]]:
    """Urgent and review messages seen, and ordinary ones stopped, for all and for each speaker."""
    table: dict[str, dict[str, float | int]] = {}
    for who in ("all", "child", "family", "staff"):
        row: dict[str, float | int] = {}
        for level, name in (("urgent", "urgent_seen"), ("review", "review_seen"), ("none", "false_alarms")):
            chosen = [
                raises(case, chance, threshold)
                for case, chance in zip(cases, chances, strict=True)
                if case.example.level == level and who in {"all", case.example.speaker}
            ]
            row[name] = round(sum(chosen) / len(chosen), 3) if chosen else 0.0
            row[f"{name}_of"] = len(chosen)
        table[who] = row
    return table
