"""Choosing which spans stand when several want the same characters, and writing the redacted copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.findings import Redaction


@dataclass(frozen=True, slots=True)
class Redacted:
    """The copy that may be shown, and what was taken out of the given text (offsets of the given text)."""

    text: str
    redactions: tuple[Redaction, ...]


def without_overlaps(wanted: Iterable[Redaction]) -> list[Redaction]:
    """The spans in text order; where two overlap, the one named first stands."""
    kept: list[Redaction] = []
    taken: set[int] = set()
    for span in wanted:
        letters = range(span.start, span.end)
        if span.end > span.start and not any(at in taken for at in letters):
            kept.append(span)
            taken.update(letters)
    return sorted(kept, key=lambda span: span.start)


def label(kind: str) -> str:
    """How a type reads inside a sentence: `NHS_NUMBER` is "[NHS number]", `NAME` is "[name]"."""
    words = kind.lower().replace("_", " ")
    return f"[{words.replace('nhs', 'NHS').replace('nino', 'NI number').replace('dob', 'date of birth')}]"


def write_redacted(text: str, redactions: Sequence[Redaction]) -> str:
    """`text` with each span swapped for its label."""
    parts: list[str] = []
    at = 0
    for span in redactions:
        parts.append(text[at : span.start])
        parts.append(label(span.type))
        at = span.end
    parts.append(text[at:])
    return "".join(parts)
