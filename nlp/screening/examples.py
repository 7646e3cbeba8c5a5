"""The worked examples that the trained reader learns from: written by us, kept as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nlp.rulefiles import load_one
from nlp.screening.rules import FOLDER, Category

EXAMPLES = FOLDER / "examples"
THEME_EXAMPLES = FOLDER.parent / "examples"
Level = Literal["urgent", "review", "none"]


class BySpeaker(BaseModel):
    """Messages, one a line, by who says them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    child: str = ""
    family: str = ""
    staff: str = ""


class ExampleFile(BaseModel):
    """One file of examples; a category's file holds urgent and review ones, the ordinary file only `none`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category | Literal["none"]
    urgent: BySpeaker = BySpeaker()
    review: BySpeaker = BySpeaker()
    none: BySpeaker = BySpeaker()


@dataclass(frozen=True, slots=True)
class Example:
    """One message and what a careful person would make of it."""

    text: str
    speaker: str
    category: str
    level: Level


def load_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Every example in `folder`, in the order of the files. Raises `BadRuleFileError`."""
    return [example for path in sorted(folder.glob("*.yaml")) for example in _examples_in(path)]


def _examples_in(path: Path) -> Iterator[Example]:
    file = load_one(path, ExampleFile)
    levels: tuple[tuple[Level, BySpeaker], ...] = (
        ("urgent", file.urgent),
        ("review", file.review),
        ("none", file.none),
    )
    for level, speakers in levels:
        for speaker in ("child", "family", "staff"):
            for line in getattr(speakers, speaker).splitlines():
                if line.strip():
                    yield Example(line.strip(), speaker, file.category, level)


# A complaint under one of these may be a disclosure, so it teaches the screen nothing about ordinary talk.
_NEAR_HARM = frozenset(
    {
        "bullying",
        "feeling-safe",
        "health-wellbeing",
        "carers-placement",
        "privacy",
        "stigma-difference",
        "family-contact",
    }
)


class ThemeExample(BaseModel):
    """A worked example of themes; only what the screen needs of it is read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str
    speaker: str = "family"
    themes: dict[str, str] = {}


class ThemeExampleFile(BaseModel):
    """A file of worked examples of themes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    examples: tuple[ThemeExample, ...]


def load_plain_feedback(folder: Path = THEME_EXAMPLES) -> list[Example]:
    """The worked examples of themes that hold no harm: how people praise and complain when nothing is wrong at home."""
    return [
        Example(" ".join(example.text.split()), example.speaker, "none", "none")
        for path in sorted(folder.glob("*.yaml"))
        for example in load_one(path, ThemeExampleFile).examples
        if not any(theme in _NEAR_HARM and valence != "positive" for theme, valence in example.themes.items())
    ]
