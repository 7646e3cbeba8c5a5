"""Settings: typed, frozen, read once from the environment, refused with one clear line when wrong."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from flask import current_app
from pydantic import ConfigDict, Field, SecretStr, ValidationError, model_validator

from core.reading_settings import PREFIX, ReadingIsTold
from core.refused import Refused

DATABASE = "DATABASE_URL"
DEMO_KEY_PREFIX = "demo"
KEY_BYTES = 32


class SettingsRefused(Refused):
    """The environment is wrong; the message is one line that says what to change."""


class Settings(ReadingIsTold):
    """Everything a Heard process is told from outside.

    `keys` is a comma-separated ring of `id:base64 of 32 bytes`; the first key seals, all of them open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    environment: Literal["production", "demo", "test"] = "production"
    database_url: str | None = None
    owner_database_url: str | None = None
    instance: Path = Path("instance")
    secret_key: SecretStr | None = None
    keys: SecretStr | None = None
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: SecretStr | None = None
    mail_from: str = "heard@localhost"
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def demo(self) -> bool:
        return self.environment == "demo"

    @property
    def relaxed(self) -> bool:
        """True outside production: keys may be made here and cookies may travel over plain HTTP."""
        return self.environment != "production"

    @model_validator(mode="after")
    def production_is_complete(self) -> Self:
        if self.relaxed:
            return self
        for name in ("secret_key", "keys"):
            if getattr(self, name) is None:
                raise ValueError(f"{PREFIX}{name.upper()} is missing: production needs it")
        if any(part.startswith(DEMO_KEY_PREFIX) for part in _split_keys(self.keys)):
            raise ValueError(f"{PREFIX}KEYS holds a demo key: production refuses it")
        if len(_reveal(self.secret_key)) < KEY_BYTES:
            raise ValueError(f"{PREFIX}SECRET_KEY is too short: use {KEY_BYTES} characters or more")
        if not self.base_url.startswith("https://"):
            raise ValueError(f"{PREFIX}BASE_URL must start with https:// in production")
        return self


def read_settings(environ: Mapping[str, str] = os.environ, **overrides: object) -> Settings:
    """Settings from this environment and no other; `overrides` are fields that it is not asked for.

    Raises SettingsRefused with one line naming the variable that is wrong or unknown.
    """
    known = {PREFIX + field.upper(): field for field in Settings.model_fields if field != "database_url"}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsRefused(f"{unknown[0]} is not a setting Heard knows. Known: {', '.join(sorted(known))}")
    asked = known | {DATABASE: "database_url"}
    told = {field: environ[name] for name, field in asked.items() if name in environ}
    try:
        found = Settings(**(told | overrides))
    except ValidationError as refused:
        first = refused.errors()[0]
        where = f"{PREFIX}{str(first['loc'][0]).upper()}: " if first["loc"] else ""
        raise SettingsRefused(where + first["msg"].removeprefix("Value error, ")) from None
    return _with_local_keys(found) if found.relaxed else found


def settings() -> Settings:
    """The running application's settings."""
    found = current_app.extensions["heard_settings"]
    assert isinstance(found, Settings)  # noqa: S101 - narrows the type
    return found


def _with_local_keys(found: Settings) -> Settings:
    """Fill missing keys from the instance folder, making them on the first start."""
    if found.secret_key and found.keys:
        return found
    path = found.instance / "local-keys.json"
    if not path.exists():
        found.instance.mkdir(parents=True, exist_ok=True)
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "keys": f"{DEMO_KEY_PREFIX}-1:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}",
        }
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(made))
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    stored = json.loads(path.read_text())
    return found.model_copy(
        update={
            "secret_key": found.secret_key or SecretStr(stored["secret_key"]),
            "keys": found.keys or SecretStr(stored["keys"]),
        }
    )


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _split_keys(keys: SecretStr | None) -> list[str]:
    return [part.strip() for part in _reveal(keys).split(",") if part.strip()]
