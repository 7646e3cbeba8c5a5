"""Addresses that begin with a house number: "flat 2b, 117 old mill road"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.findings import Redaction
from nlp.redact.place_endings import endings

_WORD = r"[^\W\d_]{1,30}(?:['’.\-][^\W\d_]{1,30})?\.?"

# Words that only describe a school, but name a street: "6 high street".
_STREET_NAMES = frozenset({
    "high", "church", "primary", "grammar", "first", "new", "king", "upper", "lower", "main", "station",
    "north", "south", "east", "west", "front", "back", "park", "school", "mill", "home", "house", "end",
    "middle", "street", "road",
})  # fmt: skip
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1)
def _numbered() -> re.Pattern[str]:
    ends = endings().numbered
    building = (
        rf"{_WORD}(?:\s{_WORD})?\s(?:house|court|tower|lodge|point|heights|mansions|buildings|view)\b,?\s+"
    )
    parts = "flat|apartment|apt|unit|room|floor|block|plot|pitch|bay|suite|studio|bedsit"
    floor = r"(?:top|ground|first|second|basement)\s+fl(?:at|oor)"
    flat = rf"(?:(?:(?:{parts})\s+(?:\d+[a-z]?|[a-z])|{floor}|\d/\d)\b,?\s+){{1,3}}"
    number = r"(?:number\s+|no\b\.?\s*)?\d{1,4}\s?[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?\b,?\s+"
    street = rf"(?P<words>(?:the\s+)?(?:{_WORD}\s+){{0,3}}?)(?P<end>{ends})\b"
    not_counted = r"(?!\s+(?:of|people|children|kids|times|weeks|days|months|years)\b)"
    return re.compile(
        rf"(?<![\w£$/.,:-])(?:{flat}(?:{building})?(?:{number})?|{number}){street}{not_counted}",
        re.IGNORECASE,
    )


def find_numbered(text: str) -> Iterator[Redaction]:
    """ADDRESS spans that begin with a house number or a flat."""
    if not _DIGIT.search(text):
        return
    for match in _numbered().finditer(text):
        words = match["words"].lower().split()
        if words and (words == ["the"] or words[-1] in _STREET_NAMES or words[-1] not in endings().generic):
            yield Redaction(match.start(), match.end(), "ADDRESS")
