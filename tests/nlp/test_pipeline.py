"""Words in, findings out: in order, for any text."""

import pytest
from hypothesis import given, settings

from nlp.findings import Speaker, Valence
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


def test_each_text_needs_its_question_when_questions_are_given() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(read(["one", "two"], questions=["How is it?"]))


@pytest.mark.usefixtures("built")
def test_an_answer_means_what_its_question_makes_of_it() -> None:
    asked = ("What do you worry about?", "What is good right now?", "")
    worried, glad, unasked = read(["my brother and my nan"] * 3, [Speaker.child] * 3, questions=asked)
    (found,) = worried.themes
    assert (found.theme, found.valence) == ("family-contact", Valence.negative)
    assert [one.valence for one in glad.themes] == [Valence.positive]
    (alone,) = read(["my brother and my nan"], [Speaker.child])
    assert alone == unasked


@settings(deadline=None, max_examples=60)
@given(ANYTHING | TRICKS)
def test_every_finding_lies_inside_the_given_text(text: str) -> None:
    (reading,) = read([text])
    for found in (*reading.themes, *reading.alerts, *reading.redactions):
        assert 0 <= found.start < found.end <= len(text)
    reading.redacted.encode("utf-8")
