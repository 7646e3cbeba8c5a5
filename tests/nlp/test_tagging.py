"""The command line's promise: a line in, a line out, in order, whatever the line holds."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.cli import batches
from nlp.codebook import shipped_codebook
from nlp.tagging import answers
from tests.nlp.lexis.test_cleaning import ANYTHING

HEARD = Path(sys.executable).with_name("heard")


def tag(*lines: str | bytes) -> subprocess.CompletedProcess[bytes]:
    given_lines = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return subprocess.run([str(HEARD), "nlp", "tag"], input=given_lines, capture_output=True, check=False)


@pytest.mark.usefixtures("built")
def test_a_line_may_say_what_its_text_answers() -> None:
    line = {"id": 1, "text": "my brother and my nan", "speaker": "child"}
    asked = (
        {"question": "What do you worry about?"},
        {"question": "What is good right now?"},
        {"question": 7},
    )
    found = list(answers([json.dumps(line | question).encode() for question in asked]))
    assert [one["themes"][0]["valence"] for one in found[:2]] == ["negative", "positive"]


def test_each_line_gets_its_answer_in_order_and_a_bad_one_does_not_stop_the_rest() -> None:
    done = tag(
        '{"id": "a", "text": "she never rings back", "speaker": "child"}',
        "not json",
        b'{"id": "b", "text": "\xff"}',
        '{"text": "no id"}',
        '{"id": 5, "text": 7}',
        '{"id": 6, "text": "x", "speaker": "dog"}',
        "[]",
        "",
        '{"id": "z", "text": ""}',
    )
    answered = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("id", line.get("line")) for line in answered] == ["a", 2, 3, 4, 5, 6, 7, 8, "z"]
    assert ["error" in line for line in answered] == [False, *[True] * 7, False]
    assert done.returncode == 1
    assert set(answered[0]) == {"id", "themes", "alerts", "redacted", "redactions", "language"}
    assert {"contact-speed": "negative"}.items() <= {
        theme["theme"]: theme["valence"] for theme in answered[0]["themes"]
    }.items()


def test_a_byte_order_mark_is_no_fault_and_what_json_cannot_hold_is_one() -> None:
    done = tag(
        b'\xef\xbb\xbf{"id": 1, "text": "a"}', '{"id": NaN, "text": "a"}', '{"id": 1e999, "text": "a"}'
    )
    first, *rest = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["id"] == 1
    assert rest == [{"line": number, "error": "the line is not JSON"} for number in (2, 3)]


def test_clean_input_ends_well() -> None:
    assert tag('{"id": 1, "text": "all good"}').returncode == 0


def test_it_starts_without_the_web_application_or_a_database() -> None:
    asked = "import sys, nlp.cli; print(sorted({'flask', 'sqlalchemy', 'psycopg', 'weasyprint'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text", ["\ud800\udfff \x00 nul", "x" * 5_000, "😀" * 500, "‮مرحبا nan", "k\u200bill", "a " * 100_000]
)
def test_anything_a_string_can_hold_is_read_in_time(text: str) -> None:
    began = time.monotonic()
    (answer,) = answers([json.dumps({"id": 1, "text": text}).encode()])
    assert "error" not in answer
    assert time.monotonic() - began < 60


@settings(deadline=None, max_examples=80)
@given(
    ANYTHING | st.just("she never rings me\u200b back"), st.sampled_from(["child", "family", "staff", None])
)
def test_findings_lie_in_the_text_and_are_offered_to_the_speaker(text: str, speaker: str | None) -> None:
    (answer,) = answers([json.dumps({"id": 1, "text": text, "speaker": speaker}).encode()])
    json.dumps(answer).encode()
    for theme in answer["themes"]:
        assert 0 <= theme["start"] < theme["end"] <= len(text)
        assert 0 < theme["score"] <= 1
        if speaker:
            assert speaker in shipped_codebook().theme(theme["theme"]).speakers


@given(st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line), min_size=1, max_size=30))
def test_lines_arrive_whole_however_they_are_cut(lines: list[bytes]) -> None:
    stream = io.BytesIO(b"\n".join(lines) + b"\n")
    assert [line for batch in batches(stream) for line in batch] == lines


def test_a_line_longer_than_a_chunk_arrives_whole() -> None:
    lines = [b"a" * 200_000, b"b", b"c" * 70_000]
    assert [line for batch in batches(io.BytesIO(b"\n".join(lines))) for line in batch] == lines
