"""Redaction: what could tell who somebody is, taken out of a copy; the words that stay still read."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.findings import Redaction
from nlp.redact.identifiers import find_identifiers
from nlp.redact.names import find_names
from nlp.redact.places import find_places
from nlp.redact.recogniser import shipped_reader
from nlp.redact.spans import Redacted, without_overlaps, write_redacted
from nlp.redact.vocabulary import EMPTY

__all__ = ["Redacted", "find_redactions", "redact"]


def find_redactions(text: str, *, known_names: Iterable[str] = ()) -> list[Redaction]:
    """Every span of `text` that identifies somebody, in order, none overlapping."""
    reader = shipped_reader()
    wanted = list(find_identifiers(text))
    wanted.extend(find_places(text, vocabulary=reader.vocabulary if reader else EMPTY))
    wanted.extend(find_names(text, known_names=known_names, reader=reader))
    return without_overlaps(wanted)


def redact(text: str, *, known_names: Iterable[str] = ()) -> Redacted:
    """A copy of `text` with names and identifiers swapped for what they are, as "[name]".

    `known_names` are people the authority knows of (its staff, its case list): they are found wherever they
    stand. Offsets in the answer are those of `text`. Never fails, whatever the string holds.
    """
    redactions = find_redactions(text, known_names=known_names)
    return Redacted(write_redacted(text, redactions), tuple(redactions))
