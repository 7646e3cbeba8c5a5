"""Choosing which spans stand when several want the same characters, and writing the redacted copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.findings import Redaction

# What `label` writes, wherever it stands in a redacted copy: a regular expression.
STAND_IN = r"\[[^\[\]\n]{1,60}\]"


@dataclass(frozen=True, slots=True)
class Redacted:
    """The copy that may be shown, and what was taken out of the given text (offsets of the given text)."""

    text: str
    redactions: tuple[Redaction, ...]


def without_overlaps(wanted: Iterable[Redaction]) -> list[Redaction]:
    """The spans in text order; those that overlap become one, of the type named first.

    Rationale: of "flat 3, 18 tannery lane" one pattern may see the flat and another the whole. What any of them would
    take out is taken out.
    """
    kept: list[Redaction] = []
    surest = 0
    for order, span in sorted(enumerate(wanted), key=lambda one: (one[1].start, one[1].end)):
        if span.end == span.start:
            continue
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
            surest = order
            continue
        type = span.type if order < surest else kept[-1].type
        kept[-1] = Redaction(kept[-1].start, max(kept[-1].end, span.end), type)
        surest = min(surest, order)
    return kept


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
