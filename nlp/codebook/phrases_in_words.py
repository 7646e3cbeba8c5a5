"""A phrase as a person would read it: its choices side by side, its gaps as dots."""

from collections.abc import Iterable, Sequence

from nlp.lexis.phrases import GAP, Part, PhraseError, parsed
from nlp.lexis.words import word_rules

SHOWN = 3


def in_words(phrase: str) -> str:
    """`(ring|rings|call) .. back` as "ring / call … back". Of many choices a few are said, and how many more.

    A choice that only goes on from one before it is left out: endings do not matter.
    """
    kinds = {kind: (f"[any {kind}]",) for kind in word_rules().kinds}
    try:
        return _said(parsed(phrase, kinds))
    except (PhraseError, RecursionError):
        return phrase


def _said(parts: Sequence[Part]) -> str:
    return " ".join(said for part in parts if (said := _part(part)))


def _part(part: Part) -> str:
    if part == GAP:
        return "…"
    if isinstance(part, str):
        return part
    ways = _different(said for option in part if (said := _said(option)))
    more = len(ways) - SHOWN
    said = " / ".join(ways[:SHOWN]) + (f" +{more}" if more > 0 else "")
    return f"({said})" if () in part else said


def _different(ways: Iterable[str]) -> list[str]:
    found: list[str] = []
    for way in ways:
        if not way.startswith(tuple(found)):
            found.append(way)
    return found
