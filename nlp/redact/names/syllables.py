"""Names of syllables apart, Chinese, Vietnamese, Korean, Burmese and pet names: "wing sum", "kim do yun", "boo boo"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.redact.knowledge import FOLDER
from nlp.redact.tokens import Token
from nlp.rulefiles import load_one

FILE = FOLDER / "syllables.yaml"
_LONGEST = 4  # syllables of one name


class SyllableFile(BaseModel):
    """`syllables.yaml`: the syllables of given names and the family names, by tongue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weak: str
    first: str
    twice: str
    tongues: dict[str, str]
    families: dict[str, str]


@dataclass(frozen=True, slots=True)
class Syllables:
    """Every syllable of every tongue, family names among them.

    One that is `weak` counts only after another; one of them that is a `first` one also begins a sentence.
    """

    strong: frozenset[str]
    weak: frozenset[str]
    first: frozenset[str]
    families: frozenset[str]


@lru_cache(maxsize=1)
def syllable_file() -> SyllableFile:
    """The shipped file. Raises `BadRuleFileError`."""
    return load_one(FILE, SyllableFile)


@lru_cache(maxsize=1)
def syllables() -> Syllables:
    """What is shipped, as sets."""
    file = syllable_file()
    first = frozenset(file.first.split())
    weak = frozenset(file.weak.split()) | first
    families = frozenset(" ".join(file.families.values()).split())
    given = frozenset(" ".join((file.twice, *file.tongues.values())).split())
    return Syllables((given | families) - weak, weak, first, families)


def rows_of(tokens: Sequence[Token]) -> Mapping[int, tuple[int, ...]]:
    """For each word that stands in a row of syllables, the places of all in the row, itself among them."""
    known = syllables()
    strong, weak, first = known.strong, known.weak, known.first
    found: dict[int, tuple[int, ...]] = {}
    row: list[int] = []
    end = 0
    for at, token in enumerate(tokens):
        word = token.plain
        if row and word == "-" and token.start == end:
            end -= 1
            continue
        joined = row and token.start - end == 1
        if word in strong or (word in weak and (joined or (token.first and word in first))):
            if not joined:
                _keep(row, found)
                row = []
            row.append(at)
            end = -1 if token.possessive else token.end
        elif row:
            _keep(row, found)
            row = []
    _keep(row, found)
    return found


def _keep(row: list[int], found: dict[int, tuple[int, ...]]) -> None:
    if 1 < len(row) <= _LONGEST:
        found.update(dict.fromkeys(row, tuple(row)))
