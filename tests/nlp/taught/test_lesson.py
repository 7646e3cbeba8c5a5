"""What a lesson measures on, and what a model remembers of it."""

from uuid import uuid4

import pytest

from nlp.codebook import shipped_codebook
from nlp.taught.lesson import Lesson, take
from nlp.taught.packing import learnt_by, packed
from nlp.taught.splitting import Decided, fingerprint
from nlp.trained.training import LabelledText, train
from nlp.trained.worked import shipped_examples

ROWS = [
    LabelledText(f"{word} torvex", frozenset({"contact-speed"}), None) for word in ("a", "the", "no", "my")
]


def decided(text: str) -> Decided:
    return Decided(uuid4(), text, "child", {"contact-speed": "negative"}, frozenset(), frozenset())


@pytest.fixture(scope="module")
def in_use() -> bytes:
    return packed(train(ROWS), learnt=[fingerprint("The torvex was late"), fingerprint("It is fine")])


def test_a_model_remembers_which_wordings_it_learnt_from_and_not_their_words(in_use: bytes) -> None:
    assert learnt_by(in_use) == {fingerprint("the torvex  was late!"), fingerprint("It is fine")}
    assert b"was late" not in in_use and learnt_by(packed(train(ROWS))) == frozenset()


def test_nothing_is_measured_on_that_the_model_in_use_or_an_example_has_taught(in_use: bytes) -> None:
    example = shipped_examples(shipped_codebook())[0].text
    held_back = tuple(decided(text) for text in ("The Torvex was late.", example, "Nobody came to the gate"))
    lesson = Lesson(shipped_codebook(), (), held_back, in_use)
    assert len(take(lesson, lambda *_: None).compared.truth) == 1
