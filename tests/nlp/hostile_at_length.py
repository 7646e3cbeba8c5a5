"""`make hostile`: hostile texts of 200,000 characters, and some of a million, in time that grows with their length.

Four times the text may take eight times as long, since machines are busy; time that grows with the square takes
sixteen times.
"""

import time

import pytest

from nlp.benches.hostile_texts import DISCLOSURE, hostile_texts
from tests.nlp.hostile_reading import read_whole
from tests.nlp.redact.test_redaction_bad_input import LONG as TO_REDACT
from tests.nlp.redact.test_redaction_bad_input import SECONDS_A_QUARTER, seconds_to_redact

LENGTH = 200_000
SHORT, LONG, LONGEST = (hostile_texts(characters) for characters in (LENGTH // 4, LENGTH, 1_000_000))
MOST_TIMES = 8
# What takes less says nothing.
LEAST_SECONDS = 0.1


def seconds(text: str) -> float:
    began = time.process_time()
    read_whole(text)
    return time.process_time() - began


@pytest.mark.parametrize("name", LONG)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    seconds(DISCLOSURE)
    assert seconds(LONG[name]) < MOST_TIMES * max(seconds(SHORT[name]), LEAST_SECONDS)


@pytest.mark.parametrize(
    "name", ["emoji", "the mark ,", "one digit", "unseen signs in a word", "words no two alike"]
)
def test_a_million_characters_are_read(name: str) -> None:
    read_whole(LONGEST[name])


@pytest.mark.parametrize("text", TO_REDACT.values(), ids=TO_REDACT)
def test_a_megabyte_is_redacted(text: str) -> None:
    assert seconds_to_redact(text) < 4 * SECONDS_A_QUARTER
