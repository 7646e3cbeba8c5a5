"""What was built is read with while it is whole; or else the one before; and what is wrong is said."""

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.people.models import Role
from core.running.logs import LibraryFormatter
from nlp import built_state, home
from nlp.built_files import Taken, before, newest, read_whole, write_whole
from nlp.components import themes
from nlp.redact.names import recogniser
from nlp.screening import stored
from nlp.trained.refused import ModelRefusedError
from tests.conftest import SignIn


def load(folder: Path) -> bytes:
    return read_whole(folder / "model")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for one, content in ((tmp_path / "built", b"new"), (before(tmp_path / "built"), b"old")):
        one.mkdir()
        write_whole(one / "model", content)
    return tmp_path / "built"


def test_what_was_written_whole_is_read_and_nothing_said(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert newest(load, folder, without="nothing is read") == Taken(b"new")
    assert caplog.text == ""


@pytest.mark.parametrize("harm", ["missing", "damaged", "digest"])
def test_the_one_before_is_used_and_one_line_says_why(
    folder: Path, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    if harm == "damaged":
        (folder / "model").write_bytes(b"ne")
    else:
        (folder / ("model" if harm == "missing" else "model.sha256")).unlink()
    taken = newest(load, folder, without="nothing is read")
    assert taken.model == b"old"
    (line,) = caplog.messages
    assert line.startswith(f"{folder}")
    assert line.endswith("what was built before is used; run `heard nlp build` and start again")
    assert taken.trouble in line


def test_where_neither_can_be_used_it_is_said_what_goes_on(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for one in (folder, before(folder)):
        (one / "model").write_bytes(b"")
    assert newest(load, folder, without="the rules read alone").model is None
    assert "model: is damaged; the rules read alone; run `heard nlp build`" in caplog.text


def test_the_line_is_whole_in_the_log_of_a_process(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "model").unlink()
    newest(load, folder, without="nothing is read")
    told = LibraryFormatter().format(caplog.records[0])
    assert "model is missing; what was built before is used" in told
    other = logging.makeLogRecord({"name": "else", "msg": "%s", "args": ("secret",)})
    assert "secret" not in LibraryFormatter().format(other)


def test_screen_names_and_themes_are_all_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "shipped", lambda: Taken(None, "screen.npz: is damaged"))
    monkeypatch.setattr(recogniser, "shipped", lambda: Taken(None, "names.json is missing"))
    monkeypatch.setattr(themes, "trouble", lambda: "themes: is of another version")
    assert built_state.troubles() == [
        "screen.npz: is damaged",
        "names.json is missing",
        "themes: is of another version",
    ]
    assert not built_state.reads_with_all()


@pytest.mark.parametrize("part", [stored, recogniser])
def test_a_model_that_is_missing_is_never_silent(
    part: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(part, "BUILT", tmp_path / "built")
    taken = part.shipped.__wrapped__()  # type: ignore[attr-defined]
    assert taken.model is None
    assert taken.trouble in caplog.text
    assert "is missing" in taken.trouble


def test_a_model_of_themes_that_is_missing_is_told_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(themes, "BUILT", tmp_path / "themes")
    trouble = themes.trouble.__wrapped__()
    assert "is missing" in trouble
    assert trouble in caplog.text


@pytest.mark.parametrize(
    ("role", "told"), [(Role.administrator, True), (Role.duty_lead, True), (Role.practitioner, False)]
)
def test_who_relies_on_it_is_told_at_home(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, role: Role, told: bool
) -> None:
    sign_in(client, role)
    monkeypatch.setattr(home, "reads_with_all", lambda: True)
    assert "Part of the reading is not working" not in client.get("/home").text
    monkeypatch.setattr(home, "reads_with_all", lambda: False)
    assert ("Part of the reading is not working" in client.get("/home").text) is told


def test_a_file_and_what_it_must_be_are_refused_apart(tmp_path: Path) -> None:
    with pytest.raises(ModelRefusedError, match="model is missing"):
        read_whole(tmp_path / "model")
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelRefusedError, match="cannot be read"):
        read_whole(tmp_path / "model")
