"""The safeguarding screen: what it must see, what it must leave alone, and what it must survive."""

from __future__ import annotations

import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.lexis.apostrophes import APOSTROPHES
from nlp.screening import joining, screen
from nlp.screening.model import Reader, reader_of
from nlp.screening.sentences import placed_rows_of, rows_of


@lru_cache(maxsize=1)
def rules_alone_reader() -> Reader:
    return reader_of(None)


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built at set-up is tested in its own file: here the rules must stand alone."""
    alone = rules_alone_reader()
    monkeypatch.setattr(joining, "shipped_reader", lambda: alone)


def levels(words: str) -> set[str]:
    return {alert.level for alert in screen(words, speaker="child")}


@pytest.mark.parametrize(
    "words",
    [
        "my stepdad hits me when mum is at work",
        "i keep my shoes on in bed so i can go",
        "he comes in when mum's at work",
        "dont make me go back there on sundays",
        "there is no food in the fridge at home",
        "my carer locks the fridge",
        "i put my drawers against the door at night",
        "he says its our secret game and not to tell mum",
        "i want to die",
    ],
)
def test_a_disclosure_is_urgent(words: str) -> None:
    assert "urgent" in levels(words)


@pytest.mark.parametrize(
    "words",
    [
        "my phone died and i missed the bus",
        "i killed loads of zombies in fortnite",
        "he never hits me",
        "we beat them 3 0 at football",
        "my feet are killing me",
        "i cut my knee falling off my bike",
        "my mum will kill me if im late",
        "The training on child sexual abuse was excellent.",
        "She is nice and helps me with school.",
        "my dad used to hit me but my social worker helped us and i am safe now",
    ],
)
def test_ordinary_words_raise_nothing(words: str) -> None:
    assert levels(words) == set()


def test_what_used_to_happen_is_looked_at_without_a_siren() -> None:
    assert levels("my dad used to hit me") == {"review"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("my dad used to hit me, my social worker knows, im safe now", set()),
        ("my dad used to hit me. im safe now.", {"review"}),
        ("my dad punches me. my social worker knows i like drawing. i am happy now at school.", {"urgent"}),
        ("my dad punches me. i used to be bullied but it stopped, school knows, i am safe now", {"urgent"}),
        ("my dad used to hit me, the police know, im safe now. he is here again", {"urgent"}),
    ],
)
def test_only_what_is_over_by_its_own_sentence_is_settled(words: str, expected: set[str]) -> None:
    assert levels(words) == expected


@pytest.mark.parametrize("mark", ["'", *APOSTROPHES])
def test_any_key_for_an_apostrophe_is_one(mark: str) -> None:
    words = f"i don{mark}t want to live anymore"
    assert levels(words) == {"urgent"}
    assert rows_of(words) == [row.words for row in placed_rows_of(words)]


def test_a_rule_holds_in_each_form_of_its_verb() -> None:
    for form in ("raped", "rapes", "is raping"):
        assert levels(f"my uncle {form} me") == {"urgent"}


def test_an_alert_gives_the_words_it_saw() -> None:
    words = "School is ok. my stepdad hits me when mum is out"
    (alert,) = screen(words, speaker="child")
    assert alert.category == "physical-harm"
    assert "hits me" in words[alert.start : alert.end]


@pytest.mark.parametrize(
    "words",
    [
        "i want to d\u200bie",
        "I WANT TO DIE",
        "i want to diе",
        "i wanttt to dieeee",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i want to die 😭",
    ],
)
def test_hiding_or_stretching_a_word_does_not_hide_it(words: str) -> None:
    (alert,) = screen(words, speaker="child")
    assert alert.category == "suicide"
    assert words[alert.start : alert.end].startswith(("want", "WANT", "ｗａｎｔ", "wanttt"))


@pytest.mark.parametrize("words", ["iwanttodie", "help IWANTTODIE now", "mystepdadhitsme"])
def test_words_run_together_are_read_apart(words: str) -> None:
    (alert,) = screen(words, speaker="child")
    assert alert.level == "urgent"
    assert words[alert.start : alert.end].lower() in words.lower().split()


@pytest.mark.parametrize("words", ["", " ", "\x00", "\ud800", "😀" * 50, "a", "؟؟", "\u200b"])
def test_odd_messages_raise_nothing_and_do_not_fail(words: str) -> None:
    assert screen(words, speaker="child") == []


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_string_gives_offsets_inside_it(words: str) -> None:
    for alert in screen(words, speaker="family"):
        assert 0 <= alert.start < alert.end <= len(words)


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_quick_way_and_the_way_with_places_see_the_same_words(words: str) -> None:
    assert rows_of(words) == [row.words for row in placed_rows_of(words)]


@given(st.text(alphabet="ab'.! \n", max_size=900))
@settings(max_examples=150, deadline=None)
def test_both_ways_agree_on_apostrophes_ends_and_long_sentences(words: str) -> None:
    assert rows_of(words) == [row.words for row in placed_rows_of(words)]


def test_a_normal_message_takes_well_under_five_milliseconds() -> None:
    words = (
        "my worker is kind and she listens but contact is hard because dad shouts and i get scared at night "
        * 3
    )
    screen(words, speaker="child")
    began = time.process_time()
    for _ in range(50):
        screen(words, speaker="child")
    assert (time.process_time() - began) / 50 < 0.005


@pytest.mark.parametrize(
    "words",
    [
        "he came home and then we all went out to the park and it was fine " * 15_000,
        "x" * 1_000_000,
        "iwanttodie" * 40 * 2_500,
        "\u200b'" * 500_000,
        " ".join(f"word{number}ing" for number in range(90_000)),
        "he hits me. " * 40_000,
        "mum \N{FULL STOP}" * 150_000,
    ],
    ids=["plain", "one word", "no spaces", "hidden", "all different", "all alarming", "short sentences"],
)
def test_a_message_of_a_megabyte_is_read_in_proportion(words: str) -> None:
    began = time.process_time()
    screen(words, speaker="child")
    assert time.process_time() - began < 10
