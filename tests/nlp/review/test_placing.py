"""Words that a person copies from a message, or types, are found where they stand."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.findings import Redaction
from nlp.kept.reading import RedactedPlaces
from nlp.lexis.cleaning import clean
from nlp.redact.spans import write_redacted
from nlp.review.placing import NotInTheMessage, places_of

MESSAGE = (
    "Kind  words: Kim said “I don’t know”.\nThen [name] was kind to me, and [name]’s café 👍🏽 too. Unkind?"
)


def marked(typed: str, message: str = MESSAGE) -> list[str]:
    return [message[start:end] for start, end in places_of(typed, message)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("was kind to me", ["was kind to me"]),
        ("WAS KIND", ["was kind"]),
        ("kind words", ["Kind  words"]),
        ("know.  Then", []),
        ("i don't know", ["I don’t know"]),
        ('"I don`t', ["“I don’t"]),
        ("know”.\r\nThen", ["know”.\nThen"]),
        ("cafe\u0301", ["café"]),
        ("👍", ["👍"]),
        ("was kind\nUnkind?", ["was kind", "Unkind?"]),
        ("was kind … unkind", ["was kind", "Unkind"]),
        ("unkind... was kind...", ["was kind", "Unkind"]),
        ("  \n … \n", []),
        ("\u200b", []),
    ],
)
def test_case_space_and_quotes_do_not_matter_and_pieces_may_be_divided(typed: str, found: list[str]) -> None:
    if found or not typed.strip(" \n…\u200b"):
        assert marked(typed) == found
    else:
        with pytest.raises(NotInTheMessage):
            places_of(typed, MESSAGE)


def test_repeated_words_are_placed_where_they_stand_first_as_whole_words() -> None:
    assert places_of("kind", "unkind, kind, kind") == ((8, 12),)
    assert places_of("kin", "unkind, kind") == ((2, 5),), "else where they stand at all"
    assert places_of("kind\nkind", "kind, kind") == ((0, 4),)
    assert places_of("so kind\nkind of", "so kind of") == ((0, 10),), "what overlaps is one"


def test_a_stand_in_that_is_touched_is_whole() -> None:
    assert marked("[name] was") == ["[name] was"]
    assert marked("me] was kind") == ["[name] was kind"]
    assert marked("name", "[name] has a name") == ["name"]


def test_what_stands_nowhere_is_named_as_it_was_typed() -> None:
    with pytest.raises(NotInTheMessage) as missing:
        places_of("was kind\nwas  Never here … too", MESSAGE)
    assert missing.value.words == "was Never here"


def test_words_from_right_to_left_are_placed_like_any_other() -> None:
    message = "لا أحد يستمع إليّ هنا أبدا، يا [name]"
    assert marked("يستمع إليّ", message) == ["يستمع إليّ"]
    assert marked("يا [name]", message) == ["يا [name]"]


def test_signs_set_on_the_last_letter_are_marked_with_it() -> None:
    assert marked("❤", "I ❤️ it") == ["❤️"]
    assert marked("إلي", "إليّ") == ["إليّ"]


SAID = st.tuples(st.text(max_size=12), st.just(False))
NAMES = st.tuples(
    st.sampled_from(["Kim", "Jo-Anne O’Brien", "12 High Street", "كيم", "K\u200bim"]), st.just(True)
)


@given(st.lists(SAID | NAMES, max_size=8), st.data())
def test_any_part_of_a_copy_is_found_and_is_of_the_original(
    parts: list[tuple[str, bool]], data: st.DataObject
) -> None:
    words = "".join(part for part, _ in parts)
    cleaned, copy = clean(words), copied(parts)
    start = data.draw(st.integers(0, len(copy)))
    end = data.draw(st.integers(start, len(copy)))
    places = RedactedPlaces.laid(words, copy)
    assert places is not None
    found = places_of(copy[start:end], copy)
    assert found or not any(map(shows, copy[start:end]))
    for place in found:
        begin, finish = places.origin(*place)
        assert 0 <= begin < finish <= len(words)
        assert places.span(begin, finish) == place
        if "[" not in copy[slice(*place)]:
            assert cleaned.text[cleaned.place(begin) : cleaned.place(finish - 1) + 1] == copy[slice(*place)]


def copied(parts: list[tuple[str, bool]]) -> str:
    """The copy, as a reading writes it, of words with names among them."""
    cleaned, at, taken_out = clean("".join(part for part, _ in parts)), 0, []
    for part, is_name in parts:
        if is_name:
            taken_out.append(Redaction(cleaned.place(at), cleaned.place(at + len(part)), "NAME"))
        at += len(part)
    return write_redacted(cleaned.text, taken_out)


def shows(character: str) -> bool:
    return not character.isspace() and category(character) not in ("Cf", "Mn") and character != "…"


def test_what_stands_in_very_many_other_words_is_marked_in_the_first_of_them() -> None:
    assert places_of("a", "xa" * 100 + " a") == ((201, 202),)
    assert places_of("a", "xa" * 300 + " a") == ((1, 2),)
