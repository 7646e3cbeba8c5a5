"""Receipt codes: memorable, forgiving, kept nowhere."""

import math

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from feedback.receipts import (
    WORDS,
    WORDS_PER_CODE,
    CodeRefused,
    code_for,
    hash_of_code,
    new_key,
    read_code,
)


def test_a_code_has_at_least_eighty_bits() -> None:
    assert math.log2(len(WORDS)) * WORDS_PER_CODE >= 80


def test_the_words_are_short_plain_and_differ() -> None:
    assert len(set(WORDS)) == len(WORDS) == 1024
    assert all(
        word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 10 for word in WORDS
    )


def test_no_word_is_one_slip_away_from_another() -> None:
    masked = [word[:at] + "?" + word[at + 1 :] for word in WORDS for at in range(len(word))]
    shortened = {word[:at] + word[at + 1 :] for word in WORDS for at in range(len(word))}
    assert len(set(masked)) == len(masked)
    assert shortened.isdisjoint(WORDS)


def test_the_same_key_gives_the_same_code_and_another_key_another(app: Flask) -> None:
    key = new_key()
    assert code_for(key) == code_for(key)
    assert code_for(key) != code_for(new_key())
    assert hash_of_code(code_for(key)) != hash_of_code(code_for(new_key()))


@given(
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=8),
    st.sampled_from([" ", "-", "  ", ", ", "\n", " - ", "."]),
    st.booleans(),
)
def test_capitals_spaces_and_dashes_do_not_matter(words: list[str], between: str, shouted: bool) -> None:
    typed = between.join(words)
    assert read_code(typed.upper() if shouted else typed) == tuple(words)


def test_words_typed_without_spaces_are_found() -> None:
    assert read_code("badgerdolphin comet kiterainbow moon apple panda")[:2] == ("badger", "dolphin")


def test_a_word_that_is_in_no_code_is_pointed_out_with_the_nearest() -> None:
    with pytest.raises(CodeRefused) as caught:
        read_code("badger dolfin comet kite rainbow moon apple panda")
    assert [(word.typed, word.perhaps) for word in caught.value.unknown] == [("dolfin", "dolphin")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the eight words"),
        ("badger comet", "You typed 2."),
        ("badger " * 100, "too long"),
        ("\x00\ud800 123", "Type the eight words"),
    ],
)
def test_what_cannot_be_a_code_is_refused_with_words(typed: str, says: str) -> None:
    with pytest.raises(CodeRefused, match=says):
        read_code(typed)


@given(st.text(alphabet=st.characters(codec=None), max_size=450))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    try:
        assert len(read_code(typed)) == 8
    except CodeRefused as refused:
        assert str(refused)
