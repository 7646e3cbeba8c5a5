"""What the web does before it listens."""

import pytest
from flask import Flask

from core.running.serve import load_first
from nlp.screening.stored import shipped_reader
from wsgi import LOADED_FIRST


def test_what_a_first_message_would_wait_for_is_loaded_before_the_web_listens(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setitem(app.extensions, "heard_loaded_first", (lambda: loaded.append("the screen"),))
    load_first(app)
    assert loaded == ["the screen"]
    assert shipped_reader in LOADED_FIRST
