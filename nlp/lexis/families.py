"""Families of everyday meanings: which ones a row of words touches.

"Nan", "gran" and "grandad" are different words and one family. A family is never a rule on its own; it lets a
trained reader use what it learned of one word for another that it has not met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from nlp.rulefiles import load_one

FAMILIES = Path(__file__).parents[1] / "rules" / "families.yaml"


class FamilyFile(BaseModel):
    """`families.yaml`: the words and phrases of each family."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: dict[str, str]


class Touched(NamedTuple):
    """The family with this number stands on the words `first` to `end` (exclusive)."""

    family: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Families:
    """The families by the first word of each of their phrases. A family's number is its place in `names`.

    `single` gives, for a word that is a phrase by itself, its families. `longer` gives, for a first word and a
    second, what must follow and the family that is then meant. Both hold words of the file only, folded as they
    were asked to be, so that a caller with a table of its own can join them to it.
    """

    names: tuple[str, ...]
    single: Mapping[str, tuple[int, ...]]
    longer: Mapping[str, Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]]

    def phrases(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Every phrase with its family."""
        for word, numbers in self.single.items():
            yield from (((word,), number) for number in numbers)
        for first, seconds in self.longer.items():
            for second, rests in seconds.items():
                yield from (((first, second, *rest), number) for rest, number in rests)

    def touched(self, words: Sequence[str]) -> list[Touched]:
        """Every family in `words`, by where it starts; the words must be folded as the families are."""
        found: list[Touched] = []
        single, longer = self.single.get, self.longer.get
        last = len(words) - 1
        for at, word in enumerate(words):
            if known := single(word):
                for family in known:
                    found.append(Touched(family, at, at + 1))
            if at < last and (seconds := longer(word)) and (rests := seconds.get(words[at + 1])):
                for rest, family in rests:
                    end = at + 2 + len(rest)
                    if not rest or tuple(words[at + 2 : end]) == rest:
                        found.append(Touched(family, at, end))
        return found

    def numbers(self, words: Sequence[str]) -> set[int]:
        """The numbers of the families in `words`, each once."""
        return {family for family, _, _ in self.touched(words)}


@lru_cache(maxsize=4)
def family_phrases(path: Path = FAMILIES) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The families in `path`, each with its phrases as rows of plain words. Raises `BadRuleFileError`."""
    return {
        name: tuple(tuple(phrase.split("_")) for phrase in dict.fromkeys(written.split()))
        for name, written in load_one(path, FamilyFile).families.items()
    }


def families(fold: Callable[[str], str] = str, *, path: Path = FAMILIES) -> Families:
    """The families in `path` with every word folded by `fold`, to be looked for in words folded alike.

    `families()` looks for plain words, `families(stem)` for the stems of `nlp.lexis.words`. Building takes some 30 ms:
    keep what it gives. Raises `BadRuleFileError`.
    """
    phrases = family_phrases(path)
    single: dict[str, list[int]] = {}
    longer: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = {}
    for number, rows in enumerate(phrases.values()):
        for first, *rest in dict.fromkeys(tuple(fold(word) for word in row) for row in rows):
            if rest:
                longer.setdefault(first, {}).setdefault(rest[0], []).append((tuple(rest[1:]), number))
            else:
                single.setdefault(first, []).append(number)
    return Families(
        tuple(phrases),
        {word: tuple(numbers) for word, numbers in single.items()},
        {
            first: {second: tuple(found) for second, found in seconds.items()}
            for first, seconds in longer.items()
        },
    )
