"""Homes called by a tree or a view, by an unusual word, or simply told: "the willows", "rydal mount"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.findings import Redaction
from nlp.redact.knowledge import knowledge
from nlp.redact.places.endings import endings, is_written, joined
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_HOMES = frozenset({
    "home", "unit", "house", "hostel", "refuge", "placement", "centre", "site", "place", "it",
})  # fmt: skip
_LEADS = frozenset({
    "at", "in", "to", "from", "called", "named", "near", "left", "leave", "leaving", "hate", "like", "love",
    "miss", "into", "of", "shut", "shutting", "closing", "closed", "about", "was", "is", "visit", "visited", "visiting",
    "go", "goes", "went",
})  # fmt: skip
_RARE = 5
_SELDOM = 4


def find_lone(text: str, at: int, tokens: Sequence[Token]) -> Redaction | None:
    """A home called by a tree or a view alone: "the willows", "at sunnyside", "my home sunnyside"."""
    if at == 0:
        return None
    token, before = tokens[at], tokens[at - 1]
    if not joined(text, before, token) or (at + 1 < len(tokens) and tokens[at + 1].plain == "of"):
        return None
    if before.plain == "the" and (is_written(token) or at == 1 or tokens[at - 2].plain in _LEADS | _HOMES):
        return Redaction(before.start, token.end, "PLACE")
    if before.plain in _LEADS | _HOMES and not token.plain.endswith("s"):
        return Redaction(token.start, token.end, "PLACE")
    return None


def find_closed(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> Redaction | None:
    """What homes and schools end with after a word that is none but a name: "rydal mount", not "muddy field"."""
    people = knowledge()
    if not at or not vocabulary.words or not joined(text, tokens[at - 1], tokens[at]):
        return None
    token, word = tokens[at - 1], tokens[at - 1].plain
    listed = word.removesuffix("s") in people.given or word in people.given or word in people.never
    if listed or token.possessive or not word.isalpha() or vocabulary.rarity(word) < _RARE:
        return None
    if vocabulary.capital(word) < 1 and (vocabulary.knows(word) or vocabulary.misspells(word)):
        return None
    if vocabulary.capital(word) < 1 and word in vocabulary.words:
        return None
    return Redaction(token.start, tokens[at].end, "PLACE")


def find_called(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> Redaction | None:
    """ "a home called Fairhaven"."""
    kind = at - 1
    if kind > 0 and tokens[kind].plain in {"is", "was", "its"}:
        kind -= 1
    if kind < 0 or tokens[kind].plain not in _HOMES or at + 1 >= len(tokens):
        return None
    first = at + 1
    name = first + 1 if tokens[first].plain == "the" and first + 1 < len(tokens) else first
    token = tokens[name]
    if token.shape in {"sign", "digits"} or token.plain in endings().generic:
        return None
    rare = token.plain in endings().lone or (
        vocabulary.rarity(token.plain) >= _SELDOM and tokens[kind].plain != "it"
    )
    if not (rare or (is_written(token) and tokens[kind].plain != "it")):
        return None
    last = name
    while last + 1 < len(tokens) and joined(text, tokens[last], tokens[last + 1]):
        following = tokens[last + 1]
        if not is_written(following) and following.plain not in endings().ends:
            break
        last += 1
    return Redaction(tokens[first].start, tokens[last].end, "PLACE")
