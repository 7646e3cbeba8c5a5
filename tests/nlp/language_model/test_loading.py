"""A language model is used whole or refused with the reason, before anything is read."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy

from core.settings import Settings, SettingsRefused, read_settings
from nlp.language_model import LanguageModel, LanguageModelRefusedError, load_language_model
from nlp.language_model.identity import digest_of
from tests.nlp.language_model import made
from tests.nlp.language_model.conftest import ChangeMeta
from wsgi import create_app

HEARD = Path(sys.executable).with_name("heard")
WORDS = ("one", "two", "three")


def refused(name: Path | str, reason: str) -> None:
    with pytest.raises(LanguageModelRefusedError, match=reason) as told:
        load_language_model(str(name))
    assert str(name) in str(told.value)
    assert "\n" not in str(told.value)


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", "is not installed here, and no folder")
    refused("en_core_web_nothing", "is not installed here, and no folder")


def test_a_package_that_is_no_model_is_refused() -> None:
    refused("click", "not one of a spaCy model")


def test_a_folder_that_is_half_a_model_is_refused(tmp_path: Path) -> None:
    folder = made.with_vectors(tmp_path / "model", {}, WORDS)
    (folder / "meta.json").unlink()
    refused(folder, "has no meta.json")


@pytest.mark.parametrize("name", ["vocab/vectors", "vocab/key2row", "config.cfg", "meta.json", "tokenizer"])
def test_a_damaged_model_is_refused(tmp_path: Path, name: str) -> None:
    folder = made.with_vectors(tmp_path / "model", {}, WORDS)
    part = folder / name
    part.write_bytes(part.read_bytes()[: part.stat().st_size // 2])
    refused(folder, "cannot be (loaded|read)")


def test_a_damaged_part_is_refused(tmp_path: Path) -> None:
    folder = made.in_context(tmp_path / "model")
    part = folder / "tok2vec" / "model"
    part.write_bytes(part.read_bytes()[:-900])
    refused(folder, "cannot be loaded")


def test_vectors_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    folder = made.with_vectors(tmp_path / "model", {}, WORDS)
    pipeline = spacy.load(folder)
    pipeline.vocab.vectors.data[1, 1] = np.nan
    pipeline.to_disk(folder)
    refused(folder, "not all numbers")


def test_a_model_with_nothing_to_use_is_refused(tmp_path: Path) -> None:
    refused(made.with_nothing(tmp_path / "model"), "has no vectors, no transformer or tok2vec, and no ner")


@pytest.mark.parametrize("wanted", [">=3.2.0,<3.3.0", "", "not a version"])
def test_a_model_for_another_spacy_is_refused(tmp_path: Path, change_meta: ChangeMeta, wanted: str) -> None:
    folder = made.with_vectors(tmp_path / "model", {}, WORDS)
    refused(change_meta(folder, {"spacy_version": wanted}), "was made for spaCy")


def test_what_a_model_is_good_for_is_seen(
    table: LanguageModel, naming: LanguageModel, placed: LanguageModel
) -> None:
    assert (table.identity.width, table.static, table.finds_people) == (made.WIDTH, True, False)
    assert (naming.identity.width, naming.static, naming.finds_people) == (0, False, True)
    assert (placed.identity.width, placed.static, placed.finds_people) == (32, False, False)
    assert (table.identity.name, table.identity.version) == ("en_small", "1.2.3")


def test_two_models_are_the_same_when_every_byte_is(tmp_path: Path) -> None:
    one, two = (made.with_vectors(tmp_path / name, {}, WORDS) for name in ("one", "two"))
    before = digest_of(two)
    assert digest_of(one) == before
    (two / "__pycache__").mkdir()
    (two / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert digest_of(two) == before
    (two / "vocab" / "strings.json").write_text("[]")
    assert digest_of(two) != before


def test_the_setting_is_one_that_heard_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEARD_LANGUAGE_MODEL", "some_model")
    assert read_settings(environment="test", instance=tmp_path).language_model == "some_model"


def test_the_application_does_not_start_with_one_that_cannot_be_used(
    test_settings: Settings, tmp_path: Path
) -> None:
    wrong = test_settings.model_copy(update={"language_model": str(tmp_path / "nowhere")})
    with pytest.raises(SettingsRefused, match=r"^HEARD_LANGUAGE_MODEL: .*nowhere: is not installed here"):
        create_app(wrong)


def heard(model: Path | str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(HEARD), "nlp", *arguments],
        input=given,
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[3]), "HEARD_LANGUAGE_MODEL": str(model)},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def test_the_command_line_says_so_in_one_line_and_reads_nothing(tmp_path: Path) -> None:
    done = heard(tmp_path / "nowhere", "tag", given='{"id": 1, "text": "all good"}')
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: HEARD_LANGUAGE_MODEL: {tmp_path}/nowhere: is not installed here, and no folder\n"
    )


def test_an_empty_setting_is_none() -> None:
    assert heard("", "tag", given='{"id": 1, "text": "all good"}').returncode == 0


def test_the_command_line_reads_with_it_and_no_database(naming: LanguageModel) -> None:
    done = heard(naming.pipeline.path, "tag", given='{"id": 1, "text": "some kids like bloop a lot"}')
    assert json.loads(done.stdout)["redacted"] == "some kids like [name] a lot"
    without = heard("", "tag", given='{"id": 1, "text": "some kids like bloop a lot"}')
    assert json.loads(without.stdout)["redacted"] == "some kids like bloop a lot"
