"""Uses of a name that are none: the month, the verb, the game: "in May", "nan will ring", "a game called destiny"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.redact.setting import Setting, kind_of
from nlp.redact.tokens import Token

_MONTHS = frozenset({"may", "june", "april", "august"})
_SURE_MONTHS = frozenset({
    "january", "february", "march", "july", "september", "october", "november", "december", "spring", "autumn",
})  # fmt: skip
_BEFORE_MONTH = frozenset({
    "in", "since", "until", "till", "last", "next", "of", "this", "early", "late", "during", "by", "end",
    "from", "mid",
})  # fmt: skip


def is_month(at: int, tokens: Sequence[Token]) -> bool:
    """Whether "May" is the month here: "in May", "3 May", "May 2024"."""
    if tokens[at].plain not in _MONTHS:
        return False
    if any(token.plain in _SURE_MONTHS for token in tokens[max(0, at - 2) : at + 3]):
        return True
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and (
        before.plain in _BEFORE_MONTH or before.shape == "digits" or before.plain in {"st", "nd", "rd", "th"}
    ):
        return True
    return after is not None and after.shape == "digits"


MODALS = frozenset({"will", "may"})
ASKING = frozenset({"can", "could", "did", "does", "has", "is", "was", "would", "should", "do"})
_AFTER_A_NAME = frozenset({"is", "was", "has", "had", "s", "and", "who"})
# Verbs whose past is like their beginning, and words that stand between "will" and its verb.
_UNTOLD = frozenset(
    {"put", "hit", "let", "hurt", "cut", "quit", "read", "always", "never", "at", "from", "my", "our", "come"}
)
_ASKED = frozenset({"pronoun", "mine", "article", "kin", "role"})
_DOING = frozenset({"pronoun", "kin", "role", "name", "other", "capital"})


def is_modal(at: int, setting: Setting) -> bool:
    """Whether "will" or "may" is the verb here: "my worker will ring", "will it"; not "will said", "told will"."""
    tokens, known = setting.tokens, setting.known
    token = tokens[at]
    if token.plain not in MODALS or (token.shape == "title" and not token.first) or at + 1 == len(tokens):
        return False
    after = tokens[at + 1]
    before = kind_of(tokens[at - 1], known) if at else "edge"
    if after.shape == "sign" or after.plain in _AFTER_A_NAME:
        return False
    if after.plain in known.after and not (at and after.plain in _UNTOLD):
        return False
    if before in {"edge", "sign", ",", "."}:
        return kind_of(after, known) in _ASKED
    one = tokens[at - 1].plain
    return before in _DOING and one not in known.before and one not in ASKING


CALLED = frozenset({"called", "named", "nicknamed", "name", "names", "cald", "calld"})


NAMED = frozenset({"called", "named", "nicknamed", "calld", "cald"})
# What else is called something: "a game called destiny".
_THINGS = frozenset({
    "game", "games", "song", "book", "film", "show", "programme", "app", "club", "group", "team", "dog", "cat",
    "project", "scheme", "service", "thing", "things", "toy", "teddy", "rabbit", "hamster", "fish", "horse",
    "pet", "it", "meeting", "course", "plan", "tool", "model", "place",
})  # fmt: skip


def is_called_a_thing(at: int, tokens: Sequence[Token]) -> bool:
    """Whether something that is no person has this name: "a game called destiny"."""
    return (
        at > 1
        and tokens[at - 1].plain in NAMED
        and any(earlier.plain in _THINGS for earlier in tokens[max(0, at - 5) : at - 1])
    )
