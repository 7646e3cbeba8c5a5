"""Settings refuse to start with one clear line."""

import base64
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import commands
from core.settings import Settings, SettingsRefused, read_settings

KEYS = "k1:" + base64.b64encode(b"1" * 32).decode()
WHOLE = {
    "HEARD_SECRET_KEY": "s" * 40,
    "HEARD_KEYS": KEYS,
    "HEARD_BASE_URL": "https://heard.example.org",
    "DATABASE_URL": "postgresql://db/heard",
}


def read(**environ: str) -> Settings:
    return read_settings(environ)


def test_settings_come_from_the_environment_that_is_handed_over_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (WHOLE | {"HEARD_MAIL_FROM": "elsewhere@example.org"}).items():
        monkeypatch.setenv(name, value)
    found = read_settings(WHOLE | {"HEARD_LOG_LEVEL": "error", "DATABASE_URL": "postgresql://db/other"})
    assert (found.log_level, found.database_url) == ("error", "postgresql://db/other")
    assert found.mail_from == "heard@localhost"
    with pytest.raises(SettingsRefused, match="HEARD_SECRET_KEY is missing"):
        read_settings({})
    assert read_settings().mail_from == "elsewhere@example.org"


def test_a_whole_production_environment_is_taken() -> None:
    found = read(**WHOLE)
    assert found.environment == "production" and found.database_url == "postgresql://db/heard"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"HEARD_KEYS": None}, "HEARD_KEYS is missing"),
        ({"HEARD_SECRET_KEY": None}, "HEARD_SECRET_KEY is missing"),
        ({"HEARD_SECRET_KEY": "short"}, "HEARD_SECRET_KEY is too short"),
        ({"HEARD_KEYS": "demo-1:" + KEYS.partition(":")[2]}, "production refuses it"),
        ({"HEARD_BASE_URL": "http://heard.example.org"}, "must start with https://"),
        ({"HEARD_COLOUR": "blue"}, "HEARD_COLOUR is not a setting Heard knows"),
        ({"HEARD_LOG_LEVEL": "loud"}, "HEARD_LOG_LEVEL"),
        ({"HEARD_TRUSTED_PROXIES": "many"}, "HEARD_TRUSTED_PROXIES"),
    ],
)
def test_a_wrong_environment_is_refused_with_the_name_of_what_is_wrong(
    change: dict[str, str | None], line: str
) -> None:
    environ = {name: value for name, value in (WHOLE | change).items() if value is not None}
    with pytest.raises(SettingsRefused) as refused:
        read(**environ)
    assert line in str(refused.value) and "\n" not in str(refused.value)


def test_settings_cannot_be_changed() -> None:
    found = read(**WHOLE)
    with pytest.raises(ValueError, match="frozen"):
        found.base_url = "https://elsewhere.example.org"  # type: ignore[misc]


def test_a_demo_makes_its_own_keys_once(tmp_path: Path) -> None:
    first = read_settings({}, environment="demo", instance=tmp_path)
    again = read_settings({}, environment="demo", instance=tmp_path)
    assert first.keys == again.keys and first.secret_key == again.secret_key
    assert (tmp_path / "local-keys.json").stat().st_mode & 0o077 == 0


def test_no_secret_shows_in_a_printed_setting() -> None:
    assert "sssss" not in repr(read(**WHOLE))


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"HEARD_COLOUR": "blue"}, "HEARD_COLOUR is not a setting Heard knows"),
        ({"HEARD_ENVIRONMENT": "production"}, "HEARD_SECRET_KEY is missing"),
    ],
)
@pytest.mark.parametrize("command", [["db", "migrate"], ["db", "check"], ["worker"]])
def test_a_wrong_setting_ends_each_command_with_one_line(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], line: str, command: list[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("HEARD_")]:
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    ended = CliRunner().invoke(commands.cli, command)
    assert (ended.exit_code, ended.output.count("\n")) == (1, 1)
    assert ended.output.startswith("Error: ") and line in ended.output
