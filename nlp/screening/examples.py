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
