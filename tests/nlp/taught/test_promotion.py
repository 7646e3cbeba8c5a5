"""The test that a new model must pass: each part, and what holds whatever the decisions are."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.taught.figures import ModelFigures, figures_of
from nlp.taught.promotion import Compared, Part, micro_f1, share_of_draws_better, themes_that_lose, verdict
from nlp.trained.measures import wilson

THEMES = ("listened-to", "contact-speed", "privacy")


def made(truth: Any, old: Any, new: Any, *, messages: Any = None, **more: Any) -> Compared:
    truth = np.array(truth, dtype=bool)
    known = more.get("known", np.ones_like(truth))
    return Compared(
        themes=THEMES[: truth.shape[1]],
        messages=np.arange(len(truth)) if messages is None else np.array(messages),
        truth=truth,
        known=known,
        asked=more.get("asked", known),
        in_use=np.array(old, dtype=bool),
        new=np.array(new, dtype=bool),
    )


def by_name(parts: tuple[Part, ...]) -> dict[str, bool]:
    return {part.name: part.passed for part in parts}


def random_compared(chance: np.random.Generator, rows: int) -> Compared:
    truth, old, new, known = (chance.random((rows, 3)) < share for share in (0.3, 0.4, 0.4, 0.9))
    return made(truth, old, new, messages=chance.integers(0, max(1, rows // 2), rows), known=known)


ALL = np.ones((80, 1))
SOME = np.repeat([[1], [0]], 40, axis=0)


def test_a_model_that_is_better_on_every_message_passes() -> None:
    assert by_name(verdict(made(ALL, SOME, ALL))) == {
        "enough": True, "better": True, "sure": True, "no theme worse": True,
    }  # fmt: skip


def test_fifty_nine_passages_are_not_enough() -> None:
    assert not by_name(verdict(made(ALL[:59], SOME[:59], ALL[:59])))["enough"]
    assert by_name(verdict(made(ALL[:60], SOME[:60], ALL[:60])))["enough"]


def test_the_same_model_is_not_better() -> None:
    parts = by_name(verdict(made(ALL, SOME, SOME)))
    assert not parts["better"] and not parts["sure"]


def test_a_gain_that_hangs_on_one_message_is_not_sure() -> None:
    truth = np.ones((60, 1))
    old = np.concatenate([np.zeros((30, 1)), np.ones((30, 1))])
    new = old.copy()
    new[:3] = 1  # one message of three passages gained,
    new[58] = 0  # another of two lost in part
    messages = [0, 0, 0, *range(1, 58)]
    parts = by_name(verdict(made(truth, old, new, messages=messages)))
    assert parts["better"] and not parts["sure"]


def test_a_theme_with_enough_decisions_that_goes_blind_stops_it() -> None:
    truth = np.zeros((100, 2))
    truth[:60, 0], truth[60:75, 1] = 1, 1
    old, new = truth.copy(), truth.copy()
    old[:30, 0] = 0
    new[60:75, 1] = 0
    compared = made(truth, old, new)
    assert themes_that_lose(compared) == ("contact-speed",)
    assert by_name(verdict(compared))["better"] and not by_name(verdict(compared))["no theme worse"]
    asked = np.zeros_like(compared.known)
    asked[60:74, 1] = True
    assert themes_that_lose(replace(compared, asked=asked)) == ()


def test_nothing_held_back_passes_nothing() -> None:
    parts = by_name(verdict(made(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2)))))
    assert not parts["enough"] and not parts["better"] and not parts["sure"]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_both_can_never_be_surely_better_than_the_other(seed: int, rows: int) -> None:
    compared = random_compared(np.random.default_rng(seed), rows)
    turned = replace(compared, in_use=compared.new, new=compared.in_use)
    assert share_of_draws_better(compared) + share_of_draws_better(turned) <= 1 + 1e-9
    assert not (by_name(verdict(compared))["better"] and by_name(verdict(turned))["better"])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_what_nobody_knows_changes_nothing(seed: int, rows: int) -> None:
    compared = random_compared(np.random.default_rng(seed), rows)
    unknown = ~compared.known
    other = replace(
        compared, truth=compared.truth ^ unknown, new=compared.new ^ unknown, in_use=compared.in_use ^ unknown
    )
    assert micro_f1(compared, compared.new) == micro_f1(other, other.new)
    assert verdict(compared) == verdict(other)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_figures_are_kept_and_come_back_as_they_were(seed: int, rows: int) -> None:
    compared = random_compared(np.random.default_rng(seed), rows)
    found = figures_of(compared, compared.new, number=3)
    assert ModelFigures.kept(found.to_keep()) == found
    assert abs((found.whole.f1 or 0.0) - micro_f1(compared, compared.new)) < 1e-9
    low, high = found.f1_interval
    assert 0 <= low <= high <= 1


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_the_share_and_narrows_with_more(n: int, of: int) -> None:
    n = min(n, of)
    low, high = wilson(n, of)
    assert 0 <= low <= n / of + 1e-9 and n / of - 1e-9 <= high <= 1
    wide_low, wide_high = wilson(n, of)
    narrow_low, narrow_high = wilson(4 * n, 4 * of)
    assert narrow_high - narrow_low <= wide_high - wide_low + 1e-9
