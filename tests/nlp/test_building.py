"""What the reading learns is built once, and again only when what it learns from has changed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import cli
from nlp import building


def counting_builder(out: Path) -> dict[str, object]:
    """Leaves one letter more in `out` each time. It runs in a process of its own."""
    out.mkdir(exist_ok=True)
    count = out / "count.txt"
    count.write_text((count.read_text() if count.exists() else "") + "x")
    return {"right": 0.9}


def test_a_second_build_does_nothing_until_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "built"
    monkeypatch.setattr(building, "BUILDERS", {"something small": counting_builder})
    command = ["nlp", "build", "--out", str(out)]
    assert "building something small" in CliRunner().invoke(cli, command).stdout
    assert "nothing has changed" in CliRunner().invoke(cli, command).stdout
    assert (out / "count.txt").read_text() == "x"

    monkeypatch.setattr(building, "digest_of_sources", lambda: "another")
    CliRunner().invoke(cli, command)
    assert (out / "count.txt").read_text() == "xx"
