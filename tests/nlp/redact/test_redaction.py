"""Redaction: identifiers go, the sentence still reads, offsets are those of the given text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp.redact
from nlp.redact import Familiar, redact


@pytest.fixture(autouse=True)
def lists_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built at set-up is tested in its own file: here lists, shapes and context must stand alone."""
    monkeypatch.setattr(nlp.redact, "shipped_reader", lambda: None)


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("Larisa shouted at my brother's friend", "[name] shouted at my brother's friend"),
        ("my social worker kim shouted", "my social worker [name] shouted"),
        ("miss okafor is nice", "miss [name] is nice"),
        ("larisas dog and Tariq's cat", "[name] dog and [name]'s cat"),
        ("I like Grace May Jones", "I like [name]"),
        ("ring 07700 900123 please", "ring [phone] please"),
        ("ring (0191) 498 0123 or +44 (0)7700 900 123", "ring [phone] or [phone]"),
        ("my number is oh seven seven double oh nine hundred one two three four", None),
        ("mail me at jo.smith@example.org.", "mail me at [email]."),
        ("we live at 14 Hawthorn Road, Gateshead NE8 1HH", "we live at [address], Gateshead [postcode]"),
        ("NHS number 943 476 5919", "NHS number [NHS number]"),
        ("NI is AB 12 34 56 C", "NI is [NI number]"),
        ("dob 12/03/2009", "dob [date of birth]"),
        ("case number 4471829", "case number [case number]"),
        ("a van, NX19 ABC", "a van, [vehicle reg]"),
        ("he is @dark_lord99 on there", "he is [social handle] on there"),
        ("see www.example.org/me", "see [url]"),
        ("I go to Oakfield Primary School", "I go to [school]"),
    ],
)
def test_what_identifies_somebody_is_taken_out(words: str, copy: str | None) -> None:
    found = redact(words)
    if copy is None:
        assert found.redactions
    else:
        assert found.text == copy


@pytest.mark.parametrize(
    "words",
    [
        "call childline on 0800 1111 or 999",
        "the meeting is on 12/03/2024 at 3pm",
        "I moved from London to Gateshead in May",
        "I am 14 and I gave it 8 out of 10",
        "I will see her on Monday and I hope it goes well",
        "my mum and my nan and my social worker came",
        "I like playing Roblox and watching Spiderman",
        "school is hard and I hate maths",
    ],
)
def test_what_identifies_nobody_stays(words: str) -> None:
    assert redact(words).text == words


def test_one_mention_found_is_every_mention_found() -> None:
    assert redact("I live with Zarqa. zarqa is kind and zarqas cat is too").text == (
        "I live with [name]. [name] is kind and [name] cat is too"
    )


def test_a_known_person_is_found_wherever_they_stand() -> None:
    assert (
        redact("then quillon came round", familiar=Familiar.of(people=["Quillon Spreckley"])).text
        == "then [name] came round"
    )


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_string_can_be_redacted_with_spans_in_order(words: str) -> None:
    found = redact(words)
    last = 0
    for span in found.redactions:
        assert last <= span.start < span.end <= len(words)
        last = span.end


@pytest.mark.parametrize(
    "words",
    [
        "Nikt do nas nie dzwoni.",
        "La trabajadora social nunca nos llama.",
        "Dziękujemy za wsparcie dla całej rodziny.",
        "Die Sozialarbeiterin war sehr nett zu uns.",
        "Kimse bizi dinlemiyor.",
    ],
)
def test_the_everyday_words_of_another_language_name_nobody(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Mój tata Zdzichu bije mnie", "Mój tata [name] bije mnie"),
        ("mój brat kacper mieszka u babci", "mój brat [name] mieszka u babci"),
        ("Moja pani Agnieszka Kowalska jest miła", "Moja pani [name] jest miła"),
        ("Mein Bruder Torben hat Angst vor mir", "Mein Bruder [name] hat Angst vor mir"),
    ],
)
def test_names_in_another_language_are_still_taken_out(words: str, left: str) -> None:
    assert redact(words).text == left


def test_somebody_known_here_is_taken_out_of_every_language() -> None:
    known = Familiar.of(people=["Nikt Maja"])
    assert redact("Maja nie dzwoni do nas nigdy", familiar=known).text == "[name] nie dzwoni do nas nigdy"
