"""Building the trained reader from the worked examples, the same each time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.screening.examples import Example, load_examples, load_plain_feedback
from nlp.screening.lexis import Lexis
from nlp.screening.model import ScreenModel, Table, feature_row, sign_features, word_features
from nlp.screening.reading import look_at
from nlp.screening.rules import CATEGORIES, shipped_rules
from nlp.screening.sentences import rows_of

SEED = 20

Numbers = np.ndarray[Any, np.dtype[np.float64]]

# How much the two kinds of features of words count beside stems: families most, for they carry over to new words.
_KINDS = {"w": 1.0, "r": 1.0, "p": 1.0, "f": 1.2, "c": 1.2}
# How much plain feedback, which is easy, counts beside a hard example, and review beside urgent.
_PLAIN, _REVIEW = 0.3, 0.7


@dataclass(frozen=True, slots=True)
class Case:
    """An example with the words that are meant and the features it has. `plain` is everyday feedback."""

    example: Example
    rows: tuple[Sequence[str], ...]
    counts: Counter[str]
    signs: frozenset[str]
    plain: bool = False

    @property
    def alarming(self) -> bool:
        """Whether a person must look."""
        return self.example.level != "none"


def shipped_cases() -> list[Case]:
    """Every worked example, and plain feedback from the examples of themes."""
    lexis = Lexis(shipped_rules(), {})
    plain = [replace(case, plain=True) for case in read_cases(load_plain_feedback(), lexis)]
    return [*read_cases(load_examples(), lexis), *plain]


def read_cases(examples: Sequence[Example], lexis: Lexis) -> list[Case]:
    """Each example with what the rules see in it."""
    cases = []
    for example in examples:
        rows = tuple(rows_of(example.text))
        if rows:
            signs = sign_features([look_at(row, lexis) for row in rows], example.speaker)
            cases.append(Case(example, rows, word_features(rows, lexis), frozenset(signs)))
    return cases


def fit(cases: Sequence[Case], *, kinds: bool = True) -> ScreenModel:
    """One linear model for alarm, one for urgency and one for the category; thresholds are still to be chosen.

    Without `kinds` only the alarm is learned, which is all that is measured.
    """
    names, values = _vocabulary(cases)
    table = _table(cases, names, values)
    alarm = np.array([case.alarming for case in cases])
    first = LogisticRegression(C=7, solver="liblinear", random_state=SEED)
    first.fit(table, alarm, sample_weight=_weight(cases))
    weights, offsets = first.coef_, first.intercept_
    if kinds:
        told = [at for at, case in enumerate(cases) if case.alarming]
        more, bases = _fit_kinds(table[told], [cases[at].example for at in told])
        weights, offsets = np.vstack([weights, more]), np.concatenate([offsets, bases])
    return ScreenModel(
        features=tuple(names),
        values=values,
        weights=weights.T.astype(np.float32),
        offsets=offsets.astype(np.float32),
        examples=tuple(sorted({word for case in cases for row in case.rows for word in row})),
    )


def _fit_kinds(table: Any, examples: Sequence[Example]) -> tuple[Numbers, Numbers]:
    """Weights and offsets for urgency and for each category, of messages that alarm."""
    urgent = LogisticRegression(C=3, solver="liblinear", random_state=SEED)
    urgent.fit(table, [example.level == "urgent" for example in examples])
    kind = LogisticRegression(C=5, max_iter=300)
    kind.fit(table, [CATEGORIES.index(example.category) for example in examples])
    weights = np.full((len(CATEGORIES), table.shape[1]), -1.0)
    offsets = np.full(len(CATEGORIES), -50.0)
    weights[kind.classes_], offsets[kind.classes_] = kind.coef_, kind.intercept_
    return np.vstack([urgent.coef_, weights]), np.concatenate([urgent.intercept_, offsets])


def _weight(cases: Sequence[Case]) -> Numbers:
    """How much each case counts: the hard ones and the urgent ones most."""
    return np.array(
        [_PLAIN if case.plain else _REVIEW if case.example.level == "review" else 1.0 for case in cases]
    )


def _vocabulary(cases: Sequence[Case]) -> tuple[list[str], Table]:
    """Every feature in `cases` (pairs of words from two cases on), and how much it counts: rare ones most."""
    held: Counter[str] = Counter()
    for case in cases:
        held.update(case.counts.keys())
        held.update(case.signs)
    names = sorted(name for name, count in held.items() if count > 1 or not name.startswith("p:"))
    rarity = [
        _KINDS[name[0]] * (np.log((1 + len(cases)) / (1 + held[name])) + 1) if name[0] in _KINDS else 0.0
        for name in names
    ]
    return names, np.array(rarity, dtype=np.float32)


def _table(cases: Sequence[Case], names: list[str], values: Table) -> Any:
    places = {name: at for at, name in enumerate(names)}
    columns: list[int] = []
    numbers: list[float] = []
    ends = [0]
    for case in cases:
        at, of = feature_row(case.counts, case.signs, places, values)
        columns.extend(at)
        numbers.extend(of.tolist())
        ends.append(len(columns))
    return csr_matrix((numbers, columns, ends), shape=(len(cases), len(names)))


def version_of(cases: Sequence[Case]) -> str:
    """Twelve letters that change when any example does."""
    return hashlib.sha256("\n".join(f"{case.example}" for case in cases).encode()).hexdigest()[:12]
