"""Uses of a name that are none: the month, the verb, the game: "in May", "nan will ring", "a game called destiny"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.redact.knowledge import Knowledge
from nlp.redact.names.setting import Setting, kind_of
from nlp.redact.tokens import Token

MONTHS = frozenset({"may", "june", "april", "august"})
_SURE_MONTHS = frozenset({
    "january", "february", "march", "july", "september", "october", "november", "december", "spring", "autumn",
})  # fmt: skip
_BEFORE_MONTH = frozenset({
    "in", "since", "until", "till", "last", "next", "of", "this", "early", "late", "during", "by", "end",
    "from", "mid", "between",
})  # fmt: skip
_JOINS_MONTHS = frozenset({"or", "and", "to", "till", "until", ",", "-", "/"})


def is_month(at: int, tokens: Sequence[Token]) -> bool:
    """Whether "May" is the month here: "in May", "3 May", "May 2024", and both in "in April or May"."""
    if tokens[at].plain not in MONTHS:
        return False
    listed = [at]
    while (
        len(listed) <= len(MONTHS)
        and listed[-1] > 1
        and tokens[listed[-1] - 1].plain in _JOINS_MONTHS
        and tokens[listed[-1] - 2].plain in MONTHS
    ):
        listed.append(listed[-1] - 2)
    return any(_is_month_alone(one, tokens) for one in listed)


def _is_month_alone(at: int, tokens: Sequence[Token]) -> bool:
    """The same, of what stands beside it alone."""
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
_THEIR_OWN = frozenset({"my", "our"})
_SAYS_IT = frozenset(
    {
        "is",
        "was",
        "has",
        "hits",
        "hit",
        "said",
        "says",
        "shouts",
        "came",
        "comes",
        "lives",
        "and",
        "scares",
        "drinks",
    }
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
    if before in {"edge", "sign", ",", "."} and after.plain in _THEIR_OWN:
        # "will my mum be told", not "will my mums friend is mean".
        return _SAYS_IT.isdisjoint(token.plain for token in tokens[at + 2 : at + 6])
    if after.plain in known.after and not (at and after.plain in _UNTOLD):
        return False
    if before in {"edge", "sign", ",", "."}:
        return kind_of(after, known) in _ASKED
    one = tokens[at - 1].plain
    return before in _DOING and one not in known.before and one not in ASKING


CALLED = frozenset({"called", "named", "nicknamed", "name", "names", "cald", "calld"})


NAMED = frozenset({"called", "named", "nicknamed", "calld", "cald"})
# What else is called something: "a game called destiny".
THINGS_CALLED = frozenset({
    "game", "games", "song", "book", "film", "show", "programme", "app", "club", "group", "team", "dog", "cat",
    "project", "scheme", "service", "thing", "things", "toy", "teddy", "rabbit", "hamster", "fish", "horse",
    "pet", "pony", "pup", "puppy", "kitten", "guinea", "bird", "budgie", "parrot", "lizard", "gecko", "tortoise",
    "snake", "spider", "rat", "mouse", "gerbil", "goldfish", "it", "meeting", "course", "plan", "tool", "model",
    "place",
})  # fmt: skip


def is_called_a_thing(at: int, tokens: Sequence[Token]) -> bool:
    """Whether something that is no person has this name: "a game called destiny"."""
    return (
        at > 1
        and tokens[at - 1].plain in NAMED
        and any(earlier.plain in THINGS_CALLED for earlier in tokens[max(0, at - 5) : at - 1])
    )


TIMES_OF_YEAR = frozenset({"june", "april", "august", "summer", "autumn", "winter", "may"})
_UNTIL = frozenset({"to", "till", "til", "until", "-", "/"})
_JOINS = frozenset({"and", "or", "to", "till", "til", "until", ",", "/", "-"})
_AFTER_TIME = frozenset({
    "holiday", "holidays", "hols", "half", "term", "exams", "weather", "nights", "evenings", "onwards", "sometime",
    "time",
})  # fmt: skip
_EVERY = frozenset({"every", "throughout", "over", "last", "this", "next", "during"})


def is_time_of_year(at: int, tokens: Sequence[Token]) -> bool:
    """Whether a month or season is meant by what it is joined to: "april and june", "every summer"."""
    if tokens[at].plain not in TIMES_OF_YEAR:
        return False
    before = tokens[at - 1].plain if at else ""
    after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    if after in _AFTER_TIME or before in _EVERY:
        return True
    for step in (at - 2, at + 2):
        if 0 <= step < len(tokens) and tokens[(at + step) // 2].plain in _JOINS:
            other, join = tokens[step].plain, tokens[(at + step) // 2].plain
            if other in _SURE_MONTHS or (other in TIMES_OF_YEAR and join in _UNTIL):
                return True
    return False


SPEAKING = frozenset({"speak", "speaks", "speaking", "spoke", "spoken"})
_TONGUE = frozenset(
    {
        "interpreter",
        "interpreters",
        "translator",
        "translation",
        "speaker",
        "speakers",
        "speaking",
        "language",
    }
)


def is_language(at: int, tokens: Sequence[Token], known: Knowledge) -> bool:
    """Whether a tongue is meant: "i speak sorani", "a farsi interpreter", "in English"; not "Jane English"."""
    word = tokens[at].plain
    before = tokens[at - 1].plain if at else ""
    if word in known.tongues:
        return before not in known.titles and before not in known.given
    if before in SPEAKING:
        return True
    return word in known.words and at + 1 < len(tokens) and tokens[at + 1].plain in _TONGUE


_GOING = frozenset({
    "go", "going", "went", "gone", "move", "moved", "moving", "fly", "flew", "flown", "travel", "travelled",
    "drive", "drove", "driven", "bus", "train", "coach", "flight", "ferry", "trip", "holiday", "live", "lives",
    "lived", "living", "born", "raised", "grew", "walked", "fled", "escaped", "came", "come", "comes", "from",
    "stay", "stayed", "deported", "sent", "taken", "based", "placement", "placements", "placed", "boat", "plane",
    "crossed", "visit", "visiting", "arrived", "landed", "back", "uni", "family", "is", "am", "are",
})  # fmt: skip
_TOWARDS = frozenset({"to", "in", "from", "through", "near", "via", "into", "outside", "around"})
_THEIRS = frozenset(
    {"family", "parents", "people", "i", "we", "im", "were", "originally", "he", "she", "they"}
)
_LITTLE_WORDS = frozenset(
    {"me", "us", "him", "her", "them", "all", "up", "back", "on", "over", "here", "down", "away", "out"}
)


def is_somewhere(at: int, tokens: Sequence[Token], known: Knowledge) -> bool:
    """Whether what may be a town or country is one: "we walked through chad", "georgia is where"."""
    plain = [token.plain for token in tokens[max(0, at - 4) : at]]
    after = [token.plain for token in tokens[at + 1 : at + 4]]
    if after[:2] == ["is", "where"] or after[:3] == ["is", "the", "place"] or after[:1] == ["airport"]:
        return True
    if after[:2] in (["is", "in"], ["is", "near"]) and after[2:3] and after[2] in known.lands:
        return True
    if (len(after) > 1 and after[0] in _JOINS and after[1] in known.lands) or (
        len(plain) > 1 and plain[-1] in _JOINS and plain[-2] in known.lands
    ):
        return True
    if not plain or plain[-1] not in _TOWARDS:
        return False
    while len(plain) > 1 and plain[-2] in _LITTLE_WORDS:
        del plain[-2]
    moving = len(plain) > 1 and plain[-2] in _GOING and (plain[-2] != "go" or plain[-3:-2] == ["to"])
    if plain[-1] == "from" and moving and plain[-2] in {"is", "am", "are"}:
        return len(plain) > 2 and plain[-3] in _THEIRS
    return moving or plain[-1] == "through" or (len(plain) > 1 and plain[-2] in _THEIRS and plain[-1] != "to")


_FINITE = frozenset({
    "were", "are", "have", "can", "should", "was", "is", "went", "started", "stopped", "got", "cost", "will",
})  # fmt: skip
_KINDS = frozenset({
    "needs", "visits", "projects", "schools", "groups", "lessons", "clubs", "raids", "shifts", "leaders", "communities",
    "storms", "walks", "camps", "holidays", "parties", "activities", "talks", "plans", "calls", "stops", "runs",
})  # fmt: skip
_ONE_OF_A_KIND = frozenset({
    "project", "period", "house", "centre", "chorus", "raid", "school", "shop", "shops", "money", "hour",
})  # fmt: skip


def is_of_a_kind(at: int, tokens: Sequence[Token]) -> bool:
    """Whether what may be a name says of which kind a thing is: "faith needs were not met", "the grace period"."""
    if tokens[at].possessive or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].plain
    if after in _ONE_OF_A_KIND:
        return tokens[at + 1].shape == "lower"
    return (
        after in _KINDS
        and not tokens[at + 1].possessive
        and at + 2 < len(tokens)
        and tokens[at + 2].plain in _FINITE
    )
