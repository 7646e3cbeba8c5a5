"""What we know of each language: its name, its everyday words, and whom a name stands beside."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from nlp.lexis.letters import STROKES
from nlp.rulefiles import Words, load_list

ENGLISH = "en"
FOLDER = Path(__file__).parent
_LETTERS = str.maketrans(STROKES | {"ß": "s"})


class Profile(BaseModel):
    """One language. `code` is BCP 47; one that its letters alone tell needs no words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    words: Words = frozenset()
    kin: Words = frozenset()

    @property
    def everyday(self) -> frozenset[str]:
        """Every word of it that names nobody, with and without its accents."""
        return _also_plain(self.words | self.kin)


@lru_cache(maxsize=1)
def profiles() -> dict[str, Profile]:
    """The shipped profiles by code, checked."""
    return {profile.code: profile for profile in load_list(FOLDER / "profiles.yaml", Profile)}


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The words of our own worked examples, in which children, families and staff speak English."""
    return profiles()[ENGLISH].words | frozenset((FOLDER / "english.txt").read_text("utf-8").split())


@lru_cache(maxsize=64)
def everyday_words(code: str) -> frozenset[str]:
    """The everyday words of a language; none where it is not known here."""
    profile = profiles().get(code)
    return profile.everyday if profile else frozenset()


@lru_cache(maxsize=64)
def kin_words(code: str) -> frozenset[str]:
    """The words for family and friends of a language, with and without their accents."""
    profile = profiles().get(code)
    return _also_plain(profile.kin) if profile else frozenset()


@lru_cache(maxsize=1)
def languages_of_word() -> dict[str, tuple[str, ...]]:
    """By word, as it is typed with or without its accents, the languages that it is an everyday word of.

    A word without its accents speaks for no language where it is an English word: "thi" may be Vietnamese, "the" not.
    """
    index = {word: [ENGLISH] for word in english_words()}
    for profile in profiles().values():
        if profile.code == ENGLISH:
            continue
        written = profile.words | profile.kin
        for word in written | (profile.everyday - english_words()):
            index.setdefault(word, []).append(profile.code)
    return {word: tuple(codes) for word, codes in index.items()}


def plain(word: str) -> str:
    """A word without the accents that people leave out: "mój" is "moj". Signs of other scripts are part of a word."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in parts if not "\u0300" <= letter <= "\u036f")


def _also_plain(words: frozenset[str]) -> frozenset[str]:
    return words | {plain(word) for word in words}
