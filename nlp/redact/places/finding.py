"""Schools, homes, contact centres and streets, by the words they are named with and the words before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.findings import Redaction
from nlp.redact.places.ended import find_ended
from nlp.redact.places.endings import (
    CALLED_PLACES,
    SAINTS,
    asking,
    endings,
    joined,
)
from nlp.redact.places.homes import find_called, find_closed, find_lone
from nlp.redact.places.schools import find_saint, find_school_by_name, find_start, more_of_school
from nlp.redact.places.told import find_told
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_KINDS = {"school": "SCHOOL", "home": "PLACE", "place": "PLACE", "street": "ADDRESS"}


def find_places(text: str, tokens: Sequence[Token], *, vocabulary: Vocabulary) -> Iterator[Redaction]:
    """SCHOOL, PLACE and ADDRESS spans in order, none overlapping."""
    known = endings()
    asked = asking()
    at = after = 0
    while at < len(tokens):
        word = tokens[at].plain
        if word not in asked:
            at += 1
            continue
        found = None
        if word in known.ends:
            found = find_ended(text, at, tokens, vocabulary, after)
        if found is None and word in known.lone:
            found = find_lone(text, at, tokens)
        if found is None and word in known.schools:
            found = find_school_by_name(at, tokens)
        if found is None and word in SAINTS:
            found = find_saint(text, at, tokens)
        if found is None and (word in known.starts or word in known.prisons):
            found = find_start(at, tokens)
        if found is None and word in CALLED_PLACES:
            found = find_called(text, at, tokens, vocabulary)
        if found is None and word in known.closing:
            found = find_closed(text, at, tokens, vocabulary)
        if found is None and word in known.told:
            found = find_told(text, at, tokens, vocabulary)
        if found is None:
            at += 1
            continue
        found = _grown(text, found, at, tokens)
        yield found
        while at < len(tokens) and tokens[at].start < found.end:
            at += 1
        after = at


def _grown(text: str, found: Redaction, at: int, tokens: Sequence[Token]) -> Redaction:
    """With the ending that follows: "the haven" of "the haven refuge" is found before the rest of its name."""
    while at < len(tokens) and tokens[at].start < found.end:
        at += 1
    if at >= len(tokens) or not joined(text, tokens[at - 1], tokens[at]):
        return found
    for phrase, kind in endings().ends.get(tokens[at].plain, ()):
        last = at + len(phrase) - 1
        if tuple(token.plain for token in tokens[at : last + 1]) == phrase:
            if kind == "school":
                last = more_of_school(text, last, tokens)
            return Redaction(found.start, tokens[last].end, _KINDS[kind])
    return found
