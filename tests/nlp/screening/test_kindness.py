"""Who says in the plainest words that somebody is good to them hardly ever raises an alarm."""

from itertools import product

from nlp.screening import screen

WHO = (
    "My dad",
    "my mum",
    "my carer",
    "My nan",
    "My brother",
    "my foster mum",
    "my social worker",
    "my teacher",
)
HOW = ("is kind to me.", "is really nice to me", "is always there for me", "cares about me", "is good to us")


def test_plain_praise_is_next_to_never_stopped() -> None:
    told = [f"{who} {how}" for who, how in product(WHO, HOW)]
    stopped = [text for text in told if screen(text, speaker="child")]
    assert len(stopped) <= len(told) / 20, stopped


def test_kindness_that_must_not_be_told_still_does() -> None:
    for text in (
        "he is nice to me when nobody is in and says not to tell",
        "he is only nice if i let him touch me",
    ):
        assert screen(text, speaker="child"), text
