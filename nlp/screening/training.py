"""Building the trained reader from the worked examples, the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array, hstack
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from nlp.arrays import Floats, Places
from nlp.lexis.tables import table_of
from nlp.screening.counting import count_features
from nlp.screening.examples import Example, Level, load_examples, load_feedback
from nlp.screening.lexis import Lexis
from nlp.screening.model import SIGN, Rows, ScreenModel, sign_features
from nlp.screening.network import HARMS, train_kinds
from nlp.screening.rules import shipped_rules
from nlp.screening.sentences import rows_of
from nlp.screening.together import LookColumns
from nlp.trained.network import Network

SEED = 20
# Pieces of plain feedback: as many as balance the hard examples, however many the themes learn from.
MOST_PLAIN = 12_000


# How much each kind of feature of words counts beside stems: families most, for they carry over to new words, and
# how a sentence begins and ends; pairs with a word between less. And from how many cases on it is learned from.
_KINDS = {"w": 1.0, "r": 1.0, "p": 1.0, "k": 0.7, "b": 1.2, "e": 1.2, "f": 1.2, "c": 1.2}
_LEAST = {"p": 2, "k": 2, "b": 2, "e": 2}
_LEAST_WIRED = 3
# How large the network's inputs are beside the linear model's; and how much plain feedback counts there beside here.
_WIRED, _PLAIN_WIRED = 2.0, 0.4
# Plain feedback is easy and there is much of it: how much one counts at most, and all of it together, beside the
# hard ordinary messages. And how much a review message counts beside an urgent one.
_PLAIN, _PLAIN_TOGETHER, _REVIEW = 0.5, 0.6, 0.7


@dataclass(frozen=True, slots=True)
class Case:
    """An example with the words that are meant. `plain` is everyday feedback.

    One sentence of another case is `part_of` that one, by its place.
    """

    example: Example
    rows: tuple[Sequence[str], ...]
    plain: bool = False
    part_of: int | None = None

    @property
    def kind(self) -> tuple[str, Level]:
        """What the network is to take it for."""
        return self.example.kind, self.example.level

    @property
    def alarming(self) -> bool:
        """Whether a person must look."""
        return self.example.level != "none"


def shipped_cases() -> list[Case]:
    """Every worked example, plain feedback from all over the examples of themes, and sentences of ordinary ones."""
    as_it_comes, feedback = load_feedback()
    spread = np.linspace(0, len(feedback), num=min(MOST_PLAIN, len(feedback)), endpoint=False, dtype=int)
    whole = [
        *_cases([*load_examples(), *as_it_comes]),
        *_cases([feedback[at] for at in spread], plain=True),
    ]
    return [*whole, *sentences_of(whole)]


def _cases(examples: Sequence[Example], *, plain: bool = False) -> Iterator[Case]:
    """The examples that have words."""
    for example in examples:
        if rows := tuple(rows_of(example.text)):
            yield Case(example, rows, plain)


def sentences_of(cases: Sequence[Case]) -> Iterator[Case]:
    """Every other sentence of the ordinary cases that have several, as plain feedback.

    Rationale: a message is looked at sentence by sentence too, and "he left in june" says little by itself. Unless
    that is learnt, each sentence more is one more chance of a false alarm. Half of them teach as much as all.
    """
    found = (
        (at, case, row)
        for at, case in enumerate(cases)
        if not case.alarming and len(case.rows) > 1
        for row in case.rows
        if len(row) > 1
    )
    for at, case, row in islice(found, 0, None, 2):
        yield Case(case.example, (row,), plain=True, part_of=at)


class CaseTable:
    """The features of many cases, counted once, so that a model can be fitted to any part of them quickly."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        # The words of the examples are known, as they will be to the reader that is made of them.
        lexis = Lexis(shipped_rules(), {}, _words_of(cases))
        self._names, self._counts = count_features([case.rows for case in cases], lexis, _LEAST)
        self._signs, self._sign_counts = _signs_of(cases, lexis)

    @threadpool_limits.wrap(limits=1, user_api="blas")
    def fit(self, rows: Sequence[int] | Places) -> ScreenModel:
        """A linear model for alarm and a network for kinds, learned from the cases in `rows`.

        Its thresholds are still to be chosen. Rationale for one thread: more of them wait for one another thrice as
        long as they work, and what comes out hangs on how many there are.
        """
        cases = [self.cases[at] for at in rows]
        names, values, table = self._weighed(rows)
        wired, network = _fit_network(table, values, cases)
        linear = LogisticRegression(C=7, solver="liblinear", dual=True, random_state=SEED, tol=1e-2)
        linear.fit(table, [case.alarming for case in cases], sample_weight=_weight(cases))
        return ScreenModel(
            features=tuple(names),
            values=values,
            weights=linear.coef_[0].astype(np.float32),
            offset=float(linear.intercept_[0]),
            wired=wired,
            network=network,
            examples=tuple(sorted(_words_of(cases))),
        )

    def _weighed(self, rows: Sequence[int] | Places) -> tuple[list[str], Floats, Any]:
        """The features that `rows` hold (pairs and the like from two cases on), how much each counts, and the table."""
        counts = self._counts[rows]
        held = np.bincount(counts.indices, minlength=counts.shape[1])
        least = np.array([_LEAST.get(name[0], 1) for name in self._names])
        kept = np.flatnonzero(held >= least)
        names = [self._names[at] for at in kept]
        kinds = np.array([_KINDS[name[0]] for name in names])
        values = kinds * (np.log((1 + len(rows)) / (1 + held[kept])) + 1)
        words = counts[:, kept]
        length = np.sqrt(words @ values**2)
        words = diags_array(1 / np.where(length > 0, length, 1)) @ words @ diags_array(values)
        table = hstack([words, SIGN * self._sign_counts[rows]]).tocsr()
        table.sort_indices()
        table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
        return (
            names + self._signs,
            np.concatenate([values, np.zeros(len(self._signs))]).astype(np.float32),
            table,
        )


def _words_of(cases: Iterable[Case]) -> set[str]:
    return {word for case in cases for row in case.rows for word in row}


def _signs_of(cases: Sequence[Case], lexis: Lexis) -> tuple[list[str], Any]:
    """What is said beside the words of any case in order, and a table of which of it each case has."""
    looks = LookColumns(lexis).looks([row for case in cases for row in case.rows])
    ends = accumulate(len(case.rows) for case in cases)
    return table_of(
        [
            sign_features([looks.look(at) for at in range(end - len(case.rows), end)], case.example.speaker)
            for case, end in zip(cases, ends, strict=True)
        ]
    )


def _fit_network(table: Any, values: Floats, cases: Sequence[Case]) -> tuple[Rows, Network]:
    """The row of each feature in the network's table (-1 where it knows nothing of it), and the network."""
    known = np.flatnonzero(np.bincount(table.indices, minlength=table.shape[1]) >= _LEAST_WIRED)
    wired = np.full(table.shape[1], -1, dtype=np.int32)
    wired[known] = np.arange(len(known))
    kinds = [*HARMS, *sorted({case.kind for case in cases if not case.alarming})]
    places = {kind: at for at, kind in enumerate(kinds)}
    counts = _weight(cases) * [_PLAIN_WIRED if case.plain else 1.0 for case in cases]
    network = train_kinds(
        csr_matrix(_WIRED * table[:, known], dtype=np.float32),
        np.array([places[case.kind] for case in cases]),
        len(kinds),
        counts.astype(np.float32),
    )
    # The values are put into the table: then what a word adds to the hidden units is a sum of its rows.
    worth = _WIRED * np.where(values[known] > 0, values[known], SIGN)
    return wired, replace(network, inward=(network.inward * worth[:, None]).astype(np.float32))


def _weight(cases: Sequence[Case]) -> npt.NDArray[np.float64]:
    """How much each case counts: urgent ones most; all plain feedback together less than hard ordinary ones."""
    plain = sum(case.plain for case in cases)
    hard = sum(not case.plain and not case.alarming for case in cases)
    each = min(_PLAIN, _PLAIN_TOGETHER * hard / max(plain, 1))
    return np.array(
        [each if case.plain else _REVIEW if case.example.level == "review" else 1.0 for case in cases]
    )


def version_of(cases: Sequence[Case]) -> str:
    """Twelve letters that change when any example does."""
    return hashlib.sha256("\n".join(f"{case.example}" for case in cases).encode()).hexdigest()[:12]
