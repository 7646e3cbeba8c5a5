"""Learning from texts of which not every label is known, and that count for more than one."""

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.sparse import csr_matrix

from nlp.cli import nlp
from nlp.taught.lesson import weight_of_decided
from nlp.trained.fitting import DECIDED, fit, thresholds
from nlp.trained.labelled import LabelledText
from nlp.trained.ridge import ridge
from nlp.trained.training import look_at

CHANCE = np.random.default_rng(4)
ROWS = csr_matrix((CHANCE.random((30, 12)) * (CHANCE.random((30, 12)) < 0.4)).astype(np.float32))
GIVEN = CHANCE.random((30, 2)) < 0.4
KNOWN = np.ones_like(GIVEN)
KNOWN[20:, 0] = False


def test_what_is_not_known_is_as_if_it_were_not_there() -> None:
    (weights,), bias = ridge([ROWS], GIVEN, strength=1.0, known=KNOWN)
    (alone,), bias_alone = ridge([ROWS[:20]], GIVEN[:20], strength=1.0)
    assert np.allclose(weights[:, 0], alone[:, 0], atol=1e-2)
    assert bias[0] == pytest.approx(bias_alone[0], abs=1e-2)
    (whole,), _ = ridge([ROWS], GIVEN, strength=1.0)
    assert np.allclose(weights[:, 1], whole[:, 1], atol=1e-2)
    turned = GIVEN ^ ~KNOWN
    (again,), _ = ridge([ROWS], turned, strength=1.0, known=KNOWN)
    assert np.allclose(weights, again, atol=1e-5)


def test_a_text_that_counts_three_times_is_as_three_texts() -> None:
    counts = np.ones(30, dtype=np.float32)
    counts[25:] = 3
    (weights,), _ = ridge([ROWS], GIVEN, strength=1.0, weights=counts)
    order = [*range(30), *range(25, 30), *range(25, 30)]
    (repeated,), _ = ridge([ROWS[order]], GIVEN[order], strength=1.0)
    assert np.allclose(weights, repeated, atol=1e-2)
    scores = CHANCE.random((30, 2)).astype(np.float32)
    assert np.allclose(
        thresholds(scores, GIVEN, shrink=0, weights=counts),
        thresholds(scores[order], GIVEN[order], shrink=0),
        atol=1e-5,
    )


def test_a_label_that_nobody_knows_of_most_texts_is_learnt_from_the_others() -> None:
    texts = [
        f"the zumbik is {word}" for word in ("red", "blue", "green", "old", "new", "slow", "fast", "big")
    ]
    others = [f"a {word} day" for word in ("good", "long", "bad", "short", "dull", "warm", "cold", "odd")]
    unknown = [f"the zumbik was {word}" for word in ("here", "there", "gone", "back")] * 6
    rows = look_at([LabelledText(text, frozenset(), None) for text in (*texts, *others, *unknown)])
    given = np.array([[True]] * 8 + [[False]] * 8 + [[False]] * 24)
    known = np.array([[True]] * 16 + [[False]] * 24)
    told: list[float] = []
    model, left_out = fit(
        rows, given, labels=["toy"], version="x", settings=DECIDED, known=known, tell=told.append
    )
    assert np.isneginf(left_out[16:]).all()
    scores = model.scores(
        look_at([LabelledText(text, frozenset(), None) for text in ("the zumbik", "a day")])
    )
    assert scores[0, 0] > scores[1, 0]
    assert told == sorted(told) and told[0] > 0 and told[-1] <= 1


def test_decisions_count_for_more_but_never_together_for_more_than_the_examples() -> None:
    assert weight_of_decided(18_000, 100) == 3.0
    assert weight_of_decided(18_000, 9_000) == 2.0
    assert weight_of_decided(100, 5_000) == 1.0


def test_training_says_what_it_needs() -> None:
    run = CliRunner()
    half = run.invoke(nlp, ["train", "--out", "x"])
    assert half.exit_code == 2 and "Give both --data and --out" in half.output
