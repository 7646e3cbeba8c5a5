"""The themes on messages that were written apart and that nothing is trained on: `tests/gold/themes.jsonl`."""

import json
from pathlib import Path

import pytest

from nlp.codebook import shipped_codebook
from nlp.components.themes import built_model
from nlp.trained.evaluating import evaluate_themes
from nlp.trained.worked import worked_examples

GOLD = Path(__file__).parents[2] / "gold" / "themes.jsonl"


@pytest.fixture(scope="module")
def figures() -> dict[str, object]:
    if built_model() is None:
        pytest.fail("the models are not built: run `heard nlp build`")
    return evaluate_themes(GOLD)


def test_themes_are_found_as_well_as_promised(figures: dict[str, dict[str, float]]) -> None:
    assert figures["micro"]["f1"] >= 0.73
    assert figures["macro"]["f1"] >= 0.74


def test_valence_is_right_as_often_as_promised(figures: dict[str, float]) -> None:
    assert figures["valence_right"] >= 0.76


def test_nothing_that_is_measured_on_is_learnt_from_but_what_anybody_says() -> None:
    learnt = {plain(example.text) for example in worked_examples(shipped_codebook())}
    measured = {plain(json.loads(line)["text"]) for line in GOLD.read_text(encoding="utf-8").splitlines()}
    assert {text for text in learnt & measured if len(text) > 20} == set()


def plain(text: str) -> str:
    return " ".join(text.casefold().split())
