"""The trained reader: what it adds to the rules, that it is the same each time, and that a broken one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.screening import joining, screen
from nlp.screening.examples import load_examples
from nlp.screening.measuring import FALSE_ALARMS, HARD, build_screen_model
from nlp.screening.model import (
    MODEL_FILE,
    BadModelError,
    feature_row,
    load_screen_model,
    reader_of,
    sign_features,
    word_features,
)
from nlp.screening.reading import look_at
from nlp.screening.rules import CATEGORIES
from nlp.screening.sentences import rows_of
from tests.nlp.screening.screen_built import built_screen


@pytest.fixture(scope="module")
def built() -> Path:
    return built_screen()


@pytest.fixture
def both_readers(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of(load_screen_model(built / MODEL_FILE))
    monkeypatch.setattr(joining, "shipped_reader", lambda: reader)


def test_there_are_examples_for_every_category_and_speaker() -> None:
    examples = load_examples()
    assert {example.category for example in examples} == {*CATEGORIES, "none"}
    for speaker in ("child", "family", "staff"):
        for level in ("urgent", "review", "none"):
            assert sum(e.speaker == speaker and e.level == level for e in examples) >= 20
    assert sum(example.level == "none" for example in examples) >= 400


def test_no_example_stands_twice() -> None:
    texts = [example.text.lower() for example in load_examples()]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_what_is_measured_on_unseen_examples_keeps_the_promise(built: Path) -> None:
    measured = load_screen_model(built / MODEL_FILE).measured
    hard, plain = measured["all"]["false_alarms"], measured["plain_feedback"]["false_alarms"]
    assert plain <= FALSE_ALARMS
    assert HARD * hard + (1 - HARD) * plain <= FALSE_ALARMS + 0.001
    assert measured["all"]["urgent_seen"] >= 0.65
    assert set(measured) == {"all", "child", "family", "staff", "plain_feedback", "kinds"}


@pytest.mark.usefixtures("both_readers")
@pytest.mark.parametrize(
    "words",
    [
        "i sleep with my trainers on in case he comes up",
        "mum wont wake up so i do the bottles",
        "i gave my games away i wont need them",
    ],
)
def test_a_disclosure_without_an_alarming_word_is_seen(words: str) -> None:
    assert screen(words, speaker="child")


@pytest.mark.usefixtures("both_readers")
@pytest.mark.parametrize(
    "words",
    ["I love my new school and my carer is nice", "The worker was kind and explained everything", "", "😀"],
)
def test_ordinary_feedback_raises_nothing(words: str) -> None:
    assert screen(words, speaker="family") == []


def test_the_same_examples_build_the_same_model(built: Path, tmp_path: Path) -> None:
    build_screen_model(tmp_path)
    one, other = load_screen_model(built / MODEL_FILE), load_screen_model(tmp_path / MODEL_FILE)
    assert one.version == other.version
    assert one.threshold == other.threshold
    assert abs(one.weights - other.weights).max() < 1e-5


@pytest.mark.parametrize("cut", [0, 10, 500])
def test_a_half_written_model_is_refused_with_its_name(built: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / MODEL_FILE
    path.write_bytes((built / MODEL_FILE).read_bytes()[:cut])
    with pytest.raises(BadModelError, match=MODEL_FILE):
        load_screen_model(path)


def test_the_quick_sum_is_the_score_of_the_written_out_features(built: Path) -> None:
    model = load_screen_model(built / MODEL_FILE)
    lexis = reader_of(model).lexis
    for example in load_examples()[::40]:
        rows = rows_of(example.text)
        looks = [look_at(row, lexis) for row in rows]
        counts, signs = word_features(rows, lexis), sign_features(looks, example.speaker)
        places, values = feature_row(counts, signs, model.places, model.values)
        slowly = float(values @ model.weights[places, 0] + model.offsets[0])
        assert model.alarm(looks, example.speaker) == pytest.approx(slowly, abs=1e-3)


def test_reading_keeps_no_word_that_is_not_ours(built: Path) -> None:
    lexis = reader_of(load_screen_model(built / MODEL_FILE)).lexis
    known = len(lexis)
    look_at(["zyxomatic", "mumblethorpe", "heeeelpington"], lexis)
    assert len(lexis) == known
