"""What says nothing of a name: a capital on a common word, a teacher's title alone, a word for family with an "s"."""

from __future__ import annotations

from collections.abc import Container, Sequence

from nlp.redact.names.ordinary_uses import ASKING
from nlp.redact.names.setting import Setting, joins_others, listed
from nlp.redact.tokens import Token

# Teachers without a name: "miss said", "sir late".
_BARE_TITLES = frozenset({"miss", "sir"})
# Words for who somebody is, which are titles before a name: "coach has", "the lady said".
_WORKING_TITLES = frozenset({
    "coach", "lady", "nurse", "doctor", "judge", "pastor", "imam", "captain", "master", "inspector", "sergeant",
    "professor", "madam", "councillor", "headteacher", "headmaster", "mister", "lord",
})  # fmt: skip
# Before these "miss" is what somebody does: "i miss netball".
_MISSING = frozenset({
    "i", "ill", "id", "we", "you", "u", "they", "to", "really", "still", "always", "also", "do", "dont", "didnt",
    "will", "would", "never", "might", "so",
})  # fmt: skip
_BESIDES = frozenset({
    "just", "now", "never", "always", "still", "also", "even", "only", "then", "please", "pls", "has", "have", "been",
    "be",
})  # fmt: skip
# A word as common as these, hardly ever with a capital, is nobody's name for being written with one.
_COMMON = 1
_SELDOM_WRITTEN = -2
# What stands before a number or a handle, and may be a name: "Tel: 0191 …", "reg NL62 …", "sc ghost_boy".
_LABELS = frozenset({"tel", "reg", "ph", "mob", "sc", "ig", "tt", "fb", "yt"})
_AFTER_LABELS = frozenset({":", "-", "=", ".", "#"})
# What is measured and written with two letters: "HR 110".
_MEASURED = frozenset({"bm", "hr", "bp", "rr", "wt", "ht", "bg", "hb", "ks", "ph"})
# What has letters and a number without being anybody: "form SF1", "bay c4".
NUMBERED = frozenset({
    "form", "forms", "section", "part", "schedule", "article", "unit", "room", "bus", "class", "year", "gate", "seat",
    "table", "level", "block", "court", "bay", "ward", "bed", "locker", "route", "platform", "junction", "model",
    "version", "set", "grade",
})  # fmt: skip


def is_label(at: int, tokens: Sequence[Token], taken: Container[int]) -> bool:
    """Whether the word says what the identifier after it is, whose places are `taken`."""
    if tokens[at].plain not in _LABELS:
        return False
    signed = at + 1 < len(tokens) and tokens[at + 1].plain in _AFTER_LABELS
    return at + 1 + signed in taken


def is_measure(at: int, setting: Setting) -> bool:
    """Whether capitals before a number are what was measured or a form and no initials: "HR 110", "form SF1"."""
    tokens = setting.tokens
    if tokens[at].shape != "upper" or at + 1 == len(tokens) or tokens[at + 1].shape != "digits":
        return False
    return tokens[at].plain in _MEASURED or (at > 0 and tokens[at - 1].plain in NUMBERED)


def is_told_after_title(at: int, setting: Setting) -> bool:
    """Whether "miss" or "sir" is the teacher alone, or "miss" is what somebody does: "miss said", "i miss tea"."""
    tokens, known = setting.tokens, setting.known
    word, shape = tokens[at].plain, tokens[at].shape
    if not at or shape != "lower":
        return False
    if tokens[at - 1].plain in _WORKING_TITLES:
        return word in known.after or word in _BESIDES or word in ASKING
    if tokens[at - 1].plain not in _BARE_TITLES:
        return False
    if at > 1 and tokens[at - 1].plain == "miss" and tokens[at - 2].plain in _MISSING:
        return word not in known.usual and not listed(word, known)
    if word in known.after or word in _BESIDES or word in ASKING:
        return True
    vocabulary = setting.vocabulary
    return (
        vocabulary.rarity(word) <= 3
        and vocabulary.capital(word) <= -1
        and word not in known.words
        and not listed(word, known)
    )


def is_of_the_family(word: str, setting: Setting) -> bool:
    """Whether the word is one for family or work with an "s": "nannys bed", "my babys", "sirs late"."""
    known, one = setting.known, word[:-1]
    return (
        word.endswith("s")
        and (one in known.kin or one in known.roles or one in known.titles)
        and not listed(word, known)
    )


def is_common_word(at: int, setting: Setting) -> bool:
    """Whether a capital says nothing: of a very common word, or of one that is shouted: "MY room", "they said No"."""
    word, known, vocabulary = setting.tokens[at].plain, setting.known, setting.vocabulary
    rarity = vocabulary.rarity(word)
    if setting.tokens[at].shape == "upper" and (
        joins_others(word) or (rarity == 0 and word not in known.usual)
    ):
        return True
    if word in known.words or listed(word, known):
        return False
    return rarity == 0 or (rarity <= _COMMON and vocabulary.capital(word) <= _SELDOM_WRITTEN)
