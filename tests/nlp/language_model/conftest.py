"""Small models that several files ask, each made once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.language_model import LanguageModel, load_language_model
from tests.nlp.language_model import made, rows

ChangeMeta = Callable[[Path, dict[str, object]], Path]


@pytest.fixture(scope="session")
def naming(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """A language model that names people."""
    return load_language_model(str(made.that_names_people(tmp_path_factory.mktemp("naming"))))


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """A language model with a table of vectors."""
    return rows.table(tmp_path_factory.mktemp("table"))


@pytest.fixture(scope="session")
def other_table(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """The same words with other vectors, under the same name and version."""
    return rows.table(tmp_path_factory.mktemp("other"), seed=4)


@pytest.fixture(scope="session")
def placed(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """A language model that has a tok2vec and no table."""
    return load_language_model(str(made.in_context(tmp_path_factory.mktemp("placed"))))


@pytest.fixture
def change_meta() -> ChangeMeta:
    def change(folder: Path, news: dict[str, object]) -> Path:
        path = folder / "meta.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | news))
        return folder

    return change
