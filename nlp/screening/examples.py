"""The worked examples that the trained reader learns from: written by us, kept as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nlp.codebook import shipped_codebook
from nlp.findings import Valence
from nlp.rulefiles import load_one
from nlp.screening.rules import Category
from nlp.trained.worked import EXAMPLES as EXAMPLES_OF_THEMES
from nlp.trained.worked import (
    OF_THE_SCREEN,
    ByLevel,
    BySpeaker,
    WorkedExample,
    lines_of,
    words_of,
    worked_examples,
)

Level = Literal["urgent", "review", "none"]


class ExampleFile(ByLevel):
    """One file of examples; a category's file holds urgent and review ones, the ordinary file only `none`."""

    category: Category | Literal["none"]


@dataclass(frozen=True, slots=True)
class Example:
    """One message and what a careful person would make of it.

    `kind` is what it sounds like: its category, or for an ordinary one the name of the file that it stands in.
    """

    text: str
    speaker: str
    category: str
    level: Level
    kind: str = ""


def load_examples(folder: Path = OF_THE_SCREEN) -> list[Example]:
    """Every example in `folder`, in the order of the files. Raises `BadRuleFileError`."""
    return [example for path in sorted(folder.glob("*.yaml")) for example in _examples_in(path)]


def _examples_in(path: Path) -> Iterator[Example]:
    file = load_one(path, ExampleFile)
    levels: tuple[tuple[Level, BySpeaker], ...] = (
        ("urgent", file.urgent),
        ("review", file.review),
        ("none", file.none),
    )
    for level, said in levels:
        for line, speaker in lines_of(said):
            kind = path.stem if file.category == "none" else file.category
            yield Example(words_of(line), speaker.value, file.category, level, kind)


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


def load_feedback(folder: Path = EXAMPLES_OF_THEMES) -> tuple[list[Example], list[Example]]:
    """The worked examples of themes that hold no harm: those written so as they come in, and plain feedback.

    Of the first some are complaints that lie near it. Plain feedback is praise and complaint of people who are well
    at home; an answer that means something with its question only is not among it: the screen reads words alone.
    """
    worked = worked_examples(shipped_codebook(), folder)
    return (
        [_ordinary(example, "as-it-comes") for example in worked if example.harmless],
        [
            _ordinary(example, "plain")
            for example in worked
            if not example.harmless and not example.question and not _near_harm(example)
        ],
    )


def _ordinary(example: WorkedExample, kind: str) -> Example:
    return Example(example.text, example.speaker.value, "none", "none", kind)


def _near_harm(example: WorkedExample) -> bool:
    return any(
        theme in _NEAR_HARM and valence is not Valence.positive for theme, valence in example.themes.items()
    )
