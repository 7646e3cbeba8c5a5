"""Places by the words they are named with last, and the name before: "Oakfield Primary School", "bramble close"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.findings import Redaction
from nlp.redact.knowledge import knowledge
from nlp.redact.places.endings import CALLED_BY, EVERYWHERE, WINDS, endings, is_written, joined
from nlp.redact.places.schools import more_of_school
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_SMALL = frozenset({"the", "of", "and", "st", "saint", "our", "lady", "king", "queen"})
# Names of streets in lower case are told from a road that is only described by a rarer word than these ends need.
_CASUAL_ENDS = frozenset({"close", "drive", "walk", "row", "lane", "way", "parade", "croft", "rise"})
_LOOSE_SCHOOL_ENDS = frozenset({"high", "comp", "rc", "college", "school", "primary", "nursery"})
_SURE_SCHOOL_ENDS = frozenset({"academy", "infants", "juniors", "primary", "montessori"})
# Words that describe, and are part of a name where they are written as one: "Tarn Road caravan site".
_ENDS_TOO = frozenset({"road", "street", "house", "park", "side", "hall"})
_LIVING = frozenset(
    {"live", "lives", "lived", "living", "stay", "stays", "stayed", "staying", "moved", "house", "flat"}
)
_ON = frozenset({"on", "in", "at", "off", "to", "up", "down", "along", "round"})
_FURTHEST = 5
_SELDOM = 4
_UNHEARD = 6
# "al-noor academy", and not "after-school".
_PREFIXES = frozenset({"al", "el", "an", "as", "ad", "ar", "ash", "at", "dar", "bin", "co"})
# A house may be of a tree: "the tree house".
_HOUSES = frozenset({"house", "lodge", "cottage", "grange", "estate", "ward", "hospital", "prison", "uni"})
# What may be told of in lower case too: "kestrel ward", "toll bar site".
_CASUAL_PLACES = frozenset(
    {
        "site",
        "unit",
        "farm",
        "clinic",
        "practice",
        "project",
        "hub",
        "mosque",
        "gurdwara",
        "court",
        "hall",
        "centre",
    }
)


def find_ended(
    text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary, after: int
) -> Redaction | None:
    """What the word at `at` ends, where it ends the name of a place that begins no sooner than `after`."""
    for phrase, kind in endings().ends[tokens[at].plain]:
        last = at + len(phrase) - 1
        if last >= len(tokens) or any(tokens[at + step].plain != word for step, word in enumerate(phrase)):
            continue
        begin = max(after, _name_begins(text, at, tokens, vocabulary))
        if begin == at or not _looks_named(begin, at, tokens, vocabulary):
            continue
        if begin == at - 1 and _only_begins(tokens[begin], vocabulary):
            continue
        end = more_of_school(text, last, tokens) if kind == "school" else last
        if kind == "street" and last + 1 < len(tokens) and tokens[last + 1].plain in WINDS:
            end += is_written(tokens[last + 1]) and joined(text, tokens[last], tokens[last + 1])
        if _fits(kind, phrase, begin, at, end, tokens, vocabulary):
            if begin > after and tokens[begin - 1].plain == "the" and _needs_the(phrase, begin, at, tokens):
                begin -= 1
            written = {"school": "SCHOOL", "street": "ADDRESS"}.get(kind, "PLACE")
            return Redaction(tokens[begin].start, tokens[end].end, written)
    return None


def _fits(
    kind: str,
    phrase: tuple[str, ...],
    begin: int,
    at: int,
    end: int,
    tokens: Sequence[Token],
    vocabulary: Vocabulary,
) -> bool:
    """Whether the ending and the name before it make a place of that kind."""
    capital, name = is_written(tokens[begin]), tokens[at - 1].plain
    rare = vocabulary.rarity(name) >= 4
    if begin == at - 1 and _is_somebodys(kind, phrase, tokens[begin]):
        return False
    if kind == "place":
        if capital:
            named = at - begin > 1 or not tokens[begin].first
            return is_written(tokens[at]) or (phrase[0] in _CASUAL_PLACES and named)
        return (
            phrase[0] in _CASUAL_PLACES
            and (name not in knowledge().given or tokens[at - 2].plain == "-")
            and (vocabulary.rarity(name) >= 6 or _made_of_parts(begin, at, tokens, vocabulary))
        )
    if kind == "street":
        if at + 1 < len(tokens) and any(
            kind != "street" for _, kind in endings().ends.get(tokens[at + 1].plain, ())
        ):
            return False
        if _lived_in(begin, tokens):
            return True
        if capital:
            return True
        if phrase[0] in _CASUAL_ENDS:
            return vocabulary.rarity(name) >= _UNHEARD and begin > 0 and tokens[begin - 1].plain in _ON
        made = phrase[0] in endings().sure_ends and _made_of_parts(begin, at, tokens, vocabulary)
        return made or (rare and vocabulary.capital(name) >= -1)
    if kind == "school":
        return (
            capital
            or end > at + len(phrase) - 1
            or phrase[0] not in _LOOSE_SCHOOL_ENDS
            or rare
            or (phrase[0] == "primary" and vocabulary.rarity(name) >= 2)
            or _made_of_parts(begin, at, tokens, vocabulary)
        )
    return True


def _is_somebodys(kind: str, phrase: tuple[str, ...], name: Token) -> bool:
    """Whether the name before is a person's, of whom the rest is told: "larisas house", "Margaret Ward"."""
    known = knowledge()
    word = name.plain
    owner = word[:-1] if word.endswith("s") and word not in known.given else word
    if owner not in known.given or owner in known.words:
        return False
    if kind == "place":
        return phrase[0] in known.family
    return phrase in {("house",), ("school",), ("college",), ("nursery",)} and (
        name.possessive or not is_written(name)
    )


def _lived_in(begin: int, tokens: Sequence[Token]) -> bool:
    """Whether the words before the name of a street say that somebody lives there: "we live on bramble close"."""
    return begin > 1 and tokens[begin - 1].plain in _ON and tokens[begin - 2].plain in _LIVING


def _name_begins(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Index of the first word of the name that ends before `at`; `at` where there is none."""
    generic, parts = endings().generic, endings().parts
    keep = at
    for step in range(at - 1, max(-1, at - 1 - _FURTHEST), -1):
        token = tokens[step]
        word = token.plain
        if token.shape in {"sign", "digits"} or not joined(text, token, tokens[step + 1]):
            break
        capital, below = is_written(token), keep < at
        before = step > 0 and is_written(tokens[step - 1])
        if (
            word in generic
            and not (
                capital and (below or before or word in _ENDS_TOO) and word not in {"i", "my", "at", "the"}
            )
            and not (below and word in {"of", "and"} and before)
            and not (below and word == "our" and tokens[step + 1].plain == "lady")
            and not (not capital and ((word in parts and below) or _by_street(step, tokens)))
        ):
            break
        if (
            not capital
            and below
            and word not in _SMALL
            and word not in parts
            and vocabulary.words
            and vocabulary.rarity(word) <= 2
        ):
            break
        if below and not capital and is_written(tokens[keep]) and word not in {"of", "and"}:
            break
        keep = step
    while (
        keep > 1
        and tokens[keep - 1].plain == "-"
        and tokens[keep - 2].plain in _PREFIXES
        and tokens[keep - 2].end == tokens[keep].start - 1
    ):
        keep -= 2
    return keep


def _by_street(at: int, tokens: Sequence[Token]) -> bool:
    """Whether a street or park is named here: "grange road"."""
    before = tokens[at - 1].plain if at else ""
    return tokens[at].plain in CALLED_BY and before.isalpha() and before not in endings().generic


def _looks_named(begin: int, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether the words before "road" or "school" name it, and do not merely describe it."""
    generic = endings().generic
    if all(token.plain in generic for token in tokens[begin:at]):
        return False
    last = tokens[at - 1]
    if last.plain in generic and last.plain not in _SMALL and not is_written(last):
        return begin < at - 1 and _by_street(at - 1, tokens)
    return (
        is_written(last)
        or not vocabulary.words
        or (tokens[at].plain in _SURE_SCHOOL_ENDS and vocabulary.rarity(last.plain) >= 2)
        or vocabulary.rarity(last.plain) >= 4
        or vocabulary.capital(last.plain) >= 0
        or last.plain in knowledge().family
        or _made_of_parts(begin, at, tokens, vocabulary)
    )


def _only_begins(name: Token, vocabulary: Vocabulary) -> bool:
    """Whether the one word before an ending names nothing: "Lovely house", "I'd walk", "my auntie's house"."""
    people, word = knowledge(), name.plain
    owner = word.removesuffix("s")
    if owner in people.kin or owner in people.roles or owner in people.titles or name.shape == "letter":
        return True
    if word in people.never and word not in people.lands:
        return True
    common = bool(vocabulary.words) and vocabulary.rarity(word) < _SELDOM and vocabulary.capital(word) < 0
    return name.first and common and word not in endings().parts


def _made_of_parts(begin: int, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether ordinary words make a name here: "busy bees nursery", "the bridge school"; not "the tree house"."""
    known = endings()
    if tokens[at - 1].plain not in known.parts:
        return False
    if at - begin > 1:
        before = tokens[at - 2].plain
        return before in known.parts or before in knowledge().given or vocabulary.rarity(before) >= 4
    return (
        begin > 0
        and tokens[begin - 1].plain == "the"
        and tokens[at].plain not in _HOUSES
        and tokens[begin].plain not in EVERYWHERE
    )


def _needs_the(phrase: tuple[str, ...], begin: int, at: int, tokens: Sequence[Token]) -> bool:
    """Whether "the" belongs to the name: "the orchard contact centre", where "orchard" alone names nothing."""
    if phrase == ("academy",) or tokens[begin - 1].shape == "title":
        return True
    word = tokens[begin].plain
    return at - begin == 1 and (word in endings().parts or word in endings().lone)
