"""People who are told from the word's place in the sentence alone: nicknames, letters, words that are names too."""

import pytest

from nlp.redact import redact


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("flapjack told my mum", "[name] told my mum"),
        ("toffee wont tell us", "[name] wont tell us"),
        ("wardrobe promised me", "[name] promised me"),
        ("then magpie bit me", "then [name] bit me"),
        ("walnut was crying", "[name] was crying"),
        ("gherkin has been really upset", "[name] has been really upset"),
        ("i sat wi marmalade", "i sat wi [name]"),
        ("can sardine come to tea", "can [name] come to tea"),
        ("me n crumble got caught", "me n [name] got caught"),
        ("newt's mum rang", "[name]'s mum rang"),
        ("dumpling and radish are my cousins", "[name] and [name] are my cousins"),
        ("everyone calls her bobble", "everyone calls her [name]"),
    ],
)
def test_a_thing_that_does_what_only_people_do_is_somebody(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("dk told me", "[name] told me"),
        ("me n rv fell out", "me n [name] fell out"),
        ("zeke7 wont stop", "[name] wont stop"),
        ("z4 nicked my bike", "[name] nicked my bike"),
        ("gogo bit fifi", "[name] bit [name]"),
        ("nana akosua prays with me", "[name] prays with me"),
        ("told old fred about it", "told [name] about it"),
        ("ginger phil rang", "[name] rang"),
        ("wee davey cried", "[name] cried"),
    ],
)
def test_pairs_numbers_and_what_somebody_looks_like_belong_to_the_name(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("f knows all about it", "[name] knows all about it"),
        ("they moved t to another house", "they moved [name] to another house"),
        ("P. declined breakfast", "[name] declined breakfast"),
        ("p's dad came", "[name]'s dad came"),
        ("me and g ran off", "me and [name] ran off"),
        ("m n j are fighting", "[name] n [name] are fighting"),
        ("l was tearful at bedtime", "[name] was tearful at bedtime"),
    ],
)
def test_a_letter_that_acts_is_somebody(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("jake reece and waffle kicked off", "[name] and [name] kicked off"),
        ("me shanelle and nougat", "me [name] and nougat"),
        ("with leroy and p", "with [name] and [name]"),
        ("cobweb and mina got caught", "cobweb and [name] got caught"),
        ("pebble and mina got caught", "[name] and [name] got caught"),
    ],
)
def test_whoever_is_listed_beside_somebody_is_somebody(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("ask tohmas about it", "ask [name] about it"),
        ("i live with jessicca", "i live with [name]"),
    ],
)
def test_a_name_with_two_letters_swapped_or_one_doubled_is_a_name(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("mark marked my arm", "[name] marked my arm"),
        ("clay has told nan about the clay", "[name] has told nan about the clay"),
        ("storm shares my room, the storm was loud", "[name] shares my room, the storm was loud"),
    ],
)
def test_a_name_and_the_word_it_is_stand_side_by_side(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    "words",
    [
        "the magpie bit me and my dumpling went cold",
        "flapjack and custard for pudding",
        "toffee is nice",
        "my cat bit me",
        "teachers told my mum and nobody said sorry",
        "heaven knows why",
        "c u later, o no, k thanks x x",
        "vitamin d and plan b in year 6 b",
        "y dont u come b4 tea",
        "tv said so and my sw said no",
        "a. was it safe b. was it kind",
        "ps5 got nicked and my m8 told on me",
        "i was happy happy",
        "Faith visits were stopped",
        "the grace period ended",
        "ask em and tell em",
        "she runned off and i hitted me ead",
        "heaven knows, pj day is best",
    ],
)
def test_things_letters_and_numbers_that_do_nothing_stay(words: str) -> None:
    assert redact(words).text == words
