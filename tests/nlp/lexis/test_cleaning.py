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


@given(ANYTHING | TRICKS)
def test_each_place_leads_back_to_where_it_came_from(text: str) -> None:
    cleaned = clean(text)
    assert [cleaned.place(cleaned.origin(at)) for at in range(len(cleaned.text))] == [
        *range(len(cleaned.text))
    ]
    places = [cleaned.place(origin) for origin in range(len(text) + 1)]
    assert places == sorted(places) and places[-1] == len(cleaned.text)


@given(st.text(alphabet="abcdefghijklmnop ,.'!?", max_size=60))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "word"),
    [("k\u200bill me", "kill"), ("he \u043a\u0456lls? no, kіll", "kill"), ("ｋｉｌｌ", "kill")],
)
def test_a_word_hidden_by_tricks_is_seen(text: str, word: str) -> None:
    assert word in clean(text).text


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufe0f\u20e3", "\u0335"])
def test_a_number_hidden_by_tricks_is_seen(hidden: str) -> None:
    assert clean("ring " + hidden.join("07700900123") + " now").text == "ring 07700900123 now"


@pytest.mark.parametrize(
    "apart", ["07700\u200b 900123", "07700 \u200b900123", "kim\u200b@\u200bx.com", "a.\u200bb"]
)
def test_what_shows_nothing_beside_marks_and_spaces_is_passed_over(apart: str) -> None:
    assert clean(apart).text == apart.replace("\u200b", "")


@pytest.mark.parametrize("word", ["YИван", "Иванy", "москваlo", "می\u200cخواهم", "👨\u200d👩\u200d👧"])
def test_a_word_mostly_of_another_alphabet_stays_as_typed(word: str) -> None:
    assert clean(f"it is {word} here").text == f"it is {word} here"


def test_a_word_that_looks_like_one_of_ours_is_read_as_ours() -> None:
    assert clean("Кіm сосk").text == "Kim cock"


def test_a_span_over_hidden_characters_covers_them_in_the_given_text() -> None:
    cleaned = clean("please k\u200bi\u200bll time")
    start = cleaned.text.index("kill")
    assert cleaned.span(start, start + 4) == (7, 13)
