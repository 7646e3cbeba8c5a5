"""Lines that people labelled: read as they are written, and refused in one plain line."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nlp.cli import nlp
from nlp.trained.labelled import labelled_lines, repeated_ids

TEXTS = ["cold soup", "hot soup", "it rained", "the wall is blue"]


def line(text: str = "cold soup", **more: object) -> str:
    return json.dumps({"text": text, "labels": ["food"], **more})


def told(*arguments: object) -> Result:
    return CliRunner().invoke(nlp, [str(one) for one in arguments])


def trained(data: Path, out: Path) -> dict[str, object]:
    result = told("train", "--data", data, "--out", out)
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"text": "caf\xe9", "labels": []}', ":1: the line is not UTF-8"),
        (b"\x1f\x8bnot packed", ": cannot be read"),
        (b"", ": there are no lines"),
        (b"\n \n", ": there are no lines"),
        (b"\n{", ":2: the line is not JSON"),
        (b"[]", ":1: the line is not a JSON object"),
        (b'{"id": NaN, "text": "a", "labels": []}', ":1: the line is not JSON"),
        (b'{"labels": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ":1: the line is nested too deeply"),
        (b'{"labels": []}', ':1: there is no "text"'),
        (b'{"text": 5, "labels": []}', ':1: "text" is not a string'),
        (b'{"text": "a"}', ':1: there is no "labels"'),
        (b'{"text": "a", "labels": "food"}', ':1: "labels" is not a list'),
        (b'{"text": "a", "labels": {"food": 1}}', ':1: "labels" is not a list'),
        (b'{"text": "a", "labels": [5]}', ":1: a label is not a string"),
        (b'{"text": "a", "labels": [" "]}', ":1: a label is empty"),
        (
            b'{"text": "a", "labels": ["%s"]}' % (b"a" * 1_000_000),
            ":1: a label is longer than 200 characters",
        ),
        (b'{"text": "a", "labels": ["x"], "question": 5}', ':1: "question" is not a string'),
        (b'{"text": "a", "labels": ["x"], "id": {}}', ':1: "id" is not a string or a number'),
        (b'{"text": "a", "labels": []}', "no line has a label"),
    ],
)
def test_what_cannot_be_learnt_from_is_told_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    data = tmp_path / "data.jsonl"
    data.write_bytes(content)
    result = told("train", "--data", data, "--out", tmp_path / "model")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ": there are no lines"),
        (b'{"text": "caf\xe9", "themes": []}', ":1: the line is not UTF-8"),
        (b'{"text": 5, "themes": []}', ':1: "text" is not a string'),
        (b'{"text": "a"}', ':1: there is no "themes"'),
        (b'{"text": "a", "themes": ["privacy"]}', ':1: an item of "themes" is not an object with a "theme"'),
        (b'{"text": "a", "themes": [{"theme": "parking"}]}', ":1: there is no theme 'parking'"),
        (
            b'{"text": "a", "themes": [{"theme": "privacy", "valence": "great"}]}',
            ":1: the valence of privacy is not one of positive, negative, mixed, neutral",
        ),
        (b'{"text": "a", "themes": [], "speaker": "dog"}', ":1: the speaker is not child, family or staff"),
    ],
)
def test_gold_that_cannot_be_measured_against_is_told_in_one_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(content)
    result = told("evaluate", "--gold", gold)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_byte_order_mark_blank_lines_and_odd_line_ends_are_no_fault(tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    data.write_bytes(
        b'\xef\xbb\xbf{"text": "one\xe2\x80\xa8two", "labels": ["a"]}\r\n\r\n\n{"text": "three", "labels": []}'
    )
    assert [row.text for row in labelled_lines(data)] == ["one\u2028two", "three"]


def test_a_packed_file_is_read_as_the_same_file_unpacked(tmp_path: Path) -> None:
    data, packed = tmp_path / "data.jsonl", tmp_path / "data.jsonl.gz"
    data.write_text(line(), encoding="utf-8")
    packed.write_bytes(gzip.compress(data.read_bytes()))
    assert labelled_lines(packed) == labelled_lines(data)


def test_ids_that_stand_again_are_counted_over_both_files(tmp_path: Path) -> None:
    data, dev = tmp_path / "data.jsonl", tmp_path / "dev.jsonl"
    data.write_text("\n".join([line(id=1), line(id=1), line(id=2), line()]))
    dev.write_text("\n".join([line(id=2), line(id=3), line()]))
    assert repeated_ids(labelled_lines(data)) == 1
    result = told("train", "--data", data, "--dev", dev, "--out", tmp_path / "model")
    assert json.loads(result.stdout)["repeated_ids"] == 2


def test_the_version_covers_texts_labels_and_questions_in_any_order(tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    versions = []
    for rows in (
        [line("cold soup"), line("hot tea")],
        [line("hot tea"), line("cold soup")],
        [line("cold soup"), line("hot milk")],
        [line("cold soup"), line("hot tea", labels=["drink"])],
        [line("cold soup"), line("hot tea", question="What was good?")],
    ):
        data.write_text("\n".join(rows))
        versions.append(trained(data, tmp_path / "model")["version"])
    assert versions[0] == versions[1]
    assert len(set(versions)) == 4


def test_a_model_of_labels_is_measured_with_an_interval_for_macro_too(tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text(
        "\n".join(line(text, labels=["food"] if "soup" in text else []) for text in TEXTS * 3),
        encoding="utf-8",
    )
    trained(data, tmp_path / "model")
    result = told("evaluate", "--gold", data, "--model", tmp_path / "model")
    figures = json.loads(result.stdout)
    low, high = figures["macro_f1_interval"]
    assert low <= figures["macro"]["f1"] <= high
