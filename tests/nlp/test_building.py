"""What the reading learns is built once, again when its sources change, and put in place whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands import cli
from nlp import building
from nlp.building import NOTE
from nlp.built_files import before


def counting_builder(out: Path) -> dict[str, object]:
    """Notes beside everything that it was called. It runs in a process of its own."""
    count = out.parents[1] / "count.txt"
    count.write_text((count.read_text() if count.exists() else "") + "x")
    (out / "model").write_text(count.read_text())
    return {"right": 0.9}


def broken_builder(out: Path) -> dict[str, object]:
    (out / "model").write_text("half")
    raise ValueError("it cannot be built")


def build(out: Path) -> Result:
    return CliRunner().invoke(cli, ["nlp", "build", "--out", str(out)])


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(building, "BUILDERS", {"something small": counting_builder})
    monkeypatch.setattr(building, "digest_of_sources", lambda: "now")
    return tmp_path / "built"


def test_a_second_build_does_nothing_until_a_source_changes(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "building something small" in build(out).stdout
    assert "nothing has changed" in build(out).stdout
    assert (out / "model").read_text() == "x"

    monkeypatch.setattr(building, "digest_of_sources", lambda: "another")
    build(out)
    assert (out / "model").read_text() == "xx"
    assert (before(out) / "model").read_text() == "x"


@pytest.mark.parametrize("note", ["", "{", "[]", "{}"])
def test_a_note_that_is_not_whole_means_to_build_again(tmp_path: Path, note: str) -> None:
    (tmp_path / NOTE).write_text(note)
    assert building.built_from(tmp_path) is None


def test_a_build_that_breaks_leaves_what_was_built(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(out)
    monkeypatch.setattr(building, "BUILDERS", {"something small": counting_builder, "broken": broken_builder})
    monkeypatch.setattr(building, "digest_of_sources", lambda: "another")
    assert build(out).exit_code == 1
    assert (out / "model").read_text() == "x"
    assert sorted(one.name for one in out.parent.iterdir()) == ["built", "count.txt"]


def test_what_is_built_beside_is_no_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(building, "ROOM", tmp_path)
    digest = building.digest_of_sources()
    for name in ("built", ".built-before", ".built-making-7-x"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "whole.txt").write_text("x")
    assert building.digest_of_sources() == digest
    (tmp_path / "built_files.py").write_text("x")
    assert building.digest_of_sources() != digest
