"""What a reading finds: plain, frozen values, and the places on a spaCy `Doc` where they are left.

A component leaves offsets of `doc.text`, which is the given text with each character that cannot be
stored or matched swapped for one that can (see `nlp.lexis.cleaning`). `nlp.pipeline.read` moves every offset
to the given text, so a component never has to think about it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Literal

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
    """A possible disclosure that a person must look at; `rule` names what raised it.

    `chance`, from 0 to 1, is how surely the trained readers think so; None where the rules read alone.
    """

    category: str
    level: AlertLevel
    start: int
    end: int
    rule: str
    chance: float | None = None


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


@dataclass(slots=True)
class Found:
    """What the parts of the pipeline leave of one doc. `text` is the doc's, which is slow to ask it for.

    `question` is what the text answers, "" where that is not known.
    """

    text: str
    speaker: Speaker | None = None
    question: str = ""
    themes: Sequence[ThemeFinding] = ()
    alerts: Sequence[Alert] = ()
    redactions: Sequence[Redaction] = ()
    redacted: str | None = None
    language: str | None = None


FOUND_AT = "heard_found"


def found_in(doc: Doc) -> Found:
    """Where the findings of `doc` are left; they also stand on `doc._`."""
    found: Found | None = doc.user_data.get(FOUND_AT)
    if found is None:
        found = doc.user_data[FOUND_AT] = Found(doc.text)
    return found


def _extend_doc() -> None:
    for part in fields(Found):
        Doc.set_extension(part.name, getter=_getter(part.name), setter=_setter(part.name), force=True)


def _getter(name: str) -> Callable[[Doc], Any]:
    return lambda doc: getattr(found_in(doc), name)


def _setter(name: str) -> Callable[[Doc, Any], None]:
    return lambda doc, value: setattr(found_in(doc), name, value)


_extend_doc()
