"""Schools, homes, contact centres and addresses, by the words they are named with and the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.findings import Redaction
from nlp.redact.knowledge import FOLDER, knowledge, plain_name
from nlp.redact.vocabulary import Vocabulary
from nlp.rulefiles import load_one

_WORD = r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?"
_SMALL = frozenset({"the", "of", "and", "st", "saint", "our", "lady", "king", "queen"})


class PlaceFile(BaseModel):
    """`places.yaml`: each value is an alternation of regular expressions, or a list of words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    school_ends: str
    school_more: str
    school_generic: str
    place_ends: str
    place_sure: str
    place_before: str
    street_ends: str
    street_sure: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """The file's contents, compiled."""

    school: re.Pattern[str]
    saint: re.Pattern[str]
    place: re.Pattern[str]
    sure_place: re.Pattern[str]
    named_place: re.Pattern[str]
    numbered: re.Pattern[str]
    street: re.Pattern[str]
    generic: frozenset[str]
    hint: re.Pattern[str]


def _joined(part: str) -> str:
    return re.sub(r"\|\s+", "|", part.strip())


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """The shipped patterns. Raises `BadRuleFileError`."""
    file = load_one(FOLDER / "places.yaml", PlaceFile)
    ends, more = _joined(file.school_ends), _joined(file.school_more)
    streets, sure = _joined(file.street_ends), _joined(file.street_sure)
    flat = (
        r"(?:(?:flat|apartment|apt|unit|room|floor|block)\s+(?:\d+[a-z]?|[a-z])\b,?\s+(?:(?!\d)"
        + _WORD
        + r"\s+(?:house|court|tower|lodge|point|heights|mansions|buildings)\b,?\s+)?)?"
    )
    number = r"\d{1,4}\s?[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?\b,?\s+"
    ignore = re.IGNORECASE
    return Patterns(
        school=re.compile(
            rf"(?P<words>(?:{_WORD}\s+){{1,5}}?)(?P<end>{ends})\b(?P<more>(?:\s+(?:{more})\b)*)", ignore
        ),
        saint=re.compile(
            rf"\b(?:st|saint|ss)\.?\s+(?!helens\b|albans\b|ives\b|austell\b|neots\b|andrews\b|pauls\b(?=\s+cath)){_WORD}(?:\s+(?:and|&)\s+st\.?\s+{_WORD})?(?:\s+(?:of\s+{_WORD}|the\s+\w+))?(?:['’]s)?(?:\s+(?:{ends}|{more})\b)*",
            ignore,
        ),
        place=re.compile(rf"(?P<words>(?:{_WORD}\s+){{1,4}})(?P<end>{_joined(file.place_ends)})\b", ignore),
        sure_place=re.compile(rf"^(?:{_joined(file.place_sure)})$", ignore),
        named_place=re.compile(
            r"\b(?:home|unit|house|hostel|refuge|placement|centre|site|place|it)(?:\s+(?:is|was))?\s+(?:called|named)\s+(?P<it>(?:the\s+)?[^\W\d_]+(?:\s+(?:house|lodge|court|view|cottage|grange|farm|hall|centre|park|road|[A-Z][\w'’]+))?)",
            ignore,
        ),
        numbered=re.compile(
            rf"(?<![\w£$/.,:-]){flat}{number}(?P<words>(?:the\s+)?(?:{_WORD}\s+){{0,3}}?)(?P<end>{streets})\b(?!\s+(?:of|people|children|kids|times|weeks|days|months|years)\b)",
            ignore,
        ),
        street=re.compile(rf"(?P<words>(?:{_WORD}\s+){{1,3}})(?P<end>{sure})\b", ignore),
        generic=frozenset(file.school_generic.split()),
        hint=re.compile(
            rf"\b(?:{ends}|{_joined(file.place_ends)}|{streets}|st|saint|called|named)\b", ignore
        ),
    )


def find_places(text: str, *, vocabulary: Vocabulary) -> Iterator[Redaction]:
    """ADDRESS, SCHOOL and PLACE spans; they may overlap, the surest kinds first."""
    found = patterns()
    if not found.hint.search(text):
        return
    for match in found.numbered.finditer(text):
        words = [plain_name(word) for word in match["words"].split()]
        if words and _looks_named(words, match["words"].split(), vocabulary, sure=True):
            yield Redaction(match.start(), match.end(), "ADDRESS")
    yield from _homes(text, vocabulary)
    yield from _schools(text, vocabulary)
    yield from _streets(text, vocabulary)


def _looks_named(words: list[str], written: list[str], vocabulary: Vocabulary, *, sure: bool = False) -> bool:
    """Whether the words before "road" or "school" name it, and do not merely describe it."""
    stop = patterns().generic
    if all(word in stop for word in words):
        return words == ["the"] and sure
    last = words[-1]
    if (
        last in stop
        and last not in _SMALL
        and not (
            last in {"high", "church", "primary", "grammar", "first", "new", "king", "upper", "lower"}
            and sure
        )
    ):
        return False
    if written[-1][:1].isupper() and not "".join(written).isupper():
        return True
    return (
        sure
        or not vocabulary.words
        or vocabulary.rarity(last) >= 4
        or vocabulary.capital(last) >= 0
        or last in knowledge().family
    )


def _named_part(words: str, vocabulary: Vocabulary) -> str:
    """The end of `words` that belongs to the name: from after the last word that only describes or joins."""
    parts = list(re.finditer(r"\S+", words))
    stop = patterns().generic
    keep = len(parts)
    for at in range(len(parts) - 1, -1, -1):
        word = plain_name(parts[at].group()).strip(".'")
        capital = parts[at].group()[:1].isupper()
        below = keep < len(parts)
        if (
            word in stop
            and not (capital and below and word not in {"i", "my", "at", "the"})
            and not (below and word in {"of", "and"} and at > 0 and parts[at - 1].group()[:1].isupper())
        ):
            break
        if not capital and below and word not in _SMALL and vocabulary.words and vocabulary.rarity(word) <= 2:
            break
        if below and not capital and parts[keep].group()[:1].isupper():
            break
        keep = at
    return words[parts[keep].start() :] if keep < len(parts) else ""


def _streets(text: str, vocabulary: Vocabulary) -> Iterator[Redaction]:
    for match in patterns().street.finditer(text):
        name = _named_part(match["words"], vocabulary)
        words = [plain_name(word) for word in name.split()]
        if not words or (match["end"].lower() in {"close", "drive", "walk"} and not name[:1].isupper()):
            continue
        if name[:1].isupper() or (vocabulary.rarity(words[-1]) >= 4 and vocabulary.capital(words[-1]) >= -1):
            yield Redaction(match.end("words") - len(name), match.end(), "ADDRESS")


def _schools(text: str, vocabulary: Vocabulary) -> Iterator[Redaction]:
    for match in patterns().saint.finditer(text):
        if re.match(r"(?i)st\.?\s+(?:of|and|in|is|was|to|the|on|at)\b", match.group()):
            continue
        yield Redaction(match.start(), match.end(), "SCHOOL")
    for match in patterns().school.finditer(text):
        name = _named_part(match["words"], vocabulary)
        words = [plain_name(word) for word in name.split()]
        if not words or not _looks_named(words, name.split(), vocabulary):
            continue
        if match["end"].lower() in {"high", "comp", "rc"} and not name[:1].isupper() and not match["more"]:
            continue
        end = match.end()
        tail = re.search(r"\s+(?:and|of|community|trust)$", text[match.start() : end], re.IGNORECASE)
        if tail:
            end = match.start() + tail.start()
        yield Redaction(match.end("words") - len(name), end, "SCHOOL")


def _homes(text: str, vocabulary: Vocabulary) -> Iterator[Redaction]:
    found = patterns()
    for match in found.place.finditer(text):
        name = _named_part(match["words"], vocabulary)
        words = [plain_name(word) for word in name.split()]
        if not words or not _looks_named(words, name.split(), vocabulary):
            continue
        capital = name[:1].isupper()
        sure = bool(found.sure_place.match(match["end"]))
        if not sure and not (capital and match["end"][:1].isupper()):
            continue
        yield Redaction(match.end("words") - len(name), match.end(), "PLACE")
    for match in found.named_place.finditer(text):
        first = plain_name(match["it"].split()[-1])
        if first not in found.generic and (match["it"][:1].isupper() or vocabulary.rarity(first) >= 4):
            yield Redaction(*match.span("it"), "PLACE")
