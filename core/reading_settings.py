"""The settings that reading from the command line knows too: it starts without the web application."""

from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HEARD_"


class ReadingSettings(BaseSettings):
    """What the reading is told from outside.

    `language_model` is a spaCy model that the authority has installed: the name of a package, or a folder; empty
    is none.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    language_model: str | None = None
