"""Texts written to be slow or to break something are read like any other. `make hostile` reads them at length."""

import pytest

from nlp.benches.hostile_texts import DISCLOSURE, UNITS, hostile_texts
from nlp.screening import screen
from tests.nlp.hostile_reading import read_whole

CHARACTERS = 20_000
TEXTS = hostile_texts(CHARACTERS)
HELD_KEYS = [name for name, unit in UNITS.items() if not any(map(str.isalnum, unit))]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_read_and_every_finding_lies_in_it(text: str) -> None:
    assert len(text) == CHARACTERS
    read_whole(text)


@pytest.mark.parametrize("name", HELD_KEYS)
def test_a_key_held_down_hides_no_disclosure(name: str) -> None:
    (alert,) = screen(TEXTS[name], speaker="child")
    assert (alert.category, alert.level) == ("suicide", "urgent")
    assert TEXTS[name][alert.start : alert.end] in DISCLOSURE
