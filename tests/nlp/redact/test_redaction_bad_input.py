"""Redaction of anything a `str` can hold: time grows with length and no faster, and hidden names are found."""

import random
import time
from itertools import pairwise

import pytest

from nlp.languages import identify_language
from nlp.pipeline import read
from nlp.redact import redact

SAID = "my social worker kim came to 14 elm road and rang 07700 900123 about hollybank primary school. "
CHANCE = random.Random(2)
A_QUARTER = 250_000
# Generous: what is held here is that no text of this size takes a minute. `make hostile` reads them whole.
SECONDS_A_QUARTER = 20.0

LONG = {
    "an ordinary text of 1 MB": SAID * 10_000,
    "all capitals": SAID.upper() * 10_000,
    "no spaces": SAID.replace(" ", "") * 10_000,
    "one word": "a" * 1_000_000,
    "20,000 distinct words": " ".join(
        "".join(CHANCE.choice("abcdefghijklmnoprstuvwyz") for _ in range(CHANCE.randint(3, 10))) for _ in range(20_000)
    ),
    "a sign for addresses after one long word": "a" * 500_000 + "@",
    "digits alone": "1234567890" * 100_000,
    "digits apart": "1 " * 500_000,
    "dots": "a.b" * 300_000,
    "words that tell of a number, and none": "case number " * 80_000 + "1",
    "numbers in words": "oh seven " * 110_000,
    "double names": "Ab-" * 330_000,
    "letters with full stops": "A." * 400_000,
    "letters in a list": "i told " + "B, " * 200_000,
    "months in a list": "may, " * 150_000,
    "flats": "flat 1 " * 80_000,
    "a cue and many digits that end in letters": "pip " + "1" * 400_000 + "abc",
    "cues and digits": "pip 111111111111111111111111 abc sort code 20 40 iban GB29 pin 11 " * 15_000,
    "house numbers": "1 a b c " * 120_000,
    "endings of places": "bramble primary school " * 40_000,
    "emoji": "\U0001f600" * 300_000,
    "right to left": "مرحبا " * 150_000,
    "half characters": "\ud800" * 300_000,
    "line ends": "\n" * 1_000_000,
}  # fmt: skip


def seconds_to_redact(text: str) -> float:
    began = time.process_time()
    found = redact(text).redactions
    identify_language(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    return time.process_time() - began


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_quarter_of_a_megabyte_takes_seconds(text: str) -> None:
    assert seconds_to_redact(text[:A_QUARTER]) < SECONDS_A_QUARTER


def test_a_megabyte_as_people_write_takes_seconds() -> None:
    assert seconds_to_redact(LONG["an ordinary text of 1 MB"]) < 4 * SECONDS_A_QUARTER


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufeff", "\u0335", "\u0301", "\u00ad"])
def test_a_name_with_something_hidden_between_its_letters_is_found(hidden: str) -> None:
    name = hidden.join("wojtek")
    text = f"i hate {name} so much"
    [found] = redact(text).redactions
    assert text[found.start : found.end] == name


@pytest.mark.parametrize("hidden", ["\u200b", "\u0335", "\u200d", "\u0301"])
def test_64_kib_with_something_hidden_between_all_letters_is_read_in_seconds(hidden: str) -> None:
    text = hidden.join((SAID * 700)[:32_768])
    began = time.process_time()
    [reading] = read([text])
    assert time.process_time() - began < 10
    assert reading.redactions
    assert all(0 <= found.start < found.end <= len(text) for found in reading.redactions)
