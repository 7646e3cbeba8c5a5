"""Models are trained the same each time, kept whole, refused when they are not, and measured honestly."""

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from nlp.built_files import before
from nlp.cli import nlp
from nlp.codebook import shipped_codebook
from nlp.components.themes import built_model
from nlp.json_lines import BadTrainingDataError
from nlp.trained import kept_model
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import LabelledText, labelled_lines
from nlp.trained.measures import measured
from nlp.trained.refused import ModelRefusedError
from nlp.trained.shipped import shipped_version
from nlp.trained.thresholds import thresholds
from nlp.trained.training import look_at, tagged, train, train_shipped
from nlp.trained.worked import shipped_examples

EXAMPLES = shipped_examples(shipped_codebook())

ROWS = [
    LabelledText(text, frozenset(labels), None)
    for text, labels in [
        ("the cat sat on the mat", {"cat"}),
        ("a cat is asleep", {"cat"}),
        ("cats like milk", {"cat"}),
        ("my cat is black", {"cat"}),
        ("the dog barked all night", {"dog"}),
        ("a dog ran past", {"dog"}),
        ("dogs like bones", {"dog"}),
        ("our dog is brown", {"dog"}),
        ("a cat and a dog", {"cat", "dog"}),
        ("it rained", set()),
        ("the sun is out", set()),
        ("nothing to say", set()),
    ]
]


@pytest.fixture(scope="module")
def small() -> LabelModel:
    return train(ROWS)


def test_every_theme_has_forty_worked_examples_or_more() -> None:
    counts = Counter(theme for example in EXAMPLES for theme in example.themes)
    assert {theme: count for theme, count in counts.items() if count < 40} == {}
    assert set(counts) == set(shipped_codebook().slugs())


def test_no_worked_example_stands_twice() -> None:
    assert max(Counter((one.question, one.text.casefold()) for one in EXAMPLES).values()) == 1


@pytest.mark.long
def test_the_shipped_model_does_better_than_the_lexicon_on_examples_it_has_not_seen() -> None:
    # Words that nothing has met before: the second time this process knows them.
    strange = [
        replace(one, text=f"{one.text} frumble{'abcdefghi'[at % 9]}x")
        for at, one in enumerate(EXAMPLES[1::25])
    ]
    some = [*EXAMPLES[::25], *strange]
    model, figures = train_shipped(shipped_codebook(), some)
    again, _ = train_shipped(shipped_codebook(), some)
    assert figures["micro"]["f1"] > 0.3
    assert np.array_equal(model.weights, again.weights)
    assert np.array_equal(model.thresholds, again.thresholds)
    assert model.valence is not None
    assert again.valence is not None
    assert np.array_equal(model.valence.network.inward, again.valence.network.inward)


def test_a_model_gives_the_labels_it_learnt(small: LabelModel) -> None:
    given = tagged(
        small, [LabelledText("that dog again", frozenset(), None), LabelledText("hello", frozenset(), None)]
    )
    assert [one["label"] for one in given[0]] == ["dog"]
    assert given[1] == []


def test_a_model_comes_back_from_disk_as_it_was(small: LabelModel, tmp_path: Path) -> None:
    kept_model.save(small, tmp_path / "model")
    back = kept_model.load(tmp_path / "model", version=small.version)
    texts = look_at([LabelledText("a cat ran wiv a dogg", frozenset(), None)])
    assert np.array_equal(back.scores(texts), small.scores(texts))


@pytest.mark.parametrize("name", ["whole.txt", "model.json", "weights.npz"])
def test_a_half_written_model_is_refused_with_its_folder(
    small: LabelModel, tmp_path: Path, name: str
) -> None:
    kept_model.save(small, tmp_path / "model")
    part = tmp_path / "model" / name
    part.write_bytes(part.read_bytes()[:-3])
    with pytest.raises(ModelRefusedError, match="model"):
        kept_model.load(tmp_path / "model")
    part.unlink()
    with pytest.raises(ModelRefusedError, match=f"{name} is missing"):
        kept_model.load(tmp_path / "model")


def rewritten(folder: Path, **told: object) -> None:
    """The model in `folder` with other words, and a digest that fits them."""
    words = json.loads((folder / "model.json").read_bytes()) | told
    (folder / "model.json").write_text(json.dumps(words))
    parts = [hashlib.sha256((folder / name).read_bytes()).digest() for name in kept_model.FILES[:2]]
    (folder / "whole.txt").write_text(hashlib.sha256(b"".join(parts)).hexdigest())


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"labels": None}, "cannot be read"),
        ({"labels": []}, "do not fit together"),
        ({"labels": ["cat"]}, "do not fit together"),
        ({"labels": ["cat", []]}, "do not fit together"),
        ({"labels": ["cat", "cat"]}, "do not fit together"),
        ({"pieces": []}, "do not fit together"),
        ({"plain": 7}, "cannot be read"),
        ({"plain_rarity": [1.0]}, "do not fit together"),
        ({"beside": {"name": 5}}, "cannot be read"),
        ({"format": 5}, "has format 5"),
        ({"rules": "another"}, "the reading rules of another release"),
    ],
)
def test_a_model_that_is_whole_and_wrong_is_refused(
    small: LabelModel, tmp_path: Path, told: dict[str, object], said: str
) -> None:
    kept_model.save(small, tmp_path / "model")
    rewritten(tmp_path / "model")
    kept_model.load(tmp_path / "model")
    rewritten(tmp_path / "model", **told)
    with pytest.raises(ModelRefusedError, match=said):
        kept_model.load(tmp_path / "model")


@pytest.mark.parametrize("words", [b"[]", b"5", b"{}", b"not json"])
def test_a_whole_model_whose_words_are_something_else_is_refused(
    small: LabelModel, tmp_path: Path, words: bytes
) -> None:
    kept_model.save(small, tmp_path / "model")
    numbers = (tmp_path / "model" / "weights.npz").read_bytes()
    (tmp_path / "model" / "model.json").write_bytes(words)
    digests = hashlib.sha256(words).digest() + hashlib.sha256(numbers).digest()
    (tmp_path / "model" / "whole.txt").write_text(hashlib.sha256(digests).hexdigest())
    with pytest.raises(ModelRefusedError, match="cannot be read"):
        kept_model.load(tmp_path / "model")


def test_a_model_of_another_version_is_refused(small: LabelModel, tmp_path: Path) -> None:
    kept_model.save(small, tmp_path / "model")
    with pytest.raises(ModelRefusedError, match="not other"):
        kept_model.load(tmp_path / "model", version="other")


def test_without_a_built_model_the_lexicon_reads_alone_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert built_model(tmp_path) is None
    assert "heard nlp build" in caplog.text


def test_the_themes_are_read_with_what_was_built_before_while_the_rules_are_the_same(
    small: LabelModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    built = tmp_path / "built"
    kept_model.save(replace(small, version="older"), before(built) / "themes")
    earlier = built_model(built / "themes")
    assert earlier is not None
    assert earlier.version == "older"
    assert "what was built before is used; run `heard nlp build`" in caplog.text
    kept_model.save(replace(small, version=shipped_version()), built / "themes")
    assert getattr(built_model(built / "themes"), "version", None) == shipped_version()
    (built / "themes" / "weights.npz").write_bytes(b"half")
    rewritten(before(built) / "themes", rules="another")
    assert built_model(built / "themes") is None


def test_a_label_with_few_examples_is_cut_near_the_cut_for_all() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.0], [0.2, 0.0], [0.1, 0.05]])
    given = np.array([[True, True], [True, False], [False, False], [False, False]])
    cuts = thresholds(scores, given, shrink=40)
    assert abs(cuts[0] - cuts[1]) < 0.1


def test_the_own_cut_of_a_rare_label_hangs_less_on_one_example_where_texts_are_drawn_again() -> None:
    scores = np.linspace(1, 0, 101, dtype=np.float32)[:, np.newaxis]
    given = np.zeros((101, 1), dtype=bool)
    given[[0, 40]] = True
    once, drawn = (float(thresholds(scores, given, shrink=0, draws=draws)[0]) for draws in (0, 200))
    assert once == pytest.approx(0.995)
    assert 0.6 < drawn < 0.9


def test_a_label_without_an_example_has_the_cut_for_all_where_texts_are_drawn_again() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.3], [0.2, 0.1]], dtype=np.float32)
    given = np.array([[True, False], [True, False], [False, False], [False, False]])
    assert thresholds(scores, given, shrink=1, draws=20)[1] == pytest.approx(0.55)


def test_figures_are_counted_right() -> None:
    gold = np.array([[True, False], [True, True], [False, False]])
    given = np.array([[True, True], [False, True], [False, False]])
    found = measured(gold, given, ["a", "b"])
    assert found["micro"] == {"precision": 0.6667, "recall": 0.6667, "f1": 0.6667, "count": 3}
    assert found["labels"]["a"]["recall"] == 0.5
    assert found["micro_f1_interval"][0] <= 0.6667 <= found["micro_f1_interval"][1]


def test_lines_that_cannot_be_learnt_from_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a", "labels": []}\n{"text": 5, "labels": []}\n', encoding="utf-8")
    with pytest.raises(BadTrainingDataError, match=r"rows\.jsonl:2"):
        labelled_lines(path)


def test_training_tagging_and_measuring_from_the_command_line(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    lines = [{"id": at, "text": row.text, "labels": sorted(row.labels)} for at, row in enumerate(ROWS)]
    data.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run = CliRunner()
    out = str(tmp_path / "model")
    assert run.invoke(nlp, ["train", "--data", str(data), "--out", out]).exit_code == 0
    figures = json.loads(run.invoke(nlp, ["evaluate", "--gold", str(data), "--model", out]).stdout)
    assert figures["micro"]["f1"] > 0.9
    answer = json.loads(run.invoke(nlp, ["tag", "--model", out], input='{"id": 1, "text": "my dog"}').stdout)
    assert answer["labels"][0]["label"] == "dog"
    refused = run.invoke(nlp, ["evaluate", "--gold", str(data), "--model", str(tmp_path / "none")])
    assert refused.exit_code == 1
    assert "missing" in refused.output


def test_themes_are_measured_with_their_valence(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"text": "She listens to me", "speaker": "child", "themes": [{"theme": "listened-to", "valence": "positive"}]}'
    )
    figures = json.loads(CliRunner().invoke(nlp, ["evaluate", "--gold", str(gold)]).stdout)
    assert figures["labels"]["listened-to"]["recall"] == 1.0
    assert figures["valence_right"] == 1.0
