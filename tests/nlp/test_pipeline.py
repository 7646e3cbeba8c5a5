"""Words in, findings out: in order, for any text."""

import pytest
from hypothesis import given, settings

from nlp.findings import Speaker
from nlp.pipeline import build_pipeline, read
from tests.nlp.lexis.test_cleaning import ANYTHING, TRICKS


def test_the_pipeline_is_built_once_per_process() -> None:
    assert build_pipeline() is build_pipeline()


def test_readings_come_in_the_order_of_the_texts() -> None:
    texts = ["", "She listens.", "\ud800", "x" * 3000]
    assert len(list(read(texts))) == len(texts)


def test_each_text_needs_its_speaker_when_speakers_are_given() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(read(["one", "two"], [Speaker.child]))


@settings(deadline=None, max_examples=60)
@given(ANYTHING | TRICKS)
def test_every_finding_lies_inside_the_given_text(text: str) -> None:
    (reading,) = read([text])
    for found in (*reading.themes, *reading.alerts, *reading.redactions):
        assert 0 <= found.start < found.end <= len(text)
    reading.redacted.encode("utf-8")
