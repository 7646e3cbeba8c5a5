"""The words behind a suggestion: their shares add up to the score exactly, and they stand where they are said to."""

from collections.abc import Sequence

import numpy as np
import pytest

from nlp.arrays import Floats
from nlp.codebook import shipped_codebook
from nlp.components.themes import ThemeChoice, _cells
from nlp.findings import Reading
from nlp.kept.reading import to_keep
from nlp.lexis.passages import passages_of
from nlp.pipeline import build_pipeline, read
from nlp.reasons import Row, effects, spelling_effects, strengths
from nlp.trained.context import context_of
from nlp.trained.label_model import NETWORK_WEIGHS, LabelModel
from nlp.trained.seen import seen
from tests.nlp.trained.written_out import spellings

TEXTS = [
    "She never rings me back and I have been waiting for weeks",
    "my social worker is kind but nobody tells me when I can see my brother",
    "nobdy lissens 2 me!! they dont get it",
    "ok",
]


def model() -> LabelModel:
    choice = build_pipeline().get_pipe("heard_themes")
    assert isinstance(choice, ThemeChoice) and choice.model is not None
    return choice.model


def unmoved(model: LabelModel, labels: Sequence[int], row: Row) -> Floats:
    """The part of each score that no word has a share in."""
    network = model.network
    open_units = (row.values @ network.inward[row.columns] + network.inward_bias) > 0
    by_network = network.inward_bias[open_units] @ network.outward[open_units] + network.outward_bias
    return np.asarray((model.bias + NETWORK_WEIGHS * by_network)[list(labels)], dtype=np.float32)


def read_one(text: str) -> Reading:
    (found,) = read([text], why=True)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_words_add_is_the_score(text: str) -> None:
    (doc,) = build_pipeline().pipe([text])
    one = seen(passages_of(doc)[0], [context_of("child")])
    rows = model().plain.matrix(one)
    row, labels = Row(*_cells(rows, 0)), list(range(len(model().labels)))
    added = effects(model(), labels, row).sum(axis=0)
    added = added + spelling_effects(model(), labels, spellings(doc)).sum(axis=0)
    whole = added + unmoved(model(), labels, row)
    assert np.allclose(whole, model().raw_scores(one)[0], atol=1e-4)


@pytest.mark.parametrize("text", TEXTS)
def test_every_part_but_who_speaks_stands_at_some_words(text: str) -> None:
    (doc,) = build_pipeline().pipe([text])
    row = Row(*_cells(model().plain.matrix(seen(passages_of(doc)[0], [{}])), 0))
    found = strengths(model(), [3], row, doc)[0]
    whole = effects(model(), [3], row).sum() + spelling_effects(model(), [3], spellings(doc)).sum()
    assert sum(found) == pytest.approx(float(whole), abs=1e-4)


def test_the_strongest_words_are_said_first_as_they_were_written() -> None:
    text = TEXTS[0]
    (found,) = (one for one in read_one(text).themes if one.theme == "contact-speed")
    said = [text[start:end] for start, end in found.reasons]
    assert "rings" in said[0]
    assert any("waiting" in words for words in said)


def test_a_theme_of_the_list_alone_says_which_phrases() -> None:
    pipeline = build_pipeline()
    choice = ThemeChoice(model=None, codebook=shipped_codebook())
    with pipeline.memory_zone():
        (doc,) = choice.pipe(pipeline.pipe(["Nobody listens to me and she never rings back"]))
        shown = {
            found.theme: [doc[start:end].text.lower() for start, end in found.reasons]
            for found in doc._.candidates
        }
    assert any("listens" in words for words in shown["listened-to"])


def test_reasons_are_kept_as_places_in_the_redacted_copy_and_hold_no_name() -> None:
    text = "My social worker Kim Okafor never rings me back and I have been waiting"
    reading = read_one(text)
    kept = to_keep(text, reading)
    assert "Okafor" not in kept.redacted
    theme = next(one for one in kept.themes if one.finding.theme == "contact-speed")
    said = [kept.redacted[start:end] for start, end in theme.reasons]
    assert "rings" in said[0]
    for one in kept.themes:
        for start, end in one.reasons:
            assert 0 <= start < end <= len(kept.redacted)


def test_without_being_asked_reading_says_no_reasons_of_the_model() -> None:
    (found,) = read([TEXTS[0]])
    assert all(not one.reasons for one in found.themes if one.source.startswith("model:"))
