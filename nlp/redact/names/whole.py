"""From one word of a name to the whole of it, and to every place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlp.findings import Redaction
from nlp.redact.knowledge import Knowledge
from nlp.redact.names.initials import dotted_letters
from nlp.redact.names.setting import Setting
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_LINKS = frozenset({
    "de", "da", "di", "del", "della", "van", "von", "der", "den", "el", "al", "bin", "bint", "ibn", "ap", "ab",
    "st", "la", "le", "dos", "dela", "abu", "umm",
})  # fmt: skip
# Words between two people, never the middle of one: "zayn den malakai", "Zayn And Mia".
_JOINTS = frozenset({"and", "with", "but", "or", "for", "from", "when", "if"})
_JOINTS_AND_NAMES = frozenset({"den", "an", "n"})
_INITIALS = frozenset("bcdefghjklmpqtvwyz")
# Common words that are family names far more often than anything else after a first name; and seldom ones that are not.
_FAMILIES = frozenset({"black", "lane", "law", "page", "price", "wall", "young", "hall", "bi", "bibi", "boy"})
_NO_FAMILIES = frozenset({
    "min", "rice", "salt", "senior", "kiss", "tu", "er", "le", "ha", "du", "pun", "van", "ram", "sum", "bath",
    "guest", "pour", "ping", "winter", "snow", "sun", "moon", "rush", "sweet", "proud", "christmas", "friday",
    "sunday", "monday",
})  # fmt: skip
# Words that begin another part of the sentence.
_PARTS = frozenset({
    "is", "was", "and", "who", "has", "said", "at", "from", "but", "he", "she", "because", "for", "my", "in",
    "on", "when", "to", "came", "told", "says", "wasnt", "isnt", "never", "didnt", "doesnt", "hit", "rang",
    "went", "wont", "im", "it", "its", "i",
})  # fmt: skip


def repeat_names(
    tokens: Sequence[Token],
    chosen: list[bool],
    known: Knowledge,
    vocabulary: Vocabulary,
    apart: frozenset[int],
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
    pairs = {
        (tokens[at].plain, tokens[at + 1].plain)
        for at in range(len(tokens) - 1)
        if chosen[at] and chosen[at + 1]
    }
    for at, token in enumerate(tokens):
        word = token.plain
        if (
            pairs
            and at + 1 < len(tokens)
            and (word, tokens[at + 1].plain) in pairs
            and apart.isdisjoint((at, at + 1))
        ):
            chosen[at] = chosen[at + 1] = True
        if chosen[at] or token.shape in {"sign", "digits"} or at in apart:
            continue
        again = word in names or (word.endswith("s") and word[:-1] in names)
        chosen[at] = again or (token.shape == "title" and word in shouted and word not in known.never)


def take_in_the_rest(text: str, setting: Setting, chosen: list[bool], apart: frozenset[int]) -> None:
    """Take in the rest of a full name: the family name after a given one, initials, small linking words."""
    tokens = setting.tokens
    for at in range(len(tokens) - 1):
        if not chosen[at] or at + 1 in apart:
            continue
        after = tokens[at + 1]
        if chosen[at + 1] or tokens[at].possessive or not _touching(text, tokens[at], after):
            continue
        written = after.shape in {"title", "mixed"} and tokens[at].shape in {"title", "mixed"}
        word = after.plain
        initial = (after.shape == "letter" and word != "i") or (
            after.shape == "lower" and len(word) == 1 and word in _INITIALS and _ends(tokens, at + 1)
        )
        if initial and word == "w" and _plain(tokens, at + 2) == "/":
            initial = False  # "w/" is "with"
        linked = word in _LINKS and at + 2 < len(tokens)
        if linked and (chosen[at + 2] or (written and tokens[at + 2].shape == "title")):
            chosen[at + 1] = chosen[at + 2] = True
        else:
            chosen[at + 1] = initial or _continues(at, setting, written=written)
    for at in range(1, len(tokens) - 1):
        if chosen[at] and _stands_between(at, setting, chosen):
            chosen[at] = False


def _plain(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].plain if at < len(tokens) else ""


def _stands_between(at: int, setting: Setting, chosen: Sequence[bool]) -> bool:
    """Whether the word joins two first names that are sure: "zayn den malakai", "ZAYN N MALAKAI"."""
    token = setting.tokens[at]
    if token.plain not in _JOINTS_AND_NAMES or not (chosen[at - 1] and chosen[at + 1]):
        return False
    if token.shape != "lower" and setting.capitals != "all":
        return False
    known = setting.known
    return all(
        setting.tokens[other].plain in known.given and setting.tokens[other].plain not in known.words
        for other in (at - 1, at + 1)
    )


def _continues(at: int, setting: Setting, *, written: bool) -> bool:
    """Whether the word after a name belongs to it."""
    tokens, known = setting.tokens, setting.known
    word = tokens[at + 1].plain
    if word in known.never or word in known.kin or word in known.titles or word in _JOINTS:
        return False
    if written:
        return True
    return (
        (word in known.family or word in _FAMILIES)
        and word not in known.after
        and word not in known.before
        and tokens[at].plain in known.given
        and (word not in known.words or _may_be_family(word, setting.vocabulary))
        and _ends(tokens, at + 1)
    )


def _may_be_family(word: str, vocabulary: Vocabulary) -> bool:
    """Whether an ordinary word after a first name is a family name: "winnie ward", "leanne young"."""
    return word in _FAMILIES or (vocabulary.rarity(word) >= 2 and word not in _NO_FAMILIES)


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is followed by a sign, the end, or a word that starts another part of the sentence."""
    if at + 1 >= len(tokens):
        return True
    after = tokens[at + 1]
    return (
        after.shape == "sign"
        or after.plain in _PARTS
        or (len(after.plain) > 4 and after.plain.endswith("ed"))
    )


def _touching(text: str, one: Token, other: Token) -> bool:
    gap = text[one.end : other.start]
    return gap in {" ", "-", "  ", "\u00a0", ". "} and not (gap == ". " and one.shape != "letter")


def _goes_on(at: int, tokens: Sequence[Token]) -> bool:
    """Whether the sentence goes on after a letter and its full stop: "R. presented"."""
    return tokens[at].shape == "letter" and at + 2 < len(tokens) and tokens[at + 2].shape == "lower"


def name_spans(
    text: str, tokens: Sequence[Token], chosen: Sequence[bool], known: Knowledge
) -> Iterable[Redaction]:
    """The spans of the chosen words, each whole name one; the last full stop of initials belongs to them."""
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
            joined = gap in {" ", "-", "  ", "\u00a0", "."} or (gap == "" and tokens[step].shape == "digits")
            if chosen[step] and joined and not tokens[last].possessive:
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
        closing = tokens[last + 1] if last + 1 < len(tokens) else None
        if closing is not None and closing.plain == "." and closing.start == end:
            end += dotted_letters(last, tokens, known) or int(_goes_on(last, tokens))
        yield Redaction(start, end, "NAME")
        at = last + 1
