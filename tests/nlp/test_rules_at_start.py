"""A broken rule file stops whatever would read with it, with one line that says where."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from pydantic import BaseModel

from commands import cli
from nlp import rulefiles
from nlp.rulefiles import BadRuleFileError, load_one
from nlp.rules_at_start import read_rules

ROOM = Path(rulefiles.__file__).parent
READ_WITH = [
    path
    for folder in ("languages", "redaction", "redaction/names", "rules", "screen", "themes")
    for path in (ROOM / folder).glob("*.yaml")
]


class File(BaseModel):
    a: int


def test_every_rule_file_is_read_at_the_start() -> None:
    code = (
        "import json; from nlp import rulefiles; read = rulefiles._parse; seen = []\n"
        "def noted(path):\n    seen.append(str(path)); return read(path)\n"
        "rulefiles._parse = noted\n"
        "from nlp.rules_at_start import read_rules\nread_rules(); print(json.dumps(seen))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {str(path) for path in READ_WITH} <= set(json.loads(done.stdout))


@pytest.mark.parametrize("command", ["clock", "nlp explain hello", "serve", "worker"])
def test_a_broken_rule_file_ends_a_command_with_one_line(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise BadRuleFileError(Path("nlp/themes/x.yaml"), 7, "colour: is not a key that is known")

    monkeypatch.setattr("core.running.command_line.make_app", refused)
    monkeypatch.setattr("nlp.cli.explanation", lambda *_, **__: refused())
    result = CliRunner().invoke(cli, command.split())
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
    assert result.stderr == "Error: nlp/themes/x.yaml:7: colour: is not a key that is known\n"


def test_what_is_read_with_stops_each_command_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BadRuleFileError(Path("nlp/themes/x.yaml"), 7, "colour: is not a key that is known")

    monkeypatch.setattr("nlp.tagging._pipeline", refused)
    result = CliRunner().invoke(cli, ["nlp", "tag"], input='{"id": 1, "text": "a"}')
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: nlp/themes/x.yaml:7: ")


def test_a_process_looks_at_the_rules_before_it_starts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise BadRuleFileError(Path("nlp/themes/x.yaml"), 7, "colour: is not a key that is known")

    assert app.extensions["heard_checks"] == (read_rules,)
    monkeypatch.setitem(app.extensions, "heard_checks", (refused,))
    monkeypatch.setattr("commands.create_app", lambda: app)
    monkeypatch.setattr("core.running.command_line.logs.configure", lambda _: None)
    result = CliRunner().invoke(cli, ["worker"])
    assert result.exit_code == 1
    assert result.stderr == "Error: nlp/themes/x.yaml:7: colour: is not a key that is known\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: 1\nb: x\0y\n", 2), ("a: [\n", 2), ("a: 2020-13-45\n", 1), ("? [a]\n: b\n", 1), ("&a [*a]", 1),
        ("a: 1\na: 2", 2), ("a: 1\ncolour: 2", 2), ("", 1),
    ],
)  # fmt: skip
def test_whatever_is_wrong_in_it_is_told_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    class Strict(File, extra="forbid"):
        pass

    path = tmp_path / "rules.yaml"
    path.write_text(content)
    with pytest.raises(BadRuleFileError, match=rf"rules\.yaml:{line}: ") as told:
        load_one(path, Strict)
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)  # noqa: S301
