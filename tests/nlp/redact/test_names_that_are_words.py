"""Praise, animals, endearments and other words that people are called by, in ordinary use and as names."""

import pytest

from nlp.redact import redact

pytestmark = pytest.mark.usefixtures("built")


@pytest.mark.parametrize(
    "words",
    [
        "the trip was ace",
        "she is ace and so is my room",
        "its dead peng in here",
        "the food's lush",
        "we got well lucky with our carers",
        "my bedroom is tiny and blue",
        "not lucky like other kids",
        "im gay and its fine",
        "thats sick that",
        "my room is warm and sunny",
    ],
)
def test_how_somebody_or_something_is_names_nobody(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    "words",
    [
        "my cat died",
        "nans cat had kittens and our bunny got out",
        "the fox and the bear in my book",
        "my old teddy got lost",
        "two robins on the fence",
        "there is hope, a spoon of honey, better than last winter",
        "his pony called thunder bit me",
        "bunny ears at the party and ace food",
        "people chuck stuff",
        "my pe kit and my mums grave",
        "she gave me a gem and a gold star",
        "my treasure box and a ruby ring",
        "we did crystal painting and star jumps",
        "honey on toast, mint choc chip and ginger beer",
    ],
)
def test_animals_and_things_somebody_has_name_nobody(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    "words",
    [
        "thanks poppet",
        "alright petal",
        "dont call me honey",
        "he calls me princess",
        "my sister gets called princess",
        "daddys little princess",
        "goodnight princess",
        "you little tiger",
        "you star",
        "absolute legend",
    ],
)
def test_what_anybody_is_called_names_nobody(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    "words",
    [
        "miss said i can go and miss has told them",
        "i miss golden time and i miss youth club",
        "coach has got two phones",
        "mum says she'll ring and nobody'd listen",
        "he said shell bring my book",
        "THIS IS MY ROOM and they said NO",
        "No homework No shoes",
        "at nanas, on nannys lap, by grans sink",
        "Childminder rang. Rota was late.",
        "i get sad wen im on my own",
        "will my mum be told",
        "Seen by nurse, HR 80 and BM 4.2",
        "Her PHQ-9 was 14 and we did the SF1, form SF1",
    ],
)
def test_little_words_and_bare_titles_name_nobody(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("my friend ace said it was fine", "my friend [name] said it was fine"),
        ("cat is my social worker", "[name] is my social worker"),
        ("is ace coming to the party", "is [name] coming to the party"),
        ("my best friend is ace", "my best friend is [name]"),
        ("hi im ace im 12", "hi im [name] im 12"),
        ("ace and cat are ace", "[name] and [name] are ace"),
        ("honey made me toast", "[name] made me toast"),
        ("jade ring me please", "[name] ring me please"),
        ("everyone calls me tiny", "everyone calls me [name]"),
        ("my sisters angel and precious", "my sisters [name] and [name]"),
        ("my mates call me duck", "my mates call me [name]"),
        ("our robin got a job", "our [name] got a job"),
        ("my uncle duck drinks", "my uncle [name] drinks"),
        ("pip's my best mate", "[name]'s my best mate"),
        ("shell said she cant come", "[name] said she cant come"),
        ("i told drew to stop", "i told [name] to stop"),
        ("thank you gem you were there for us", "thank you [name] you were there for us"),
        ("Visited Star and Angel at home today.", "Visited [name] and [name] at home today."),
        ("kim'll ring and sue'd know", "[name]'ll ring and [name]'d know"),
        ("It was late. Jo put the kettle on.", "It was late. [name] put the kettle on."),
        ("mum and dave argue", "mum and [name] argue"),
        ("Mrs Tranmere left", "Mrs [name] left"),
        ("i had tea with olive", "i had tea with [name]"),
        ("i gave olive my cake", "i gave [name] my cake"),
        ("my worker jade rings at 6", "my worker [name] rings at 6"),
        ("my sisters angel, precious and ruby", "my sisters [name], [name] and [name]"),
        ("I TOLD WILL ABOUT IT", "I TOLD [name] ABOUT IT"),
        ("miss may said i can", "miss [name] said i can"),
        ("spoke to B and M", "spoke to [name] and [name]"),
    ],
)
def test_somebody_of_such_a_name_is_still_covered(words: str, copy: str) -> None:
    assert redact(words).text == copy
