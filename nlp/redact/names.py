"""People's names: who is a name in this message, in whole, and everywhere it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from nlp.findings import Redaction
from nlp.redact.features import CALLED, Setting, features_of, how_typed, is_candidate, kind_of, listed
from nlp.redact.knowledge import Knowledge, famous_people, knowledge
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import EMPTY, Vocabulary

_LINKS = frozenset(
    {
        "de",
        "da",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "bin",
        "bint",
        "ibn",
        "ap",
        "ab",
        "st",
        "la",
        "le",
        "dos",
        "dela",
        "abu",
        "umm",
    }
)
_INITIALS = frozenset("bcdefghjklmpqtvwyz")
_SURE_TITLES = frozenset({"mr", "mrs", "ms", "mx", "missis", "mister", "missus"})
_NAMED = frozenset({"called", "named", "nicknamed", "calld", "cald"})
_THINGS = frozenset({"game", "games", "song", "book", "film", "show", "programme", "app", "club", "group", "team", "dog", "cat", "project",
                     "scheme", "service", "thing", "things", "toy", "teddy", "rabbit", "hamster", "fish", "horse", "pet", "it",
                     "meeting", "course", "plan", "tool", "model", "place"})  # fmt: skip
_NOTHING = Token(0, 0, "", "sign", False, False)
_TWO_WORD_CUES = frozenset(
    {("name", "is"), ("name", "was"), ("names", "is"), ("name", "s"), ("known", "as"), ("i", "am")}
)


class NameReader(Protocol):
    """Anything that can say how likely a word, described by its features, names a person."""

    @property
    def threshold(self) -> float:
        """From which chance on a word is taken for a name."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """How ordinary each word is."""
        ...

    def chance(self, features: Sequence[str]) -> float:
        """0 to 1."""
        ...


def find_names(
    tokens: Sequence[Token],
    text: str,
    *,
    reader: NameReader | None = None,
    known: Knowledge | None = None,
    ordinary: frozenset[str] = frozenset(),
    people: frozenset[str] = frozenset(),
) -> list[Redaction]:
    """Spans of `text` that name a person. A full name is one span; titles, kin words and `'s` stay outside.

    `people` are plain words that name somebody the authority knows; `ordinary` words in lower case name nobody.
    """
    known = known or knowledge()
    vocabulary = reader.vocabulary if reader else EMPTY
    setting = Setting(tokens, known, vocabulary, how_typed(tokens))
    chosen = [False] * len(tokens)
    any_chosen = False
    cued = False
    famous = _famous(tokens)
    for at, token in enumerate(tokens):
        word = token.plain
        if at in famous:
            continue
        if (cued or word not in ordinary or token.shape != "lower") and _is_name(at, setting, reader, people):
            chosen[at] = any_chosen = True
        cued = word in known.titles or word in CALLED
    if not any_chosen:
        return []
    _repeat(tokens, chosen, known, vocabulary, famous)
    _whole_names(text, setting, chosen)
    return list(_spans(text, tokens, chosen))


def _famous(tokens: Sequence[Token]) -> frozenset[int]:
    """Where famous people and people in stories stand, by their whole names."""
    whole = famous_people()
    found: set[int] = set()
    for at, token in enumerate(tokens):
        for words in whole.get(token.plain, ()):
            here = range(at, at + len(words))
            if here.stop <= len(tokens) and all(tokens[step].plain == words[step - at] for step in here):
                found.update(here)
    return frozenset(found)


def _is_name(at: int, setting: Setting, reader: NameReader | None, people: frozenset[str]) -> bool:
    token = setting.tokens[at]
    if token.shape in {"sign", "digits"}:
        return False
    if people and _is_familiar(token, setting, people):
        return True
    if token.shape == "letter":
        return _is_initial(at, setting)
    if not is_candidate(at, setting):
        return False
    if _surely(at, setting):
        return True
    if reader is None:
        return _by_rule(at, setting)
    return reader.chance(features_of(at, setting)) >= reader.threshold


def _surely(at: int, setting: Setting) -> bool:
    """What is a name whatever the reader thinks: "mr savage", "K. Osei", "called summer", "Wing-Yan"."""
    tokens, known = setting.tokens, setting.known
    token, before = tokens[at], tokens[at - 1] if at else _NOTHING
    if before.plain == "-" or (at + 1 < len(tokens) and tokens[at + 1].plain == "-"):
        return _is_double(at, setting)
    if before.plain in _NAMED and listed(token.plain, known):
        # "a game called destiny"
        return not any(earlier.plain in _THINGS for earlier in tokens[max(0, at - 5) : at - 1])
    if before.plain in _SURE_TITLES:
        return token.plain not in known.roles and (
            bool(listed(token.plain, known)) or setting.vocabulary.rarity(token.plain) >= 2
        )
    return _is_initial_before(at - 2, at, setting) if before.plain == "." and at > 1 else False


def _is_double(at: int, setting: Setting) -> bool:
    """Whether the word is half of a double name, both halves listed and written alike."""
    tokens, known = setting.tokens, setting.known
    for other in (at - 2, at + 2):
        if not 0 <= other < len(tokens) or tokens[(at + other) // 2].plain != "-":
            continue
        one, two = tokens[min(at, other)], tokens[max(at, other)]
        if two.start - one.end == 1 and one.shape == two.shape and listed(one.plain, known) and listed(two.plain, known):
            ordinary = one.plain in known.words and two.plain in known.words
            return not ordinary or one.shape == "title"
    return False


def _is_initial_before(initial: int, name: int, setting: Setting) -> bool:
    tokens = setting.tokens
    return (
        tokens[initial].shape == "letter"
        and tokens[name].shape in {"title", "mixed"}
        and tokens[initial].end == tokens[initial + 1].start
        and tokens[name].start <= tokens[initial + 1].end + 1
        and setting.capitals == "some"
    )


def _is_familiar(token: Token, setting: Setting, people: frozenset[str]) -> bool:
    """Whether the word names somebody known; one that is an ordinary word too needs its capital."""
    word = token.plain
    if word in people:
        seldom = word not in setting.known.words and setting.vocabulary.rarity(word) >= 3
        return seldom or (word in setting.known.given and word not in setting.known.words) or token.shape == "title"
    return word.endswith("s") and word[:-1] in people and setting.vocabulary.rarity(word) >= 4


def _by_rule(at: int, setting: Setting) -> bool:
    """The answer without a trained reader: lists, and the words around.

    Rationale: redaction has to work before anything is trained and when the built files are missing.
    """
    tokens, known = setting.tokens, setting.known
    token = tokens[at]
    before = kind_of(tokens[at - 1], known) if at else "edge"
    cued = at > 0 and (
        tokens[at - 1].plain in CALLED
        or (at > 1 and (tokens[at - 2].plain, tokens[at - 1].plain) in _TWO_WORD_CUES)
    )
    word = token.plain
    lists = listed(word, known) or (listed(word[:-1], known) if word.endswith("s") and len(word) > 4 else "")
    ordinary = word in known.words or (word.endswith("s") and word[:-1] in known.words)
    written = token.shape in {"title", "mixed"} and not token.first and setting.capitals == "some"
    if lists and not ordinary:
        return True
    after = kind_of(tokens[at + 1], known) if at + 1 < len(tokens) else "edge"
    strong = (
        before == "title"
        or (cued and (written or bool(lists)))
        or (before in {"kin", "role", "name"} and (written or bool(lists)))
    )
    if lists:
        return (
            strong
            or (written and word not in known.never)
            or (token.shape == "title" and after in {"name", "kin"})
        )
    return (before == "title" and word not in known.roles) or (
        written and (before in {"kin", "role", "name"} or cued)
    )


def _is_initial(at: int, setting: Setting) -> bool:
    """A capital letter alone that stands for somebody: "my friend T", "with K"."""
    tokens, known = setting.tokens, setting.known
    if at + 2 < len(tokens) and tokens[at + 1].plain == "." and tokens[at].plain != "i":
        if _is_initial_before(at, at + 2, setting):
            return True
    if setting.capitals == "all" or at == 0 or tokens[at].plain in {"i", "x"}:
        return False
    before = kind_of(tokens[at - 1], known)
    return before in {"title", "kin", "name"} or (
        before == "role" and tokens[at - 1].plain in {"friend", "mate", "bestie", "worker", "bff"}
    )


def _repeat(
    tokens: Sequence[Token], chosen: list[bool], known: Knowledge, vocabulary: Vocabulary, famous: frozenset[int]
) -> None:
    """One mention found, all mentions found, also with a missing apostrophe ("larisas")."""
    names = {
        token.plain
        for token, is_name in zip(tokens, chosen, strict=True)
        if is_name
        and len(token.plain) > 2
        and not (token.plain in known.words or vocabulary.rarity(token.plain) < 3)
    }
    shouted = {
        token.plain
        for token, is_name in zip(tokens, chosen, strict=True)
        if is_name and token.shape in {"title", "mixed"}
    }
    for at, token in enumerate(tokens):
        word = token.plain
        if chosen[at] or token.shape in {"sign", "digits"} or at in famous:
            continue
        again = word in names or (word.endswith("s") and word[:-1] in names)
        chosen[at] = again or (token.shape == "title" and word in shouted and word not in known.never)


def _whole_names(text: str, setting: Setting, chosen: list[bool]) -> None:
    """Take in the rest of a full name: the family name after a given one, initials, small linking words."""
    tokens = setting.tokens
    for at in range(len(tokens) - 1):
        if not chosen[at]:
            continue
        after = tokens[at + 1]
        if chosen[at + 1] or tokens[at].possessive or not _touching(text, tokens[at], after):
            continue
        written = after.shape in {"title", "mixed"} and tokens[at].shape in {"title", "mixed"}
        word = after.plain
        initial = (after.shape == "letter" and word != "i") or (
            after.shape == "lower" and len(word) == 1 and word in _INITIALS and _ends(tokens, at + 1)
        )
        linked = word in _LINKS and at + 2 < len(tokens) and written
        if linked and (chosen[at + 2] or tokens[at + 2].shape == "title"):
            chosen[at + 1] = chosen[at + 2] = True
        else:
            chosen[at + 1] = initial or _continues(at, setting, written=written)


def _continues(at: int, setting: Setting, *, written: bool) -> bool:
    """Whether the word after a name belongs to it."""
    tokens, known = setting.tokens, setting.known
    word = tokens[at + 1].plain
    if word in known.never or word in known.kin or word in known.titles:
        return False
    if written:
        return True
    return (
        word in known.family
        and word not in known.after
        and word not in known.before
        and tokens[at].plain in known.given
        and (word not in known.words or setting.vocabulary.rarity(word) >= 3)
        and _ends(tokens, at + 1)
    )


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is followed by a sign, the end, or a word that starts another part of the sentence."""
    return (
        at + 1 >= len(tokens)
        or tokens[at + 1].shape == "sign"
        or tokens[at + 1].plain
        in {
            "is",
            "was",
            "and",
            "who",
            "has",
            "said",
            "at",
            "from",
            "but",
            "he",
            "she",
            "because",
            "for",
            "my",
            "in",
            "on",
            "when",
            "to",
        }
    )


def _touching(text: str, one: Token, other: Token) -> bool:
    gap = text[one.end : other.start]
    return gap in {" ", "-", "  ", "\u00a0", ". "} and not (gap == ". " and one.shape != "letter")


def _spans(text: str, tokens: Sequence[Token], chosen: Sequence[bool]) -> Iterable[Redaction]:
    at = 0
    while at < len(tokens):
        if not chosen[at]:
            at += 1
            continue
        start, end = tokens[at].start, tokens[at].end
        last = at
        step = at + 1
        while step < len(tokens):
            gap = text[end : tokens[step].start]
            if chosen[step] and gap in {" ", "-", "  ", "\u00a0", "."} and not tokens[last].possessive:
                last = step
                end = tokens[step].end
            elif (
                tokens[step].plain in {"-", "."}
                and gap == ""
                and step + 1 < len(tokens)
                and chosen[step + 1]
                and tokens[step + 1].start <= tokens[step].end + 1
                and (tokens[step].plain == "-" or tokens[last].shape == "letter")
            ):
                step += 1
                last = step
                end = tokens[step].end
            else:
                break
            step += 1
        yield Redaction(start, end, "NAME")
        at = last + 1
