"""Letters that stand for somebody: "my friend T", "spoke to K", "Mother (K)", "A.M. reports", "K. Osei"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.redact.knowledge import Knowledge
from nlp.redact.names.setting import Setting, kind_of
from nlp.redact.tokens import Token

_FRIENDS = frozenset({"friend", "mate", "bestie", "worker", "bff"})
# Letters that are words as children type them: "I", "R" (are), "U", "K" (okay); and those that grade or number.
_WORDS = frozenset("iruyxk")
_MARKS = frozenset("aix")
_BESIDE = frozenset({"with", "told", "asked", "saw"})
_SPOKE = frozenset({"spoke", "speak", "spoken", "speaking", "talked", "talk", "listened", "wrote"})
# Short forms with full stops that name nobody.
_FORMS = frozenset({"am", "pm", "eg", "ie", "uk", "us", "nb", "ok", "ps", "tv", "id", "ad", "bc", "eu", "un"})
_TIMES = frozenset({"am", "pm"})
# So many people are told in one list; and so far each way letters with full stops are looked at: four are nobody's.
_MOST_MET = 6
_TOO_MANY = 8


def stands_before(initial: int, name: int, setting: Setting) -> bool:
    """Whether the letter at `initial`, a full stop and the word at `name` are one name: "K. Osei"."""
    tokens = setting.tokens
    return (
        tokens[initial].shape == "letter"
        and tokens[name].shape in {"title", "mixed"}
        and tokens[initial].end == tokens[initial + 1].start
        and tokens[name].start <= tokens[initial + 1].end + 1
        and setting.capitals == "some"
    )


def is_initial(at: int, setting: Setting) -> bool:
    """Whether the capital letter alone at `at` stands for somebody."""
    tokens, known = setting.tokens, setting.known
    letter = tokens[at].plain
    if dotted_letters(at, tokens, known):
        return True
    if (
        at + 2 < len(tokens)
        and tokens[at + 1].plain == "."
        and letter != "i"
        and stands_before(at, at + 2, setting)
    ):
        return True
    if setting.capitals == "all" or letter in {"i", "x"}:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].first:
        return letter not in _WORDS | _MARKS and after is not None and after.plain in known.acting
    before = kind_of(tokens[at - 1], known)
    if before in {"title", "kin", "name"} or (before == "role" and tokens[at - 1].plain in _FRIENDS):
        return True
    if tokens[at - 1].plain == "(" and after is not None and after.plain == ")":
        return at > 1 and kind_of(tokens[at - 2], known) in {"kin", "role"}
    return letter not in _MARKS and _is_met(at, setting)


def _is_met(at: int, setting: Setting) -> bool:
    """Whether the words before say that somebody was met: "with K", "spoke to K", "spoke to K and D"."""
    tokens = setting.tokens
    for _ in range(_MOST_MET):
        listed = at > 1 and tokens[at - 1].plain in {"and", ","} and tokens[at - 2].shape == "letter"
        if not listed or tokens[at - 2].plain in _MARKS:
            break
        at -= 2
    one = tokens[at - 1].plain if at else ""
    two = tokens[at - 2].plain if at > 1 else ""
    return one in _BESIDE or (one == "to" and two in _SPOKE)


def dotted_letters(at: int, tokens: Sequence[Token], known: Knowledge) -> bool:
    """Whether the letter is one of several with a full stop after each, "T.J.", that are no short form."""
    if tokens[at].shape != "letter":
        return False
    first = at
    while first > max(1, at - _TOO_MANY) and tokens[first - 1].plain == "." and _joined(first - 2, tokens):
        first -= 2
    letters = tokens[first].plain
    last = first
    while (
        last < at + _TOO_MANY
        and last + 2 < len(tokens)
        and tokens[last + 1].plain == "."
        and _joined(last, tokens)
    ):
        last += 2
        letters += tokens[last].plain
    if letters in _TIMES:
        return not (first and tokens[first - 1].shape == "digits")
    return 1 < len(letters) < 4 and letters not in _FORMS and letters not in known.never


def _joined(at: int, tokens: Sequence[Token]) -> bool:
    """Whether a capital letter, a full stop and a capital letter follow one another without a gap."""
    one, dot, two = tokens[at : at + 3]
    return one.shape == two.shape == "letter" and one.end == dot.start and dot.end == two.start
