"""Whom a language model names is a further voice: our rules on what a name is, and where it ends, stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.codebook import shipped_codebook
from nlp.language_model import LanguageModel
from nlp.pipeline import pipeline_with, read
from nlp.redact import redact
from tests.nlp.lexis.test_cleaning import ANYTHING

EVERYTHING = 1_000_000


@pytest.fixture(scope="module")
def with_voice(naming: LanguageModel) -> Language:
    return pipeline_with(shipped_codebook(), language_model=naming)


def people(naming: LanguageModel, text: str) -> list[str]:
    (look,) = naming.look([text], [text.split()])
    return [text[start:end] for start, end in look.people]


def named(pipeline: Language | None, text: str) -> list[str]:
    (reading,) = read([text], pipeline=pipeline)
    return [text[found.start : found.end] for found in reading.redactions]


def test_a_name_that_we_do_not_know_is_covered(with_voice: Language) -> None:
    assert named(None, "some kids like bloop a lot") == []
    assert named(with_voice, "some kids like bloop a lot") == ["bloop"]


def test_what_we_found_before_we_still_find(with_voice: Language, naming: LanguageModel) -> None:
    text = "we went to the park with zoop"
    assert people(naming, text) == []
    assert named(with_voice, text) == named(None, text) == ["zoop"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("😀😀 i like bloop a lot 😀", ["bloop"]),
        ("👨‍👩‍👧 i like bloop a lot", ["bloop"]),
        ("i like \u200bbloop a lot", ["bloop"]),
        ("x\x00 i like bloop a lot", ["bloop"]),
        ("\ud800 i like bloop a lot", ["bloop"]),
        ("i like blo\u200bop a lot. i like bloop a lot", ["blo\u200bop", "bloop"]),
        ("i like bloop a lot. bloop rang me", ["bloop", "bloop"]),
        ("word " * 3_000 + "\ni like bloop a lot", ["bloop"]),
    ],
)
def test_places_are_exact_whatever_stands_around(with_voice: Language, text: str, names: list[str]) -> None:
    assert named(with_voice, text) == names


@pytest.mark.parametrize(
    ("text", "taken_for_somebody"),
    [("i like Mum a lot", "Mum"), ("I like Thanks a lot", "Thanks"), ("i like Monday a lot", "Monday")],
)
def test_kin_words_and_words_that_name_nobody_stay(
    with_voice: Language, naming: LanguageModel, text: str, taken_for_somebody: str
) -> None:
    assert people(naming, text) == [taken_for_somebody]
    assert named(with_voice, text) == []


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("Miss Bloop rang", "Miss [name] rang"),
        ("my uncle bloop rang", "my uncle [name] rang"),
        ("it is bloop's dog", "it is [name]'s dog"),
        ("i read about Hermione Granger", "i read about Hermione Granger"),
        ("a game called bloop", "a game called bloop"),
        ("we go in May 2024", "we go in May 2024"),
        ("my worker will ring", "my worker will ring"),
        ("the table is brown", "the table is brown"),
        ("bloop 12 !", "[name] 12 !"),
        ("my school is by the road", "my school is by the road"),
    ],
)
def test_our_rules_stand_though_another_reader_takes_every_word_for_a_name(text: str, copy: str) -> None:
    assert redact(text, people=[(0, EVERYTHING)]).text == copy


def test_half_a_word_is_the_whole_word() -> None:
    assert redact("i like bloop a lot", people=[(9, 11)]).text == "i like [name] a lot"


@settings(deadline=None, max_examples=60)
@given(ANYTHING, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_places_that_make_no_sense_do_no_harm(text: str, places: list[tuple[int, int]]) -> None:
    for found in redact(text, people=places).redactions:
        assert 0 <= found.start < found.end <= len(text)


@settings(deadline=None, max_examples=40)
@given(ANYTHING)
def test_every_finding_lies_inside_any_text(with_voice: Language, text: str) -> None:
    (reading,) = read([text], pipeline=with_voice)
    for found in (*reading.themes, *reading.redactions):
        assert 0 <= found.start < found.end <= len(text)
