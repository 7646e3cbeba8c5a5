"""Redaction: what could tell who somebody is, taken out of a copy; the words that stay still read."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.findings import Redaction
from nlp.redact.familiar import NOBODY, Familiar
from nlp.redact.glance import (
    COUNT,
    FIRST_SHAPE,
    KNOWN,
    PERSON,
    PLACE,
    PLACE_CUE,
    STANDS,
    STREET,
    sight_without_reader,
)
from nlp.redact.identifiers import find_identifiers
from nlp.redact.names.finding import find_names
from nlp.redact.names.recogniser import shipped_reader
from nlp.redact.places.addresses import find_numbered, is_parted, may_hold_address
from nlp.redact.places.finding import find_places
from nlp.redact.spans import Redacted, without_overlaps, write_redacted
from nlp.redact.tokens import tokens_of
from nlp.redact.vocabulary import EMPTY

__all__ = ["NOBODY", "Familiar", "Redacted", "find_redactions", "redact"]


def find_redactions(
    text: str, *, familiar: Familiar = NOBODY, people: Sequence[tuple[int, int]] = ()
) -> list[Redaction]:
    """Every span of `text` that identifies somebody, in order, none overlapping.

    `people` are characters where another reader, such as a language model, found somebody named.
    """
    reader = shipped_reader()
    sight = reader.sight if reader else sight_without_reader()
    needs = sight.look(text, familiar)
    if people:
        needs |= PERSON
    vocabulary = reader.vocabulary if reader else EMPTY
    wanted = list(find_identifiers(text, words=needs, first=FIRST_SHAPE, vocabulary=vocabulary))
    if familiar:
        wanted.extend(familiar.find_references(text))
    counted = may_hold_address(text) or (
        needs & STREET and (needs & COUNT or (needs & PERSON and is_parted(text)))
    )
    placed = needs & PLACE or (needs & PERSON and needs & PLACE_CUE)
    if counted or needs & (PERSON | PLACE | KNOWN):
        tokens = tokens_of(text)
        if counted:
            wanted.extend(find_numbered(text, tokens, vocabulary))
        if familiar:
            wanted.extend(familiar.find(tokens, ordinary=sight.everyday))
        if placed:
            wanted.extend(find_places(text, tokens, vocabulary=vocabulary))
        if needs & (PERSON | KNOWN):
            wanted.extend(
                find_names(
                    tokens,
                    text,
                    reader=reader,
                    ordinary=sight.nameless,
                    people=familiar.people,
                    taken=wanted,
                    further=people,
                    standing=bool(needs & STANDS),
                )
            )
    return without_overlaps(wanted) if wanted else []


def redact(text: str, *, familiar: Familiar = NOBODY, people: Sequence[tuple[int, int]] = ()) -> Redacted:
    """A copy of `text` with names and identifiers swapped for what they are, as "[name]".

    `familiar` is what the authority itself knows, its people and places: they are found wherever they stand.
    `people` are as in `find_redactions`. Offsets in the answer are those of `text`. Never fails, whatever the
    string holds.
    """
    redactions = find_redactions(text, familiar=familiar, people=people)
    return Redacted(write_redacted(text, redactions) if redactions else text, tuple(redactions))
