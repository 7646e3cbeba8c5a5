"""What we know about names: the lists for each community, and the words that stand around a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from nlp.lexis.letters import STROKES, without_marks
from nlp.redact.names.sounds import Sounds, sounds_of
from nlp.rulefiles import load_list, load_one

FOLDER = Path(__file__).resolve().parent.parent / "redaction"
NAMES = FOLDER / "names"
THEMES = FOLDER.parent / "themes"

_LETTERS = str.maketrans(STROKES | {"ð": "d", "ß": "ss", "æ": "ae", "’": "'"})

# Parts of a double name that are not names themselves.
_JOINING = frozenset({"del", "den", "dos", "los", "van", "dela", "delos", "law", "boy"})


class NameFile(BaseModel):
    """The names of one community."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    community: str
    given: str
    family: str


class WordsFile(BaseModel):
    """Names that are ordinary words too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    usual: str


class NeverFile(BaseModel):
    """Words written like names that are not people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    words: str
    towns: bool = False
    lands: bool = False


class SentenceFile(BaseModel):
    """`examples.yaml`: sentences with slots for names, and sentences that name nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    named: str
    unnamed: str


class Tale(BaseModel):
    """A story, film or game: words that say that it is told of, and who is in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signs: str
    cast: str


class Meeting(BaseModel):
    """How somebody met is told of: their deeds, to whom ("rang my"), and what is done to them ("told", "spoke to")."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    deeds: str
    theirs: str
    told: str
    told_to: str


class FamousFile(BaseModel):
    """People everybody has heard of, real or in a story, and phrases in which a name is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    people: str
    phrases: str
    alone: str
    tales: tuple[Tale, ...]
    played: str
    lands: str
    meeting: Meeting
    often: str
    showing: str


class ContextFile(BaseModel):
    """Words that stand around names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titles: str
    tongues: str
    kin: str
    roles: str
    before: str
    after: str
    acting: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it, as sets of plain words."""

    given: frozenset[str]
    family: frozenset[str]
    words: frozenset[str]
    usual: frozenset[str]
    never: frozenset[str]
    titles: frozenset[str]
    kin: frozenset[str]
    roles: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    acting: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    tongues: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    sounds: Sounds = field(default_factory=dict)


def plain_name(word: str) -> str:
    """Lower case without accents: "Łukasz" and "lukasz" are one name."""
    word = word.lower()
    if word.isascii():
        return word
    return without_marks(word.translate(_LETTERS))


def _words(text: str) -> frozenset[str]:
    words = frozenset(plain_name(word) for word in text.split())
    parts = (part for word in words if "-" in word for part in word.split("-"))
    return words | {part for part in parts if len(part) > 2 and part not in _JOINING}


@lru_cache(maxsize=1)
def communities() -> dict[str, NameFile]:
    """The name files by the name of the file."""
    return {path.stem: load_one(path, NameFile) for path in sorted(NAMES.glob("*.yaml"))}


@lru_cache(maxsize=1)
def example_sentences() -> SentenceFile:
    """The sentences a reader of names learns from. Raises `BadRuleFileError`."""
    return load_one(FOLDER / "examples.yaml", SentenceFile)


@lru_cache(maxsize=1)
def our_words() -> frozenset[str]:
    """Words of our sentences that name nobody and of our themes, as they are typed in lower case."""
    ours = [
        example_sentences().unnamed,
        *(path.read_text(encoding="utf-8") for path in THEMES.glob("*.yaml")),
    ]
    words = re.findall(r"\b[a-z]+\b", " ".join(ours).replace("'", "").replace("{t}", ""))
    context = load_one(FOLDER / "context.yaml", ContextFile)
    return (
        frozenset(words)
        | _words(context.kin)
        | _words(context.roles)
        | _words(context.after)
        | _words(context.acting)
    )


@lru_cache(maxsize=1)
def famous() -> FamousFile:
    """The famous, as they are written down. Raises `BadRuleFileError`."""
    return load_one(FOLDER / "famous.yaml", FamousFile)


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Everything shipped, read once. Raises `BadRuleFileError`."""
    context = load_one(FOLDER / "context.yaml", ContextFile)
    given: set[str] = set()
    family: set[str] = set()
    for file in communities().values():
        given |= _words(file.given)
        family |= _words(file.family)
    files = load_list(FOLDER / "never.yaml", NeverFile)
    never = frozenset().union(*(_words(item.words) for item in files))
    towns = frozenset().union(*(_words(item.words) for item in files if item.towns))
    lands = frozenset().union(*(_words(item.words) for item in files if item.towns or item.lands))
    kin, titles, roles = _words(context.kin), _words(context.titles), _words(context.roles)
    # A town or a month that is also a name is decided by the words around it.
    both = (never & (given | family)) - kin - titles
    ordinary = load_one(FOLDER / "words.yaml", WordsFile)
    words = _words(ordinary.words) | _words(ordinary.usual) | both
    return Knowledge(
        given=frozenset(given),
        family=frozenset(family),
        words=words,
        usual=_words(ordinary.usual),
        never=never - both,
        titles=titles,
        kin=kin,
        roles=roles,
        before=_words(context.before),
        after=_words(context.after) | _words(context.acting),
        acting=_words(context.acting),
        towns=towns & both,
        tongues=_words(context.tongues),
        lands=lands - both,
        sounds=sounds_of(given - words),
    )
