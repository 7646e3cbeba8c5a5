"""Schools, homes, contact centres and streets, by the words they are named with and the words before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.findings import Redaction
from nlp.redact.knowledge import knowledge
from nlp.redact.place_endings import (
    CALLED_BY,
    CALLED_PLACES,
    EVERYWHERE,
    SAINTS,
    asking,
    endings,
    is_written,
    joined,
)
from nlp.redact.tokens import Token
from nlp.redact.told_places import find_told
from nlp.redact.vocabulary import Vocabulary

_SMALL = frozenset({"the", "of", "and", "st", "saint", "our", "lady", "king", "queen"})
_HOMES = frozenset({
    "home", "unit", "house", "hostel", "refuge", "placement", "centre", "site", "place", "it",
})  # fmt: skip
# Towns and teams begun by a saint, and words that make "st" an ending ("1st of", "high st").
_NO_SAINT = frozenset({
    "helens", "albans", "ives", "austell", "neots", "andrews", "of", "and", "in", "is", "was", "to", "the",
    "on", "at", "it", "but", "for", "bernard", "bernards", "lucia", "kitts", "pancras", "petersburg", "nick", "louis",
    "valentine", "valentines", "tropez", "moritz", "malo",
})  # fmt: skip
_SHORT = frozenset({"y", "yr", "low", "high", "new", "the"})
_SAINTS_DAYS = frozenset({"day", "days", "eve", "ambulance", "parade", "flag", "dog", "badge", "cadets"})
_LEADS = frozenset({
    "at", "in", "to", "from", "called", "named", "near", "left", "leave", "leaving", "hate", "like", "love",
    "miss", "into", "of", "shut", "shutting", "closing", "closed", "about", "was", "is", "visit", "visited", "visiting",
})  # fmt: skip
# Names of streets in lower case are told from a road that is only described by a rarer word than these ends need.
_CASUAL_ENDS = frozenset({"close", "drive", "walk", "row", "lane", "way", "parade", "croft", "rise"})
_LOOSE_SCHOOL_ENDS = frozenset({"high", "comp", "rc", "college", "school", "primary", "nursery"})
_SURE_SCHOOL_ENDS = frozenset({"academy", "infants", "juniors", "primary", "montessori"})
# Words that describe, and are part of a name where they are written as one: "Tarn Road caravan site".
_ENDS_TOO = frozenset({"road", "street", "house", "park", "side", "hall"})
_LIVING = frozenset(
    {"live", "lives", "lived", "living", "stay", "stays", "stayed", "staying", "moved", "house", "flat"}
)
_ON = frozenset({"on", "in", "at", "off", "to"})
_FURTHEST = 5
_SELDOM = 4
_RARE = 5
# "al-noor academy", and not "after-school".
_PREFIXES = frozenset({"al", "el", "an", "as", "ad", "ar", "ash", "at", "dar", "bin", "co"})
_KINDS_OF_PLACE = {"school": "SCHOOL", "home": "PLACE", "place": "PLACE"}
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
            found = _ending(text, at, tokens, vocabulary, after)
        if found is None and word in known.lone:
            found = _lone(text, at, tokens)
        if found is None and word in known.schools:
            found = _school_by_name(at, tokens)
        if found is None and word in SAINTS:
            found = _saint(text, at, tokens)
        if found is None and (word in known.starts or word in known.prisons):
            found = _start(at, tokens)
        if found is None and word in CALLED_PLACES:
            found = _called(text, at, tokens, vocabulary)
        if found is None and word in known.closing:
            found = _closed(text, at, tokens, vocabulary)
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
        if kind in _KINDS_OF_PLACE and tuple(token.plain for token in tokens[at : last + 1]) == phrase:
            if kind == "school":
                last = _more(text, last, tokens)
            return Redaction(found.start, tokens[last].end, _KINDS_OF_PLACE[kind])
    return found


def _ending(
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
        end = _more(text, last, tokens) if kind == "school" else last
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
        if phrase[0] in _CASUAL_ENDS and not capital:
            return False
        return capital or (rare and vocabulary.capital(name) >= -1)
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


def _more(text: str, last: int, tokens: Sequence[Token]) -> int:
    """Index of the last word that still belongs to a school's name: "… Primary School"."""
    more = endings().more
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].plain in more
        and joined(text, tokens[last], tokens[last + 1])
    ):
        last += 1
    return last


def _saint(text: str, at: int, tokens: Sequence[Token]) -> Redaction | None:
    """ "St Aidan's", which in these messages is a school."""
    name = at + 1
    if name < len(tokens) and tokens[name].plain == ".":
        name += 1
    if name >= len(tokens) or not tokens[name].plain.isalpha() or tokens[name].plain in _NO_SAINT:
        return None
    if (
        len(tokens[name].plain) < 3
        or text[tokens[at].end : tokens[name].start].strip(". ")
        or (at and _numbered(at, tokens))
        or (name + 1 < len(tokens) and tokens[name + 1].plain in _SAINTS_DAYS)
    ):
        return None
    last = name
    while last + 1 < len(tokens) and tokens[last + 1].plain in endings().saints_more:
        last += 1
    if tokens[at].plain == "ss" and last + 2 < len(tokens) and tokens[last + 1].plain in {"and", "&"}:
        last += 2
    name = last
    for phrase, kind in endings().ends.get(tokens[name + 1].plain if name + 1 < len(tokens) else "", ()):
        if kind != "street" and [token.plain for token in tokens[name + 1 : name + 1 + len(phrase)]] == list(
            phrase
        ):
            last = _more(text, name + len(phrase), tokens)
            kinds = "SCHOOL" if kind == "school" else "PLACE"
            return Redaction(tokens[at].start, tokens[last].end, kinds)
    last = _more(text, name, tokens)
    end = tokens[last].end
    if tokens[last].possessive:
        end += len(text[end : end + 2].rstrip()) if text[end + 1 : end + 2].lower() == "s" else 1
    return Redaction(tokens[at].start, end, "SCHOOL")


def _school_by_name(at: int, tokens: Sequence[Token]) -> Redaction | None:
    """What schools are called after, wherever they stand: "sacred heart", and not "the holy trinity"."""
    if at and tokens[at - 1].plain == "the":
        return None
    for phrase in endings().schools[tokens[at].plain]:
        last = at + len(phrase) - 1
        if tuple(token.plain for token in tokens[at : last + 1]) != phrase:
            continue
        more = [token.plain for token in tokens[last + 1 : last + 4]]
        if len(more) > 1 and more[0] == "of" and more[1] not in endings().generic:
            last += 2
        elif len(more) > 2 and more[0] == "and" and more[1] in SAINTS:
            last += 3
        return Redaction(tokens[at].start, tokens[last].end, "SCHOOL")
    return None


def _numbered(at: int, tokens: Sequence[Token]) -> bool:
    """Whether "st" is an ending here: "1st", "high st"."""
    return tokens[at - 1].shape == "digits" or tokens[at - 1].end == tokens[at].start


def _start(at: int, tokens: Sequence[Token]) -> Redaction | None:
    """A school or prison that begins with the word for one: "Ysgol Bro Dur", "hmp stonegate"."""
    last = at
    while last + 1 < len(tokens) and last - at < 4:
        following = tokens[last + 1]
        if following.shape in {"sign", "digits"} or (
            following.plain in endings().generic and following.plain not in endings().parts
        ):
            break
        more = tokens[last].plain in _SHORT or tokens[last].plain in endings().parts
        if not is_written(following) and last > at and not more:
            break
        last += 1
    kind = "PLACE" if tokens[at].plain in endings().prisons else "SCHOOL"
    return Redaction(tokens[at].start, tokens[last].end, kind) if last > at else None


def _lone(text: str, at: int, tokens: Sequence[Token]) -> Redaction | None:
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


def _closed(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> Redaction | None:
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


def _called(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> Redaction | None:
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
