"""What a reading finds: plain, frozen values, and the places on a spaCy `Doc` where they are left.

A component leaves offsets of `doc.text`, which is the given text with each character that cannot be
stored or matched swapped for one that can (see `nlp.cleaning`). `nlp.pipeline.read` moves every offset
to the given text, so a component never has to think about it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from spacy.tokens import Doc

AlertLevel = Literal["urgent", "review"]


class Speaker(StrEnum):
    """Who says the words."""

    child = "child"
    family = "family"
    staff = "staff"


class Valence(StrEnum):
    """How the speaker finds the thing a theme is about."""

    positive = "positive"
    negative = "negative"
    mixed = "mixed"
    neutral = "neutral"


@dataclass(frozen=True, slots=True)
class ThemeFinding:
    """A suggestion: the speaker says something about a theme.

    `start` and `end` are characters, end exclusive, of the words that show it; `score` is 0 to 1;
    `source` names the rule (`lexicon:<slug>`) or the model (`model:<version>`) that says so. `reasons` are the
    places of the words that made it, the strongest first.
    """

    theme: str
    valence: Valence
    score: float
    start: int
    end: int
    source: str
    reasons: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """A possible disclosure that a person must look at; `rule` names what raised it."""

    category: str
    level: AlertLevel
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """Characters `start` to `end` (exclusive) identify somebody; `type` is a codebook type as `NAME`."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one text's reading found, with offsets of the given text.

    `redacted` is the copy that may be stored, shown and searched.
    """

    themes: tuple[ThemeFinding, ...]
    alerts: tuple[Alert, ...]
    redactions: tuple[Redaction, ...]
    redacted: str
    language: str | None


def _extend_doc() -> None:
    for name, default in (
        ("speaker", None),
        ("themes", []),
        ("alerts", []),
        ("redactions", []),
        ("redacted", None),
        ("language", None),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


_extend_doc()
