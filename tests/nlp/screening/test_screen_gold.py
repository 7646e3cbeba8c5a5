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
NAMES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
SETS = [GOLD / "screen.jsonl", *(GOLD / f"screen_{name}.jsonl" for name in NAMES[1:])]
MONTH = GOLD / "month.jsonl"


def gold(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def learned() -> frozenset[str]:
    examples = [*load_examples(), *chain(*load_feedback())]
    return frozenset(str(rows_of(example.text)) for example in examples)


@pytest.mark.parametrize("path", [*SETS, MONTH], ids=[*NAMES, "month"])
def test_nothing_that_is_measured_was_learned_from_but_what_anybody_says(path: Path) -> None:
    told = [message for message in gold(path) if len(message["text"]) > 20]
    assert [message["id"] for message in told if str(rows_of(message["text"])) in learned()] == []


@pytest.mark.parametrize(("path", "fewest"), list(zip(SETS, [9, 5, 6, 8, 4, 2, 9], strict=True)), ids=NAMES)
def test_every_kind_of_harm_and_every_speaker_is_measured(path: Path, fewest: int) -> None:
    urgent = Counter(message["category"] for message in gold(path) if message["level"] == "urgent")
    assert len(urgent) == 15
    assert min(urgent.values()) >= fewest
    assert {message["speaker"] for message in gold(path)} == {"child", "family", "staff"}


@pytest.mark.parametrize(
    ("path", "seen", "most"),
    list(
        zip(
            SETS,
            [0.92, 0.96, 0.95, 0.91, 0.94, 0.9, 0.66],
            [0.1, 0.1, 0.13, 0.16, 0.15, 0.14, 0.13],
            strict=True,
        )
    ),
    ids=NAMES,
)
def test_most_urgent_messages_are_seen_and_few_ordinary_ones_stopped(
    path: Path, seen: float, most: float
) -> None:
    stopped = shares_stopped(path)
    assert stopped["urgent"] >= seen
    assert stopped["none"] <= most


def test_of_a_month_as_it_comes_in_what_a_person_must_look_at_is_seen_and_little_else_stopped() -> None:
    stopped = shares_stopped(MONTH)
    assert min(stopped["urgent"], stopped["review"]) >= 0.89
    assert stopped["none"] <= 0.11


def shares_stopped(path: Path) -> dict[str, float]:
    """The share of the messages of each level that raise an alert."""
    stopped: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for message in gold(path):
        of[message["level"]] += 1
        stopped[message["level"]] += bool(screen(message["text"], speaker=message["speaker"]))
    return {level: stopped[level] / of[level] for level in of}
