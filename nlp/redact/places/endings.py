"""What the names of schools, homes, centres and streets end with, read from `places.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.redact.knowledge import FOLDER
from nlp.redact.tokens import Token
from nlp.rulefiles import Words, load_one

SAINTS = frozenset({"st", "saint", "ss"})
# After the name of a street: "Park Road South".
WINDS = frozenset({"north", "south", "east", "west"})
CALLED_PLACES = frozenset({"called", "named"})
# What the street or park ends with that a school or surgery is called by: "grange road medical centre".
CALLED_BY = frozenset({"road", "street", "lane", "park", "hall", "avenue", "hill", "side", "house", "high"})
# Every place has a village school and a station road.
EVERYWHERE = frozenset({
    "village", "town", "church", "market", "community",
    "garden", "school", "station", "street", "road", "water", "sun", "sea", "park", "corner",
    "king", "queen", "royal", "white", "young", "wild", "holy", "three", "port", "farm", "river", "canal",
})  # fmt: skip
# Streets written short.
_SHORT = frozenset({"st", "rd", "ave", "av", "ln", "dr", "cl", "cres", "terr", "ter", "gdns", "sq"})


class PlaceFile(BaseModel):
    """`places.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    school: str
    school_more: Words
    school_starts: Words
    prison_starts: Words
    school_names: str
    saints_more: Words
    closing: Words
    generic: Words
    home: str
    place: str
    lone: Words
    street: str
    numbered: Words
    street_names: Words
    sure_ends: Words
    living: Words
    placed: Words
    counted: Words
    units: Words
    loose_units: Words
    buildings: Words
    after_the: Words
    joined: str
    parts: Words
    school_told: dict[str, Words]
    place_told: dict[str, Words]


@dataclass(frozen=True, slots=True)
class Endings:
    """`ends`: for the first word of each ending, the endings with their kind, the longest first.

    `numbered` is what streets end with after a house number, `streets` those of them that nothing else ends with;
    the others are as the fields of `places.yaml` say.
    """

    ends: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    more: frozenset[str]
    starts: frozenset[str]
    generic: frozenset[str]
    lone: frozenset[str]
    numbered: frozenset[str]
    streets: frozenset[str]
    street_names: frozenset[str]
    sure_ends: frozenset[str]
    living: frozenset[str]
    placed: frozenset[str]
    counted: frozenset[str]
    units: frozenset[str]
    loose_units: frozenset[str]
    buildings: frozenset[str]
    after_the: frozenset[str]
    parts: frozenset[str]
    joined: re.Pattern[str]
    prisons: frozenset[str]
    saints_more: frozenset[str]
    closing: frozenset[str]
    schools: dict[str, tuple[tuple[str, ...], ...]]
    told: dict[str, tuple[tuple[frozenset[str], str], ...]]

    def is_joined(self, word: str) -> bool:
        """Whether one word is made as names of streets and homes are: "wharfside"."""
        return self.joined.search(word) is not None

    @property
    def cues(self) -> frozenset[str]:
        """Words of which one stands near the name of a place that is told by nothing else, or closes it."""
        return self.closing.union(*(cues for told in self.told.values() for cues, _ in told))

    @property
    def alone(self) -> frozenset[str]:
        """Words that may make the name of a place without anything before them."""
        return self.lone | self.starts | self.prisons | self.schools.keys() | SAINTS | CALLED_PLACES


@lru_cache(maxsize=1)
def asking() -> frozenset[str]:
    """Words at which the name of a place may begin, end or be told."""
    known = endings()
    return known.alone | known.ends.keys() | known.told.keys() | known.closing


@lru_cache(maxsize=1)
def endings() -> Endings:
    """The shipped endings. Raises `BadRuleFileError`."""
    file = load_one(FOLDER / "places.yaml", PlaceFile)
    ends: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind in ("school", "home", "place", "street"):
        for phrase in getattr(file, kind).split(","):
            words = tuple(phrase.split())
            ends.setdefault(words[0], []).append((words, kind))
    schools: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in file.school_names.split(","):
        called = tuple(name.split())
        schools[called[0]] = (*schools.get(called[0], ()), called)
    return Endings(
        ends={word: tuple(sorted(found, key=lambda end: -len(end[0]))) for word, found in ends.items()},
        more=file.school_more,
        starts=file.school_starts,
        generic=file.generic,
        lone=file.lone,
        numbered=file.numbered,
        streets=frozenset(file.street.replace(",", " ").split()) | (file.numbered & _SHORT),
        street_names=file.street_names,
        sure_ends=file.sure_ends,
        living=file.living,
        placed=file.placed,
        counted=file.counted,
        units=file.units,
        loose_units=file.loose_units,
        buildings=file.buildings,
        after_the=file.after_the,
        parts=file.parts,
        closing=file.closing | CALLED_BY,
        saints_more=file.saints_more,
        schools=schools,
        prisons=file.prison_starts,
        told={
            lead: tuple(
                (cues[lead], kind)
                for cues, kind in ((file.school_told, "SCHOOL"), (file.place_told, "PLACE"))
                if lead in cues
            )
            for lead in file.school_told.keys() | file.place_told.keys()
        },
        joined=re.compile(rf"^[a-z]{{3,}}(?:{'|'.join(file.joined.split())})$"),
    )


def is_written(token: Token) -> bool:
    return token.shape in {"title", "mixed"}


def joined(text: str, one: Token, other: Token) -> bool:
    """Whether nothing but space (and `'s`) stands between two words."""
    gap = text[one.end : other.start]
    if one.possessive:
        gap = gap.lstrip("'’`").removeprefix("s").removeprefix("S")
    return gap in {" ", "  ", "-", "\u00a0"}
