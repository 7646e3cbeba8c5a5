"""Names that need no trained reader: after a title, halves of a double name, people known here."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.redact.names.initials import stands_before
from nlp.redact.names.ordinary_uses import ASKING, CALLED, MODALS, NAMED
from nlp.redact.names.setting import SURE_TITLES, Setting, kind_of, listed
from nlp.redact.names.syllables import syllables
from nlp.redact.tokens import Token

_TWO_WORD_CUES = frozenset(
    {("name", "is"), ("name", "was"), ("names", "is"), ("name", "s"), ("known", "as"), ("i", "am")}
)
# How often a word is written with a capital that is hardly anything but a name, and how rare one is with its "s".
_HARDLY_A_WORD, _SELDOM = 2, 4
_NOTHING = Token(0, 0, "", "sign", False, False)


def is_familiar(token: Token, setting: Setting, people: frozenset[str]) -> bool:
    """Whether the word names somebody known; one that is an ordinary word too needs its capital."""
    word = token.plain
    if word in people:
        known = setting.known
        if word in known.kin or word in known.roles or word in known.titles or word in known.never:
            return False
        seldom = word not in setting.known.words and setting.vocabulary.rarity(word) >= 3
        return (
            seldom
            or (word in setting.known.given and word not in setting.known.words)
            or (token.shape == "title" and not token.first)
        )
    return word.endswith("s") and word[:-1] in people and setting.vocabulary.rarity(word) >= 4


def surely_named(at: int, setting: Setting) -> bool:
    """What is a name whatever the reader thinks: "mr savage", "K. Osei", "called summer", "Wing-Yan", "sams dog"."""
    tokens, known = setting.tokens, setting.known
    token, before = tokens[at], tokens[at - 1] if at else _NOTHING
    if _owns(token, setting):
        return True
    if (
        before.plain in NAMED
        and (listed(token.plain, known) or token.plain in syllables().strong)
        and (
            token.plain in known.usual
            or token.shape == "title"
            or setting.vocabulary.rarity(token.plain) >= 2
        )
    ):
        return True
    if token.plain in MODALS and before.plain in ASKING and at + 1 < len(tokens):
        return True
    if before.plain in SURE_TITLES:
        return token.plain not in known.roles and (
            bool(listed(token.plain, known)) or setting.vocabulary.rarity(token.plain) >= 2
        )
    if before.plain in known.titles and token.plain in known.family:
        return token.plain not in known.words or setting.vocabulary.capital(token.plain) >= 1
    return stands_before(at - 2, at, setting) if before.plain == "." and at > 1 else False


def _owns(token: Token, setting: Setting) -> bool:
    """Whether it is a first name that is no word, with the "s" of whoever owns: "steves car"."""
    owner, known, vocabulary = token.plain.removesuffix("s"), setting.known, setting.vocabulary
    return (
        owner != token.plain
        and owner in known.given
        and owner not in known.words
        and token.plain not in known.words
        and vocabulary.capital(owner) >= _HARDLY_A_WORD
        and vocabulary.rarity(token.plain) >= _SELDOM
    )


# Names that are the commonest of words, and what says at the beginning of a message that they are names there.
_COMMONEST = frozenset({"my", "an", "can"})
_DEEDS = frozenset({
    "was", "wasnt", "is", "isnt", "said", "says", "told", "came", "went", "kicked", "pushed", "shouted",
    "cried", "keeps", "took", "gets", "didnt", "doesnt", "has", "wont", "rang", "ran", "lives", "wants",
    "likes", "helped", "helps",
})  # fmt: skip


def begins_with_name(words: Sequence[str]) -> bool:
    """Whether a message of plain `words` begins with one of the commonest words as a name: "can was shouting"."""
    return len(words) > 1 and words[0] in _COMMONEST and words[1] in _DEEDS


def is_double(at: int, setting: Setting) -> bool:
    """Whether the word is half of a double name, both halves listed and written alike."""
    tokens, known = setting.tokens, setting.known
    for other in (at - 2, at + 2):
        if not 0 <= other < len(tokens) or tokens[(at + other) // 2].plain != "-":
            continue
        one, two = tokens[min(at, other)], tokens[max(at, other)]
        if (
            two.start - one.end == 1
            and one.shape == two.shape
            and listed(one.plain, known)
            and listed(two.plain, known)
        ):
            ordinary = one.plain in known.words and two.plain in known.words
            return not ordinary or one.shape == "title"
    return False


def by_rule(at: int, setting: Setting) -> bool:
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
