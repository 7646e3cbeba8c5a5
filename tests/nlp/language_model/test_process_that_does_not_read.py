"""A process that does not read tries the language model once, at its start, and keeps nothing of it."""

import weakref
from collections.abc import Iterator

import pytest

from core.settings import Settings
from nlp.components import themes
from nlp.language_model import LanguageModel, identity_of, load_language_model, loading
from wsgi import create_app


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    identity_of.cache_clear()
    yield
    identity_of.cache_clear()


def test_a_web_process_loads_it_once_and_lets_it_go(
    table: LanguageModel, test_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[weakref.ref[object]] = []

    def noted(name: str) -> LanguageModel:
        made = load_language_model(name)
        loaded.append(weakref.ref(made.pipeline))
        return made

    name = str(table.pipeline.path)
    monkeypatch.setattr(loading, "load_language_model", noted)
    monkeypatch.setenv("HEARD_LANGUAGE_MODEL", name)
    create_app(test_settings.model_copy(update={"language_model": name}))
    assert "themes-with-vectors" in themes.trouble.__wrapped__()
    assert [pipeline() for pipeline in loaded] == [None]


def test_what_it_knows_is_which_model_that_was(table: LanguageModel) -> None:
    assert identity_of(str(table.pipeline.path)) == table.identity
