"""Reading on the command line ends in time, and what was too slow costs itself and nothing else."""

import json
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner

import nlp.tagging
from nlp.cli import nlp as command
from nlp.findings import Reading
from nlp.pipeline import read
from nlp.tagging import FIRST_PART, answers
from nlp.time_limit import CHARACTERS_AT_ONCE, TooSlow, allowed, time_limit

LONG = "i want to die " + "\U0001f600" * FIRST_PART


def read_long_ones_slowly(texts: Iterable[str], *rest: Any, **more: Any) -> Iterator[Reading]:
    texts = list(texts)
    if any(len(text) > FIRST_PART for text in texts):
        time.sleep(600)
    return read(texts, *rest, **more)


def test_what_takes_too_long_is_stopped_where_it_stands() -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow), time_limit(0.2):
        time.sleep(600)
    assert time.monotonic() - began < 60


def test_what_ends_in_time_is_left_alone() -> None:
    with time_limit(0.2):
        pass
    time.sleep(0.3)


def test_a_longer_text_may_take_longer_in_proportion() -> None:
    assert allowed(10) == allowed(CHARACTERS_AT_ONCE) == 10
    assert allowed(5 * CHARACTERS_AT_ONCE) == 50


def test_a_line_that_takes_too_long_gets_an_error_with_the_alerts_of_its_first_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nlp.tagging._pipeline()
    monkeypatch.setattr(nlp.tagging, "read", read_long_ones_slowly)
    monkeypatch.setattr(nlp.tagging, "allowed", lambda _characters: 3.0)
    texts = ["she never rings back", LONG, "all good"]
    lines = [json.dumps({"id": at, "text": text}).encode() for at, text in enumerate(texts)]
    quick, slow, good = answers(lines)
    assert quick["themes"] and "error" not in quick and "error" not in good
    assert slow["error"] == "the text took longer than 3 seconds"
    assert [(alert["category"], alert["level"]) for alert in slow["alerts"]] == [("suicide", "urgent")]
    assert set(slow) == {"id", "error", "alerts"}


def test_an_explanation_that_takes_too_long_ends_with_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.cli.allowed", lambda _characters: 1.0)
    monkeypatch.setattr("nlp.cli.explanation", lambda *_, **__: time.sleep(600))
    said = CliRunner().invoke(command, ["explain", "i want to die"])
    assert said.exit_code == 1
    assert said.output == "Error: The text took longer than 1 seconds to read.\n"
