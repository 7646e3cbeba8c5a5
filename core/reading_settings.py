"""The settings that reading from the command line knows too: it starts without the web application."""

from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HEARD_"


class ReadingIsTold(BaseModel):
    """What the reading is told from outside.

    `language_model` is a spaCy model that the authority has installed: the name of a package, or a folder; empty
    is none.
    """

    language_model: str | None = None


class ReadingSettings(ReadingIsTold, BaseSettings):
    """The same, as this process is told it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)
