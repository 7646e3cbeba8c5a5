"""Identifiers with a shape: telephone numbers, postcodes, references and their like, in all their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nlp.findings import Redaction
from nlp.redact.knowledge import FOLDER
from nlp.redact.vocabulary import EMPTY, Vocabulary
from nlp.rulefiles import BadRuleFileError, load_one

IDENTIFIERS = FOLDER / "identifiers.yaml"
HELPLINES = FOLDER / "helplines.yaml"

_DIGIT = re.compile(r"\d")
_NOT_DIGIT = re.compile(r"\D")
_DOT = re.compile(r"\.\w")
_SAID = re.compile(r"\d+|[a-z]+")
_LETTERS = re.compile(r"[a-z]+")
_RARE = 6
# Letters typed for figures: "O77OO-9OO", "45o 557".
_LIKE_FIGURES = re.compile(r"(?<![A-Za-z])(?=[oO]*\d)[\doOIl]{2,}(?![A-Za-z])")
_AS_FIGURES = str.maketrans("oOIl", "0011")
_TIMES = {"double": 2, "triple": 3, "treble": 3}


class Pattern(BaseModel):
    """One shape."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    type: str
    digits: int = 0
    holds: Literal["", "at", "dot", "bracket", "odd"] = ""
    words: tuple[str, ...] = ()
    said: int = 0
    rare: bool = False
    pattern: str


class IdentifierFile(BaseModel):
    """`identifiers.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: dict[str, str]
    patterns: tuple[Pattern, ...]


class HelplineFile(BaseModel):
    """`helplines.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    numbers: frozenset[str]
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern ready to use."""

    type: str
    digits: int
    holds: str
    words: frozenset[str]
    said: int
    rare: bool
    find: re.Pattern[str]


@lru_cache(maxsize=1)
def shapes() -> tuple[Shape, ...]:
    """The shipped patterns, compiled. Raises `BadRuleFileError` for one that is not a regular expression."""
    return read_shapes(IDENTIFIERS)


def read_shapes(path: Path) -> tuple[Shape, ...]:
    """The patterns of one file, compiled."""
    file = load_one(path, IdentifierFile)
    parts: dict[str, str] = {}
    for name, part in file.parts.items():
        parts[name] = _fill(part, parts)
    ready: list[Shape] = []
    for pattern in file.patterns:
        try:
            found = re.compile(_fill(pattern.pattern, parts), re.IGNORECASE)
        except re.error as problem:
            line = path.read_text(encoding="utf-8").split(f"id: {pattern.id}\n")[0].count("\n") + 1
            raise BadRuleFileError(path, line, f"{pattern.id}: {problem}") from problem
        words = frozenset(pattern.words)
        ready.append(
            Shape(
                pattern.type,
                pattern.digits,
                pattern.holds,
                words,
                pattern.said,
                pattern.rare,
                found,
            )
        )
    return tuple(ready)


def _fill(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern.replace("{{", "{").replace("}}", "}")


def digits_said(number: str) -> int:
    """How many digits a number has that is told in words and figures: "07700 double nine hundred" has nine."""
    count, times = 0, 1
    for word in _SAID.findall(number.lower()):
        if word in _TIMES:
            times = _TIMES[word]
            continue
        count += times * (2 if word == "hundred" else len(word) if word.isdigit() else 1)
        times = 1
    return count


@lru_cache(maxsize=1)
def helplines() -> HelplineFile:
    """The shipped numbers. Raises `BadRuleFileError`."""
    return load_one(HELPLINES, HelplineFile)


def is_helpline(number: str) -> bool:
    """Whether a telephone number is a public one that may stand."""
    digits = _NOT_DIGIT.sub("", number)
    known = helplines()
    return digits in known.numbers or digits.startswith(known.starts)


@lru_cache(maxsize=1)
def _masks() -> tuple[int, int, int]:
    """A bit for each shape that needs no word, that needs no digit, and that needs neither digit nor sign."""
    ready = tuple(enumerate(shapes()))
    return (
        sum(1 << at for at, shape in ready if not shape.words),
        sum(1 << at for at, shape in ready if not shape.digits),
        sum(1 << at for at, shape in ready if not shape.digits and not shape.holds),
    )


def with_figures(text: str) -> str:
    """`text`, as long as it was, with figures where letters stand for them: "07700" for "O77OO"."""
    if not _DIGIT.search(text):
        return text
    return _LIKE_FIGURES.sub(lambda found: found[0].translate(_AS_FIGURES), text)


def find_identifiers(
    text: str, *, words: int, first: int, vocabulary: Vocabulary = EMPTY
) -> Iterator[Redaction]:
    """Spans of `text` that have the shape of an identifier, the surest kinds first; they may overlap.

    `words` has, from bit `first` on, a bit for each shape one of whose words is in the text.
    """
    text = with_figures(text)
    digits = len(_DIGIT.findall(text))
    dotted = "." in text and bool(_DOT.search(text))
    wordless, digitless, plain = _masks()
    tried = (words // first) | wordless
    if not digits:
        tried &= digitless
        if not (dotted or tried & plain or "@" in text or "_" in text):
            return
    has = {
        "": True,
        "at": "@" in text,
        "dot": dotted,
        "bracket": "(" in text,
        "odd": digits > 0 or dotted or "_" in text,
    }
    ready = shapes()
    while tried:
        lowest = tried & -tried
        tried ^= lowest
        shape = ready[lowest.bit_length() - 1]
        if digits < shape.digits or not has[shape.holds]:
            continue
        for found in shape.find.finditer(text):
            span = found.span("it") if "it" in shape.find.groupindex else found.span()
            if span[0] < 0:
                continue
            if shape.type in {"PHONE", "CASE_NUMBER", "NHS_NUMBER"} and is_helpline(text[span[0] : span[1]]):
                continue
            if shape.rare and not _is_rare(text[span[0] : span[1]], vocabulary):
                continue
            if shape.said and digits_said(text[span[0] : span[1]]) < shape.said:
                continue
            yield _trimmed(text, Redaction(span[0], span[1], shape.type))


def _is_rare(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a part of the word is none that people write: "kezzyt", not "private"."""
    return bool(vocabulary.words) and any(
        vocabulary.rarity(part) >= _RARE for part in _LETTERS.findall(word.lower())
    )


def _trimmed(text: str, span: Redaction) -> Redaction:
    start, end = span.start, span.end
    while start < end and text[start] in " \t\n,.;:":
        start += 1
    while end > start and text[end - 1] in " \t\n,.;:":
        end -= 1
    if text[start:end].startswith("(") and ")" not in text[start:end]:
        start += 1
    if text[start:end].lower().startswith("the "):
        start += 4
    return Redaction(start, end, span.type)
