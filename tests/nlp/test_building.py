"""What the reading learns is built once, and again only when what it learns from has changed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import cli
from nlp import building


def test_a_second_build_does_nothing_until_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []

    def builder(out: Path) -> dict[str, object]:
        built.append(out)
        out.mkdir(exist_ok=True)
        return {"right": 0.9}

    monkeypatch.setattr(building, "BUILDERS", {"something small": builder})
    command = ["nlp", "build", "--out", str(tmp_path / "built")]
    assert "building something small" in CliRunner().invoke(cli, command).stdout
    assert "nothing has changed" in CliRunner().invoke(cli, command).stdout
    assert len(built) == 1

    monkeypatch.setattr(building, "digest_of_sources", lambda: "another")
    CliRunner().invoke(cli, command)
    assert len(built) == 2
