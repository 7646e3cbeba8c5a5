"""Workers read in a process of its own, which takes the language model from the same setting; so does the build."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp import building
from nlp.bounded import BoundedReader, ReaderWillNotStart, Text
from nlp.codebook import shipped_codebook
from nlp.components.themes import model_to_read_with
from nlp.findings import Speaker
from nlp.kept.reading import KeptReading
from nlp.language_model import LanguageModel, installed
from nlp.redact import NOBODY
from nlp.trained import training
from nlp.trained.training import build_theme_model, build_theme_model_with_vectors
from nlp.trained.worked import shipped_examples

TEXT = Text("i like bloop a lot", Speaker.child)


@pytest.fixture
def reader() -> Iterator[BoundedReader]:
    made = BoundedReader(seconds=60)
    yield made
    made.close()


@pytest.mark.parametrize("codebook", [None, shipped_codebook()], ids=["shipped", "stored"])
def test_the_reading_process_asks_it(
    reader: BoundedReader, naming: LanguageModel, monkeypatch: pytest.MonkeyPatch, codebook: None
) -> None:
    monkeypatch.setenv("HEARD_LANGUAGE_MODEL", str(naming.pipeline.path))
    (found,) = reader.read([TEXT], codebook, familiar=NOBODY)
    assert isinstance(found, KeptReading)
    assert found.redacted == "i like [name] a lot"


def test_the_reading_process_does_not_start_with_one_that_cannot_be_used(
    reader: BoundedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEARD_LANGUAGE_MODEL", str(tmp_path / "nowhere"))
    with pytest.raises(ReaderWillNotStart):
        reader.read([TEXT], familiar=NOBODY)
    assert "nowhere: is not installed here" in capfd.readouterr().err


@pytest.mark.long
def test_a_build_leaves_a_model_with_its_vectors_and_one_without(
    table: LanguageModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "shipped_examples", lambda codebook: shipped_examples(codebook)[::60])
    build_theme_model(tmp_path)
    assert build_theme_model_with_vectors(tmp_path) == {}
    monkeypatch.setattr(training, "installed", lambda: table)
    told = build_theme_model_with_vectors(tmp_path)
    assert told["beside"]["digest"] == table.identity.digest
    with_vectors, without = model_to_read_with(table, tmp_path), model_to_read_with(None, tmp_path)
    assert with_vectors is not None
    assert without is not None
    assert with_vectors.beside is not None
    assert with_vectors.valence is not None
    assert without.beside is None


def test_another_language_model_asks_for_another_build(
    table: LanguageModel, other_table: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = {building.digest_of_sources()}
    for language_model in (table, other_table):
        monkeypatch.setattr(building, "installed", lambda made=language_model: made)
        digests.add(building.digest_of_sources())
    assert len(digests) == 3


def test_the_setting_is_read_once(naming: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.cache_clear()
    try:
        monkeypatch.setenv("HEARD_LANGUAGE_MODEL", str(naming.pipeline.path))
        assert installed() is installed()
        assert installed().identity == naming.identity  # type: ignore[union-attr]
    finally:
        installed.cache_clear()
