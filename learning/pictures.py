"""The pictures of the children's version."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from core.questions.yaml_files import read_file

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "pdf" / "pictures"
FALLBACK = "speech"


class Pictures(BaseModel):
    """What each picture shows, and the picture of each theme."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pictures: dict[str, str]
    themes: dict[str, str]

    @model_validator(mode="after")
    def _drawn(self) -> Pictures:
        missing = [name for name in self.pictures if not path_of(name).is_file()]
        unknown = sorted(set(self.themes.values()) - set(self.pictures))
        if missing or unknown:
            raise ValueError(f"pictures without a drawing: {missing}; unknown pictures: {unknown}")
        return self

    def of_theme(self, slug: str) -> str:
        """The picture that stands for a theme; a speech bubble for one that an authority added."""
        return self.themes.get(slug, FALLBACK)


def path_of(name: str) -> Path:
    """Where the drawing called `name` lies."""
    return FOLDER / f"{name}.svg"


@cache
def shipped_pictures() -> Pictures:
    """The pictures we ship. Raises BadDataFile if the list and the drawings disagree."""
    return read_file(Path(__file__).with_name("pictures.yaml"), Pictures)
