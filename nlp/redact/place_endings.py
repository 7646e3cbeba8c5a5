"""What the names of schools, homes, centres and streets end with, read from `places.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.redact.knowledge import FOLDER
from nlp.rulefiles import load_one

SAINTS = frozenset({"st", "saint", "ss"})
CALLED_PLACES = frozenset({"called", "named"})


class PlaceFile(BaseModel):
    """`places.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    school: str
    school_more: str
    school_starts: str
    generic: str
    home: str
    place: str
    lone: str
    street: str
    numbered: str


@dataclass(frozen=True, slots=True)
class Endings:
    """`ends`: for the first word of each ending, the endings with their kind, the longest first.

    `numbered` is a pattern of what streets end with after a house number, `numbered_words` its words.
    """

    ends: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    more: frozenset[str]
    starts: frozenset[str]
    generic: frozenset[str]
    lone: frozenset[str]
    numbered: str
    numbered_words: frozenset[str]

    @property
    def alone(self) -> frozenset[str]:
        """Words that may make the name of a place without anything before them."""
        return self.lone | self.starts | SAINTS | CALLED_PLACES


@lru_cache(maxsize=1)
def endings() -> Endings:
    """The shipped endings. Raises `BadRuleFileError`."""
    file = load_one(FOLDER / "places.yaml", PlaceFile)
    ends: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind in ("school", "home", "place", "street"):
        for phrase in getattr(file, kind).split(","):
            words = tuple(phrase.split())
            ends.setdefault(words[0], []).append((words, kind))
    return Endings(
        ends={word: tuple(sorted(found, key=lambda end: -len(end[0]))) for word, found in ends.items()},
        more=frozenset(file.school_more.split()),
        starts=frozenset(file.school_starts.split()),
        generic=frozenset(file.generic.split()),
        lone=frozenset(file.lone.split()),
        numbered="|".join(part.strip() for part in file.numbered.split("|")),
        numbered_words=frozenset(file.numbered.replace("?", "").replace("|", " ").split()),
    )
