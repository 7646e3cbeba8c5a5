"""`heard nlp explain`: what was found, what nearly was, and what each of it rests on."""

import re

import pytest
from click.testing import CliRunner

from nlp.cli import nlp
from nlp.explaining import WIDE, explanation
from nlp.findings import Speaker
from nlp.pipeline import build_pipeline, read
from nlp.screening.said import said_of, screen_rules_version
from nlp.screening.stored import shipped_reader

ORDINARY = (
    "lunch was early", "she has a new car", "they moved the tables", "the bus was full", "my bag is green",
    "we had soup on monday", "the lift is slow", "there was a dog outside", "he wore a hat", "it got dark at five",
)  # fmt: skip


def part(said: str, heading: str) -> str:
    """The lines of an explanation under one heading."""
    return next(part for part in said.split("\n\n") if part.startswith(f"{heading}\n"))


def test_the_command_line_explains_with_words_shares_score_and_version() -> None:
    said = CliRunner().invoke(nlp, ["explain", "She never rings me back"]).output
    assert "  contact-speed, negative: very sure, " in said
    because = next(line for line in said.splitlines() if "because of" in line)
    shares = [int(share) for share in re.findall(r"” (\d+)%", because)]
    assert "rings" in because and shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 101
    assert "said by      the model, version " in said
    assert "Language\n  English (en)" in said


def test_where_no_theme_is_found_the_nearest_are_shown_with_score_and_words() -> None:
    said = [part(explanation(text, speaker=Speaker.child), "Themes") for text in ORDINARY]
    nothing = [themes for themes in said if "  No theme found.\n" in themes]
    near = [
        line
        for themes in nothing
        for line in themes.splitlines()
        if re.search(r"^    [a-z-]+ +0\.[0-4]\d  “[a-z ]+” \d+%", line)
    ]
    assert near and all("(a theme is found from 0.50)" in themes for themes in nothing)
    offered = build_pipeline().meta["heard_codebook"].offered_to(Speaker.child)
    assert {line.split()[0] for line in near} <= offered


def test_text_with_no_word_that_is_known_has_nothing_near() -> None:
    said = explanation("شكرا جزيلا")
    assert "No theme found.\n  No other came near" in said
    assert "none: no word can be read" in said


@pytest.mark.parametrize("text", ["", "  \n"])
def test_empty_text_is_said_to_be_empty(text: str) -> None:
    assert explanation(text) == "There are no words to read."


def test_an_alert_shows_its_rule_and_what_each_reader_says() -> None:
    text = "i dont want to be here anymore, nothing matters"
    alerts = part(explanation(text), "Alerts")
    model = shipped_reader().model
    assert model is not None
    assert "  suicide, urgent\n    because of   “dont want to be here anymore”" in alerts
    assert f"the rule suicide/not-live, rules version {screen_rules_version()}" in alerts
    assert re.search(r"linear 0\.\d\d, network 0\.\d\d\n +together 0\.\d\d \(an alert from 0\.\d\d\)", alerts)
    assert "(urgent from 0.70)" in alerts and f"by the trained reader, version {model.version}" in alerts
    assert "Read as the words of a child" in alerts


def test_without_an_alert_the_scores_are_shown_too() -> None:
    alerts = part(explanation("She is kind", speaker=Speaker.family), "Alerts")
    assert "No alert." in alerts and "network not asked" in alerts
    assert "Read as the words of a child" not in alerts


@pytest.mark.parametrize(
    "text", ["he hits me. I like school. We had tea. My mum came. it was fun", "i want to die", "I like it"]
)
def test_what_the_readers_say_is_what_decides(text: str) -> None:
    said = said_of(text, speaker="child")
    (reading,) = read([text], [Speaker.child])
    assert any(one.together >= one.needed for one in said) == bool(reading.alerts)
    assert text[said[0].start : said[0].end].startswith(text.split(".")[0])


def test_what_is_taken_out_and_the_copy_are_shown() -> None:
    taken = part(explanation("My worker Kim Okafor is kind"), "Taken out")
    assert "name         “Kim Okafor”" in taken and "copy         My worker [name] is kind" in taken
    assert "Nothing." in part(explanation("She is kind"), "Taken out")


def test_every_line_fits_whatever_is_written() -> None:
    text = "My mum's boyfriend Dave hits me and nobody ever listens to a word I say. " * 6 + "x" * 200
    assert max(map(len, explanation(text).splitlines())) <= WIDE


def test_it_says_what_reading_finds() -> None:
    text = "The caseloads are far too high and my manager never has time. I love my team."
    (reading,) = read([text], [Speaker.staff])
    said = explanation(text, speaker=Speaker.staff)
    assert reading.themes
    for theme in reading.themes:
        assert f"  {theme.theme}, {theme.valence}: " in said and f", {theme.score:.2f}\n" in said


def test_no_staff_theme_is_read_in_a_word_of_despair() -> None:
    (reading,) = read(["i dont want to be here anymore, nothing matters"])
    assert "morale-retention" not in {theme.theme for theme in reading.themes}
