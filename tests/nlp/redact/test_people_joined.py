"""Two people are two, whatever stands between them: "zayn nd malakai"."""

import pytest

from nlp.redact import redact
from nlp.redact.tokens import TYPED, tokens_of

JOINTS = [
    *sorted(TYPED),
    "and", "n", "an", "&", "+", "/", ",", "or", "plus", "w", "w/", "with", "wi", "vs", "x", "'n'", "an'", "AND", "then",
    "den", "💕",
]  # fmt: skip


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("joint", JOINTS)
def test_two_people_joined_are_two_spans(joint: str) -> None:
    assert redact(f"zayn {joint} malakai hit me").text == f"[name] {joint} [name] hit me"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("zayn nd malakai nd kayleigh nd me", "[name] nd [name] nd [name] nd me"),
        ("Kayleigh Nd Mia r my besties", "[name] Nd [name] r my besties"),
        ("ZAYN N MALAKAI HIT ME", "[name] N [name] HIT ME"),
        ("zayn&malakai", "[name]&[name]"),
        ("mum nd dave argue", "mum nd [name] argue"),
        ("me nd turnip got caught", "me nd [name] got caught"),
        ("pickle an noodle are my cousins", "[name] an [name] are my cousins"),
        ("i live wiv jan nd pete", "i live wiv [name] nd [name]"),
        ("jan n pete r my carers", "[name] n [name] r my carers"),
        ("mia nd zoe", "[name] nd [name]"),
        ("Zayn\nMalakai\nKayleigh", "[name]\n[name]\n[name]"),
        ("i was 2nd nd mia was 3rd", "i was 2nd nd [name] was 3rd"),
        ("he gave me an f", "he gave me an f"),
        ("the 22nd may suit us", "the 22nd may suit us"),
    ],
)
def test_joined_as_children_type_it(words: str, copy: str) -> None:
    assert redact(words).text == copy


def test_what_is_typed_for_and_reads_as_and_but_not_after_a_figure() -> None:
    assert [token.plain for token in tokens_of("zayn nd mia, 2nd nd last 😀 adn wiv")] == [
        "zayn", "and", "mia", ",", "2", "nd", "and", "last", "😀", "and", "with",
    ]  # fmt: skip


def test_what_is_joined_to_a_word_is_no_part_of_it() -> None:
    text = "she'll, kim'd, mum's and they've"
    assert [text[token.start : token.end] for token in tokens_of(text) if token.shape != "sign"] == [
        "she", "kim", "mum", "and", "they",
    ]  # fmt: skip
