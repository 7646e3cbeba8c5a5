"""Settings refuse to start with one clear line."""

import base64
from pathlib import Path

import pytest

from core.settings import Settings, SettingsRefused, read_settings

KEYS = "k1:" + base64.b64encode(b"1" * 32).decode()
WHOLE = {
    "HEARD_SECRET_KEY": "s" * 40,
    "HEARD_KEYS": KEYS,
    "HEARD_BASE_URL": "https://heard.example.org",
    "DATABASE_URL": "postgresql://db/heard",
}


def read(monkeypatch: pytest.MonkeyPatch, **environ: str) -> Settings:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return read_settings(environ)


def test_a_whole_production_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, **WHOLE)
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
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str | None], line: str
) -> None:
    environ = {name: value for name, value in (WHOLE | change).items() if value is not None}
    with pytest.raises(SettingsRefused) as refused:
        read(monkeypatch, **environ)
    assert line in str(refused.value) and "\n" not in str(refused.value)


def test_settings_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, **WHOLE)
    with pytest.raises(ValueError, match="frozen"):
        found.base_url = "https://elsewhere.example.org"  # type: ignore[misc]


def test_a_demo_makes_its_own_keys_once(tmp_path: Path) -> None:
    first = read_settings({}, environment="demo", instance=tmp_path)
    again = read_settings({}, environment="demo", instance=tmp_path)
    assert first.keys == again.keys and first.secret_key == again.secret_key
    assert (tmp_path / "local-keys.json").stat().st_mode & 0o077 == 0


def test_no_secret_shows_in_a_printed_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sssss" not in repr(read(monkeypatch, **WHOLE))
