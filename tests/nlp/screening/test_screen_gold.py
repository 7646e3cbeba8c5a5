"""The screen on messages that it never learns from, written as strangers would write them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from nlp.screening import joining, screen
from nlp.screening.examples import load_examples, load_plain_feedback
from nlp.screening.model import reader_of
from nlp.screening.sentences import rows_of
from nlp.screening.stored import MODEL_FILE, load_screen_model
from tests.nlp.screening.screen_built import built_screen

GOLD = Path(__file__).parents[2] / "gold" / "screen.jsonl"


def gold() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def test_nothing_that_is_measured_was_learned_from() -> None:
    learned = {str(rows_of(example.text)) for example in [*load_examples(), *load_plain_feedback()]}
    assert [message["id"] for message in gold() if str(rows_of(message["text"])) in learned] == []


def test_every_kind_of_harm_and_every_speaker_is_measured() -> None:
    urgent = Counter(message["category"] for message in gold() if message["level"] == "urgent")
    assert len(urgent) == 15
    assert min(urgent.values()) >= 9
    assert {message["speaker"] for message in gold()} == {"child", "family", "staff"}


def test_most_urgent_messages_are_seen_and_few_ordinary_ones_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of(load_screen_model(built_screen() / MODEL_FILE))
    monkeypatch.setattr(joining, "shipped_reader", lambda: reader)
    stopped: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for message in gold():
        of[message["level"]] += 1
        stopped[message["level"]] += bool(screen(message["text"], speaker=message["speaker"]))
    assert stopped["urgent"] / of["urgent"] >= 0.85
    assert stopped["none"] / of["none"] <= 0.1
