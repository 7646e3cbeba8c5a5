"""The vectors of a language model are features beside our own, and no model is used without those it learnt with."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc
from spacy.vectors import Vectors
from thinc.types import Ragged

from nlp.codebook import shipped_codebook
from nlp.components import themes
from nlp.components.themes import model_to_read_with
from nlp.language_model import LanguageModel
from nlp.language_model.pieces import LONGEST, pieces_of
from nlp.language_model.pooling import Pool, in_context, without_context
from nlp.pipeline import pipeline_with, read
from nlp.trained import kept_model
from nlp.trained.fitting import WEIGHTS_BESIDE
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import LabelledText
from nlp.trained.refused import ModelRefusedError
from nlp.trained.shipped import shipped_version
from nlp.trained.training import look_at, tagged, train
from tests.nlp.language_model import made
from tests.nlp.language_model.rows import ROWS

UNSEEN = ("she zibbles today", "she vorps today", "she quaffs today")


@pytest.fixture(scope="module")
def plain() -> LabelModel:
    return train(ROWS)


@pytest.fixture(scope="module")
def vectored(table: LanguageModel) -> LabelModel:
    return train(ROWS, language_model=table)


def labels(model: LabelModel, texts: Sequence[str]) -> list[list[str]]:
    return [[one["label"] for one in found] for found in tagged(model, [unlabelled(text) for text in texts])]


def unlabelled(text: str) -> LabelledText:
    return LabelledText(text, frozenset(), None)


def test_a_word_that_no_example_holds_is_understood_by_those_it_lies_near(
    plain: LabelModel, vectored: LabelModel
) -> None:
    assert labels(vectored, UNSEEN) == [["listened-to"], ["contact-speed"], []]
    assert ["contact-speed"] not in labels(plain, UNSEEN)


def test_vectors_neither_drown_nor_vanish(vectored: LabelModel) -> None:
    assert vectored.beside is not None
    assert vectored.beside.weight in WEIGHTS_BESIDE
    seen = look_at(ROWS, vectored.language_model)
    rows = vectored.beside.joined(vectored.plain.matrix(seen), seen.vectors)
    assert np.linalg.norm(rows.beside, axis=1) == pytest.approx(vectored.beside.weight, rel=1e-4)


def test_a_text_with_no_known_word_is_read_by_our_own_features(vectored: LabelModel) -> None:
    seen = look_at([unlabelled("qqqq 😀")], vectored.language_model)
    assert list(seen.vectors) == [None]
    assert np.isfinite(vectored.scores(seen)).all()


def test_a_model_that_sees_words_in_their_places_is_learnt_with_too(
    placed: LanguageModel, tmp_path: Path
) -> None:
    model = train(ROWS, language_model=placed)
    assert model.weights.shape[0] == model.plain.width + 2 * 32
    kept_model.save(model, tmp_path / "model")
    back = kept_model.load(tmp_path / "model", language_model=placed)
    one, two = (look_at([unlabelled(text)], placed) for text in ("she rings me", "me rings she"))
    assert not np.array_equal(one.vectors[0], two.vectors[0])
    assert np.array_equal(back.scores(one), model.scores(one))


def test_it_comes_back_from_disk_as_it_was(
    vectored: LabelModel, table: LanguageModel, tmp_path: Path
) -> None:
    kept_model.save(vectored, tmp_path / "model")
    back = kept_model.load(tmp_path / "model", language_model=table)
    seen = look_at([unlabelled("she zibbles and vorps")], table)
    assert np.array_equal(back.scores(seen), vectored.scores(seen))


def test_training_is_the_same_each_time(vectored: LabelModel, table: LanguageModel) -> None:
    assert np.array_equal(train(ROWS, language_model=table).weights, vectored.weights)


def test_it_is_refused_without_the_vectors_it_learnt_with(
    vectored: LabelModel, other_table: LanguageModel, tmp_path: Path
) -> None:
    kept_model.save(vectored, tmp_path / "model")
    with pytest.raises(
        ModelRefusedError, match=r"model: .* en_small 1\.2\.3 .*HEARD_LANGUAGE_MODEL names none"
    ):
        kept_model.load(tmp_path / "model")
    with pytest.raises(ModelRefusedError, match=f"not with .*{other_table.identity.digest}"):
        kept_model.load(tmp_path / "model", language_model=other_table)


def test_one_with_vectors_put_together_in_another_way_is_refused(
    vectored: LabelModel, table: LanguageModel, tmp_path: Path
) -> None:
    assert vectored.beside is not None
    half = replace(vectored.beside, mean=vectored.beside.mean[: made.WIDTH])
    kept_model.save(replace(vectored, beside=half), tmp_path / "model")
    with pytest.raises(ModelRefusedError, match="in another way"):
        kept_model.load(tmp_path / "model", language_model=table)


@pytest.fixture(scope="module")
def built(
    plain: LabelModel, vectored: LabelModel, table: LanguageModel, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a build leaves: a model without vectors, and one with those of `table`."""
    folder = tmp_path_factory.mktemp("built")
    kept_model.save(replace(plain, version=shipped_version()), folder / "themes")
    kept_model.save(
        replace(vectored, version=shipped_version(table.identity)), folder / "themes-with-vectors"
    )
    return folder


def test_the_model_built_with_it_reads_where_it_is_installed(built: Path, table: LanguageModel) -> None:
    chosen = model_to_read_with(table, built)
    assert chosen is not None
    assert chosen.version == shipped_version(table.identity) != shipped_version()


def test_with_other_vectors_the_last_good_model_reads_on_and_the_log_says_why(
    built: Path, other_table: LanguageModel, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = model_to_read_with(other_table, built)
    assert chosen is not None
    assert (chosen.version, chosen.beside) == (shipped_version(), None)
    assert other_table.identity.digest in caplog.text
    assert "heard nlp build" in caplog.text


def test_without_one_nothing_is_asked_of_it(
    built: Path, naming: LanguageModel, caplog: pytest.LogCaptureFixture
) -> None:
    for language_model in (None, naming):
        chosen = model_to_read_with(language_model, built)
        assert chosen is not None
        assert chosen.beside is None
    assert caplog.text == ""
    assert "heard_language_model" not in pipeline_with(shipped_codebook()).pipe_names


def test_a_whole_reading_uses_it(
    built: Path, table: LanguageModel, other_table: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themes, "model_to_read_with", partial(model_to_read_with, folder=built))
    texts = ["👩‍👩‍👧 \u200bshe zibbles today", "she vorps today"]

    def found(language_model: LanguageModel | None) -> list[list[str]]:
        pipeline = pipeline_with(shipped_codebook(), language_model=language_model)
        return [[one.theme for one in reading.themes] for reading in read(texts, pipeline=pipeline)]

    assert found(table) == [["listened-to"], ["contact-speed"]]
    assert found(other_table) == found(None) != found(table)


def test_nothing_of_the_words_stays_in_the_language_model(placed: LanguageModel) -> None:
    before = len(placed.pipeline.vocab.strings)
    placed.look(["unheardofword and anotherone"], [["unheardofword"]])
    assert len(placed.pipeline.vocab.strings) == before
    assert "unheardofword" not in placed.pipeline.vocab.strings


def test_a_word_is_looked_for_as_typed_then_in_lower_case(table: LanguageModel) -> None:
    vectors = table.pipeline.vocab.vectors
    one, two, three = without_context(vectors, [["Rings", "!", "qqqq"], ["rings"], ["!"]])
    assert one is not None
    assert two is not None
    assert np.array_equal(one.vector(), two.vector())
    assert three is None


def test_a_word_that_stands_twice_counts_twice(table: LanguageModel) -> None:
    vectors = table.pipeline.vocab.vectors
    (pool,) = without_context(vectors, [["rings", "sings", "rings"]])
    rings, sings = vectors["rings"], vectors["sings"]
    assert pool is not None
    wanted = np.concatenate([(2 * rings + sings) / 3, np.maximum(rings, sings)])
    assert pool.vector() == pytest.approx(wanted, abs=1e-5)


def test_a_long_text_has_the_vector_of_its_pieces_together(placed: LanguageModel) -> None:
    text = "she rings me " * 900
    look, *_ = placed.look([text], [[]])
    whole = Pool.of(np.concatenate([rows_of(placed, piece.words) for piece in pieces_of(text, 0)])).vector()
    assert look.vector == pytest.approx(whole, abs=1e-4)


def rows_of(language_model: LanguageModel, words: str) -> Any:
    return in_context(language_model.pipeline(words))


def test_vectors_of_pieces_of_words_know_every_word() -> None:
    pipeline = spacy.blank("en")
    data = np.random.default_rng(1).standard_normal((50, 8)).astype("float32")
    vectors = Vectors(strings=pipeline.vocab.strings, data=data, mode="floret", minn=2, maxn=3, hash_count=2)
    (pool,) = without_context(vectors, [["neverheard"]])
    assert pool is not None
    assert pool.vector().shape == (16,)


def test_what_transformers_leave_is_understood() -> None:
    class Curated:
        last_hidden_layer_state = Ragged(np.ones((3, 4), dtype="float32"), np.array([1, 2]))

    class Output:
        last_hidden_state = np.ones((2, 5, 4), dtype="float32")

    class Older:
        model_output = Output()

    Doc.set_extension("trf_data", default=None)
    try:
        doc = spacy.blank("en")("two words")
        assert in_context(doc) is None
        for left, rows in ((Curated(), 3), (Older(), 10)):
            doc._.trf_data = left
            found = in_context(doc)
            assert found is not None
            assert found.shape == (rows, 4)
    finally:
        Doc.remove_extension("trf_data")


def test_a_long_text_is_cut_between_words_and_none_is_lost() -> None:
    text = "word " * 4_000
    pieces = list(pieces_of(text, 0))
    assert "".join(piece.words for piece in pieces) == text
    assert all(text[piece.start :].startswith(piece.words) for piece in pieces)
    assert max(len(piece.words) for piece in pieces) <= LONGEST
    assert all(piece.words.startswith(" ") for piece in pieces[1:])
