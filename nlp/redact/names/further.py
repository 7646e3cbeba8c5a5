"""Names that another reader found, such as a language model: a further voice, under our rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.redact.names.ordinary_uses import CALLED, is_called_a_thing, is_modal, is_month
from nlp.redact.names.setting import Setting, listed

# From this rarity on a word is one that may be somebody's nickname.
SELDOM = 3


def named_by_another(
    setting: Setting, people: Sequence[tuple[int, int]], ordinary: frozenset[str]
) -> Iterator[int]:
    """The places of the words that are names where another reader found somebody, by characters, end exclusive.

    Rationale: a model trained on newspapers takes "Mum", "Miss Patel" and "Thanks" for people, and half a word
    for a whole one. What it says is heard word by word; titles, kin words and words that never name anybody stay.
    """
    known, tokens = setting.known, setting.tokens
    found = iter(sorted(people))
    span = next(found, None)
    for at, token in enumerate(tokens):
        while span is not None and span[1] <= token.start:
            span = next(found, None)
        if span is None:
            return
        if token.end <= span[0] or token.shape in {"sign", "digits", "letter"} or len(token.plain) < 2:
            continue
        word = token.plain
        if word in known.titles or word in known.kin or word in known.roles or word in known.never:
            continue
        written = token.shape in {"title", "mixed"} and not token.first and setting.capitals == "some"
        common = word in ordinary or word in CALLED or _everyday(word, setting)
        if common and not written:
            continue
        if not (is_month(at, tokens) or is_modal(at, setting) or is_called_a_thing(at, tokens)):
            yield at


def _everyday(word: str, setting: Setting) -> bool:
    """Whether a word is in everybody's mouth and in no list of names: "school", "road"."""
    return setting.vocabulary.rarity(word) < SELDOM and not listed(word, setting.known)
