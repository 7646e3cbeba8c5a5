"""The screen on messages that it never learns from, written as strangers would write them: seven sets, and a month."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from nlp.screening import screen
from nlp.screening.examples import load_examples, load_feedback
from nlp.screening.sentences import rows_of

pytestmark = pytest.mark.usefixtures("built")

GOLD = Path(__file__).parents[2] / "gold"
# Of each set: how many urgent messages each kind of harm has at least, and the shares of the urgent ones seen at least
# and of the ordinary ones stopped at most.
SETS = {
    "screen": (9, 0.92, 0.1),
    "screen_second": (5, 0.96, 0.1),
    "screen_third": (6, 0.95, 0.13),
    "screen_fourth": (8, 0.91, 0.16),
    "screen_fifth": (4, 0.94, 0.15),
    "screen_sixth": (2, 0.9, 0.14),
    "screen_seventh": (9, 0.66, 0.13),
}
MONTH = "month"


def gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def learned() -> frozenset[str]:
    examples = [*load_examples(), *chain(*load_feedback())]
    return frozenset(str(rows_of(example.text)) for example in examples)


@pytest.mark.parametrize("name", [*SETS, MONTH])
def test_nothing_that_is_measured_was_learned_from_but_what_anybody_says(name: str) -> None:
    told = [message for message in gold(name) if len(message["text"]) > 20]
    assert [message["id"] for message in told if str(rows_of(message["text"])) in learned()] == []


@pytest.mark.parametrize("name", SETS)
def test_every_kind_of_harm_and_every_speaker_is_measured(name: str) -> None:
    fewest, _, _ = SETS[name]
    urgent = Counter(message["category"] for message in gold(name) if message["level"] == "urgent")
    assert len(urgent) == 15
    assert min(urgent.values()) >= fewest
    assert {message["speaker"] for message in gold(name)} == {"child", "family", "staff"}


@pytest.mark.parametrize("name", SETS)
def test_most_urgent_messages_are_seen_and_few_ordinary_ones_stopped(name: str) -> None:
    _, seen, most = SETS[name]
    stopped = shares_stopped(name)
    assert stopped["urgent"] >= seen
    assert stopped["none"] <= most


def test_of_a_month_as_it_comes_in_what_a_person_must_look_at_is_seen_and_little_else_stopped() -> None:
    stopped = shares_stopped(MONTH)
    assert min(stopped["urgent"], stopped["review"]) >= 0.89
    assert stopped["none"] <= 0.11


def shares_stopped(name: str) -> dict[str, float]:
    """The share of the messages of each level that raise an alert."""
    stopped: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for message in gold(name):
        of[message["level"]] += 1
        stopped[message["level"]] += bool(screen(message["text"], speaker=message["speaker"]))
    return {level: stopped[level] / of[level] for level in of}
