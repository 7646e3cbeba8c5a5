"""The themes on messages that were written apart and that nothing is trained on: eight sets, by eight writers."""

import json
from pathlib import Path

import pytest

from nlp.codebook import shipped_codebook
from nlp.components.themes import built_model
from nlp.trained.evaluating import evaluate_themes
from nlp.trained.worked import shipped_examples

GOLD = Path(__file__).parents[2] / "gold"
# How well each is read at least: themes by micro and macro F1, and valence, which moves by .02 with a few examples.
SETS = {
    "themes": (0.79, 0.87),
    "themes_second": (0.79, 0.81),
    "themes_third": (0.78, 0.76),
    "themes_fourth": (0.79, 0.81),
    "month": (0.68, 0.79),
    "screen_sixth": (0.63, 0.72),
    "answers": (0.78, 0.84),
    "inbox": (0.65, 0.83),
}


@pytest.mark.parametrize("name", SETS)
def test_themes_and_valences_are_found_as_well_as_promised(name: str) -> None:
    if built_model() is None:
        pytest.fail("the models are not built: run `heard nlp build`")
    figures = evaluate_themes(GOLD / f"{name}.jsonl")
    themes, valence = SETS[name]
    assert figures["micro"]["f1"] >= themes
    assert figures["macro"]["f1"] >= themes
    assert figures["valence_right"] >= valence


@pytest.mark.parametrize("name", SETS)
def test_nothing_that_is_measured_on_is_learnt_from_but_what_anybody_says(name: str) -> None:
    path = GOLD / f"{name}.jsonl"
    learnt = {plain(example.text) for example in shipped_examples(shipped_codebook())}
    measured = {plain(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines()}
    assert {text for text in learnt & measured if len(text) > 20} == set()


def plain(text: str) -> str:
    return " ".join(text.casefold().split())
