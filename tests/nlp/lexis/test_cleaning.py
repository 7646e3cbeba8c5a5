"""Any text can be read, and every finding points at the words that were given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexis.cleaning import clean

ANYTHING = st.text(alphabet=st.characters(codec=None, categories=None), max_size=80)
TRICKS = st.lists(
    st.sampled_from(
        ["kill", "\u200b", "dont", " ", "\ud83d", "\x00", "😀", "кill", "’", "\u2060", "\ufeff", "ש"]
    )
).map("".join)


@given(ANYTHING | TRICKS)
def test_cleaned_text_can_be_stored_and_each_character_comes_from_the_same_place(text: str) -> None:
    cleaned = clean(text)
    cleaned.text.encode("utf-8")
    assert "\x00" not in cleaned.text
    origins = [cleaned.origin(at) for at in range(len(cleaned.text))]
    assert origins == sorted(set(origins))
    assert all(0 <= origin < len(text) for origin in origins)
    for at, origin in enumerate(origins):
        if cleaned.text[at].isascii() and cleaned.text[at].isalpha() and text[origin].isascii():
            assert cleaned.text[at] == text[origin]


@given(st.text(alphabet="abcdefghijklmnop ,.'!?", max_size=60))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "word"),
    [("k\u200bill me", "kill"), ("he \u043a\u0456lls? no, kіll", "kill"), ("ｋｉｌｌ", "kill")],
)
def test_a_word_hidden_by_tricks_is_seen(text: str, word: str) -> None:
    assert word in clean(text).text


def test_a_span_over_hidden_characters_covers_them_in_the_given_text() -> None:
    cleaned = clean("please k\u200bi\u200bll time")
    start = cleaned.text.index("kill")
    assert cleaned.span(start, start + 4) == (7, 13)
