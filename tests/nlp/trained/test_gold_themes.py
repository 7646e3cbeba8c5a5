"""The themes on messages that were written apart and that nothing is trained on: four sets, by four writers."""

import json
from pathlib import Path

import pytest

from nlp.codebook import shipped_codebook
from nlp.components.themes import built_model
from nlp.trained.evaluating import evaluate_themes
from nlp.trained.worked import worked_examples

GOLD = Path(__file__).parents[2] / "gold"
FIRST, SECOND, THIRD, FOURTH = (GOLD / f"themes{name}.jsonl" for name in ("", "_second", "_third", "_fourth"))


@pytest.mark.parametrize(
    ("path", "valence"),
    [(FIRST, 0.85), (SECOND, 0.80), (THIRD, 0.77), (FOURTH, 0.82)],
    ids=["first", "second", "third", "fourth"],
)
def test_themes_and_valences_are_found_as_well_as_promised(path: Path, valence: float) -> None:
    if built_model() is None:
        pytest.fail("the models are not built: run `heard nlp build`")
    figures = evaluate_themes(path)
    assert figures["micro"]["f1"] >= 0.77
    assert figures["macro"]["f1"] >= 0.77
    assert figures["valence_right"] >= valence


@pytest.mark.parametrize("path", [FIRST, SECOND, THIRD, FOURTH], ids=["first", "second", "third", "fourth"])
def test_nothing_that_is_measured_on_is_learnt_from_but_what_anybody_says(path: Path) -> None:
    learnt = {plain(example.text) for example in worked_examples(shipped_codebook())}
    measured = {plain(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines()}
    assert {text for text in learnt & measured if len(text) > 20} == set()


def plain(text: str) -> str:
    return " ".join(text.casefold().split())
