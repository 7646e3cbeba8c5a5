"""What the demo decides is in words of the codebook, and enough for a model to be put to the test."""

from nlp.codebook import shipped_codebook
from nlp.demo import DECISIONS, themes_of
from nlp.findings import Valence


def test_every_decision_names_themes_that_there_are() -> None:
    assert {theme for themes in DECISIONS.values() for theme in themes} <= set(shipped_codebook().slugs())


def test_two_known_sentences_are_decided_together_and_unknown_words_are_left() -> None:
    found = themes_of("She always does what she says she will do. But let us keep the same worker.")
    assert found == {"promises-kept": Valence.positive, "change-of-worker": Valence.negative}
    assert themes_of("Threshold decisions were timely and well explained.") == {}
    assert themes_of("Let us keep the same worker, Kim.") is None
