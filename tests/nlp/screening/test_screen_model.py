"""The trained reader: what it adds to the rules, that it is the same each time, and that a broken one is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from nlp.arrays import Floats
from nlp.built_files import write_whole
from nlp.screening import joining, screen, screen_together
from nlp.screening.counting import count_features
from nlp.screening.examples import load_examples, load_feedback
from nlp.screening.measuring import HARD_STOPPED, PLAIN_STOPPED
from nlp.screening.model import (
    ASKED_FROM,
    SIGN,
    ScreenModel,
    reader_of,
    sign_features,
)
from nlp.screening.network import HARMS, alarms_of, chances_of
from nlp.screening.reading import look_at
from nlp.screening.rules import CATEGORIES
from nlp.screening.sentences import rows_of
from nlp.screening.stored import MODEL_FILE, load_screen_model
from nlp.screening.training import CaseTable, shipped_cases
from nlp.trained.refused import ModelRefusedError

pytestmark = pytest.mark.usefixtures("built")


def test_there_are_examples_for_every_category_and_speaker() -> None:
    examples = load_examples()
    assert {example.category for example in examples} == {*CATEGORIES, "none"}
    for speaker in ("child", "family", "staff"):
        for level in ("urgent", "review", "none"):
            assert sum(e.speaker == speaker and e.level == level for e in examples) >= 20
    assert sum(example.level == "none" for example in examples) >= 400


def test_no_example_stands_twice() -> None:
    texts = Counter(example.text.lower() for example in load_examples())
    assert [text for text, times in texts.items() if times > 1] == []


def test_what_is_measured_on_unseen_examples_keeps_the_promise(built: Path) -> None:
    measured = load_screen_model(built / MODEL_FILE).measured
    assert measured["plain_feedback"]["false_alarms"] <= PLAIN_STOPPED
    assert measured["all"]["false_alarms"] <= HARD_STOPPED
    assert measured["all"]["urgent_seen"] >= 0.8
    for who, name in (("all", "urgent_seen"), ("staff", "false_alarms"), ("plain_feedback", "false_alarms")):
        row = measured[who]
        assert row[f"{name}_sure"] > 0 < row[f"{name}_unsure"]
        assert row[f"{name}_sure"] + row[f"{name}_unsure"] == pytest.approx(row[name], abs=0.0021)
    assert set(measured) == {"all", "child", "family", "staff", "plain_feedback", "kinds"}


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


@pytest.mark.parametrize(
    "words",
    ["I love my new school and my carer is nice", "The worker was kind and explained everything", "", "😀"],
)
def test_ordinary_feedback_raises_nothing(words: str) -> None:
    assert screen(words, speaker="family") == []


def test_the_same_examples_build_the_same_model() -> None:
    cases = shipped_cases()[::32]
    one, other = (CaseTable(cases).fit(range(len(cases))) for _ in range(2))
    assert one.features == other.features
    assert abs(one.weights - other.weights).max() < 1e-5
    assert one.wired.tolist() == other.wired.tolist()
    assert abs(one.network.inward - other.network.inward).max() < 1e-2
    assert abs(one.network.outward - other.network.outward).max() < 1e-2


@pytest.mark.parametrize("cut", [0, 10, 500])
def test_a_model_that_is_not_whole_is_refused_with_its_name(built: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / MODEL_FILE
    with pytest.raises(ModelRefusedError, match=f"{MODEL_FILE} is missing"):
        load_screen_model(path)
    write_whole(path, (built / MODEL_FILE).read_bytes()[:cut])
    with pytest.raises(ModelRefusedError, match=f"{MODEL_FILE}: holds something else"):
        load_screen_model(path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ModelRefusedError, match=f"{MODEL_FILE}: is damaged"):
        load_screen_model(path)


def feature_row(
    counts: Mapping[str, int], signs: Iterable[str], places: Mapping[str, int], values: Floats
) -> tuple[list[int], Floats]:
    """The places and values of a message's features: those of its words brought to length one, and signs.

    The length is the root of the sum of squares over every occurrence, so that it adds up word by word.
    """
    words = [(at, count) for name, count in counts.items() if (at := places.get(name)) is not None]
    known = [at for at, _ in words]
    often = np.array([count for _, count in words], dtype=np.float32)
    of_words = values[known] * often
    if known:
        of_words /= np.sqrt((values[known] ** 2 * often).sum())
    beside = [at for sign in sorted(signs) if (at := places.get(sign)) is not None]
    return known + beside, np.concatenate([of_words, np.full(len(beside), SIGN, dtype=np.float32)])


def written_out(model: ScreenModel, places: list[int], values: np.ndarray) -> tuple[float, float]:
    """What the linear reader and the network say of a message's features, added up one by one."""
    linear = float(values @ model.weights[places] + model.offset)
    hidden = model.network.inward_bias.copy()
    for at, value in zip(places, values, strict=True):
        if model.wired[at] >= 0:
            # The rows of the network's table hold the feature's value already.
            hidden += value / (model.values[at] or SIGN) * model.network.inward[model.wired[at]]
    return linear, float(alarms_of(chances_of(model.network, hidden[np.newaxis]))[0])


def test_the_quick_sum_is_the_score_of_the_written_out_features(built: Path) -> None:
    model = load_screen_model(built / MODEL_FILE)
    lexis = reader_of(model).lexis
    asked = 0
    examples = [*load_examples()[::40], *load_feedback()[1][::200]]
    messages = [rows_of(example.text) for example in examples]
    names, table = count_features(messages, lexis, {})
    for at, (example, rows) in enumerate(zip(examples, messages, strict=True)):
        looks = [look_at(row, lexis) for row in rows]
        own = table[[at]]
        counts = dict(zip([names[column] for column in own.indices], own.data, strict=True))
        signs = sign_features(looks, example.speaker)
        linear, network = written_out(model, *feature_row(counts, signs, model.places, model.values))
        slowly = linear if linear < ASKED_FROM else (linear + network) / 2
        asked += linear >= ASKED_FROM
        assert model.alarm(looks, example.speaker, lexis.table) == pytest.approx(slowly, abs=2e-3)
    assert asked > 200


def test_what_alarms_beyond_all_doubt_alarms(built: Path) -> None:
    kinds = load_screen_model(built / MODEL_FILE).network.outward_bias.size
    chances = np.random.default_rng(1).random((2_000, kinds), dtype=np.float32)
    chances[:, len(HARMS) :] = 0
    assert (alarms_of(chances) > 10).all()


def test_how_a_sentence_begins_and_ends_and_words_apart_are_read(built: Path) -> None:
    lexis = reader_of(load_screen_model(built / MODEL_FILE)).lexis
    names, table = count_features([[["can", "somebody", "take", "me", "home"]], [["home"]]], lexis, {})
    first, second = (
        {names[column] for column in table[[at]].indices if names[column][0] in "pkbe"} for at in (0, 1)
    )
    assert first == {
        *("p:can somebody", "p:somebody take", "p:take me", "p:me home"),
        *("k:can take", "k:somebody me", "k:take home"),
        *("b:can", "b:can somebody", "b:can somebody take", "e:home"),
    }
    assert second == {"b:home", "e:home"}


def test_what_stands_together_too_seldom_is_not_learned_from(built: Path) -> None:
    lexis = reader_of(load_screen_model(built / MODEL_FILE)).lexis
    messages = [[["he", "hit", "me"]], [["he", "hit", "us"], ["me"]]]
    names, table = count_features(messages, lexis, {"p": 2, "b": 2})
    assert [name for name in names if name[0] in "pb"] == ["b:he", "b:he hit", "p:he hit"]
    assert table[:, [names.index("p:he hit"), names.index("w:me")]].toarray().tolist() == [[1, 1], [1, 1]]


def test_the_network_is_hardly_missed_where_it_is_not_asked(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_screen_model(built / MODEL_FILE)
    lexis = reader_of(model).lexis
    told = [(rows_of(one.text), one.speaker) for one in load_examples()[::10]]
    looks = [([look_at(row, lexis) for row in rows], speaker) for rows, speaker in told if rows]
    quickly = [model.alarm(look, who, lexis.table) >= model.threshold for look, who in looks]
    monkeypatch.setattr("nlp.screening.model.ASKED_FROM", -99.0)
    always = [model.alarm(look, who, lexis.table) >= model.threshold for look, who in looks]
    assert sum(quickly) >= 0.998 * sum(always)


def test_words_are_shown_and_the_kind_is_named(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of(load_screen_model(built / MODEL_FILE))
    monkeypatch.setattr(joining, "shipped_reader", lambda: reader)
    words = "school is ok. the man downstairs gives me a phone and i carry bags to the coast for him"
    (alert,) = screen(words, speaker="child")
    assert alert.category == "exploitation"
    assert alert.start >= words.index("the man")


def test_reading_keeps_no_word_that_is_not_ours(built: Path) -> None:
    lexis = reader_of(load_screen_model(built / MODEL_FILE)).lexis
    known = len(lexis)
    look_at(["zyxomatic", "mumblethorpe", "heeeelpington"], lexis)
    assert len(lexis) == known


@pytest.mark.parametrize(
    "after",
    [
        " and then we had tea and then we had tea",
        " 1" * 40,
        " a@" * 12,
        " and it was raining on the bus home",
    ],
)
def test_what_else_a_sentence_says_does_not_drown_an_alarm(built: Path, after: str) -> None:
    text = "i want to die" + after
    (alert,) = screen(text, speaker="child")
    assert (alert.category, alert.level) == ("suicide", "urgent")
    assert text[alert.start : alert.end] == "want to die"
    assert screen_together([text], ["child"]) == [[alert]]


def test_the_few_words_of_an_idiom_stay_an_idiom(built: Path) -> None:
    assert not screen(
        "i want to die of embarrassment every time my dad dances at the school disco", speaker="child"
    )
