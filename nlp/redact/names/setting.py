"""The words of a message with what is known of them, and what sort of word each is to its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nlp.redact.knowledge import Knowledge
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_MINE = frozenset({"my", "our", "his", "her", "their", "your"})
_ARTICLES = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "no", "any", "some", "every", "all", "each", "another",
    "more", "much", "little", "very", "so", "too", "of",
})  # fmt: skip
_PRONOUNS = frozenset({
    "i", "you", "he", "she", "we", "they", "it", "who", "which", "what", "that", "this", "there", "nobody",
    "somebody", "someone", "everyone", "everybody", "anyone", "them", "him", "me", "us", "things", "people",
})  # fmt: skip
_LITTLE = frozenset({
    "and", "with", "to", "for", "but", "if", "when", "at", "in", "on", "from", "because", "cos", "of", "or",
    "by", "as", "about", "like", "than", "then", "after", "before", "since",
})  # fmt: skip
# Whoever has one of these has a name after it.
SURE_TITLES = frozenset({"mr", "mrs", "ms", "mx", "missis", "mister", "missus"})
# From this rarity on a word that is a name is seldom anything else.
_SELDOM = 4
JOINING = _MINE | _ARTICLES | _PRONOUNS | _LITTLE


@dataclass(frozen=True, slots=True)
class Setting:
    """A message's words with what is known, how the message is typed, and the syllables in a row, by place."""

    tokens: Sequence[Token]
    known: Knowledge
    vocabulary: Vocabulary
    capitals: str
    rows: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def how_typed(tokens: Sequence[Token]) -> str:
    """`none` where no word has a capital, `all` where nearly every one shouts, otherwise `some`.

    A little word that alone is shouted says nothing of how the others are typed: "zayn AND malakai".
    """
    shapes = [token.shape for token in tokens]
    upper, title = shapes.count("upper"), shapes.count("title")
    if not upper and not title:
        return "none"
    if not title and all(joins_others(token.plain) for token in tokens if token.shape == "upper"):
        return "none"
    words = len(shapes) - shapes.count("sign") - shapes.count("digits") - shapes.count("letter")
    return "all" if upper > 0.6 * words else "some"


def listed(word: str, known: Knowledge) -> str:
    """Which lists hold `word`: "g", "f", "gf", or "" for none."""
    return ("g" if word in known.given else "") + ("f" if word in known.family else "")


def is_sure_name(word: str, setting: Setting) -> bool:
    """Whether the word is a listed first name and hardly ever anything else: "dave", "kayleigh", "elif"."""
    known, vocabulary = setting.known, setting.vocabulary
    rarity = vocabulary.rarity(word)
    return (
        word in known.given
        and word not in known.words
        and rarity >= _SELDOM
        and (vocabulary.capital(word) >= 1 or rarity > _SELDOM)
    )


def kind_of(token: Token | None, known: Knowledge) -> str:
    """What sort of word a neighbour is."""
    if token is None:
        return "edge"
    word = token.plain
    if token.shape == "sign":
        return word if word in ",.&@(\"'/-" else "sign"
    if token.shape == "digits":
        return "digits"
    for name, words in (("title", known.titles), ("kin", known.kin), ("role", known.roles)):
        if word in words or (word.endswith("s") and word[:-1] in words):
            return name
    if word in _MINE:
        return "mine"
    if word in _ARTICLES:
        return "article"
    if word in _PRONOUNS:
        return "pronoun"
    if word in _LITTLE:
        return "little"
    if (word in known.given or word in known.family) and word not in known.words and word not in known.never:
        return "name"
    if token.shape in {"title", "mixed"} and word not in known.never and not token.first:
        return "capital"
    return "other"


def joins_others(word: str) -> bool:
    """Whether the word only joins others: "i miss my mum", "the name of"."""
    return word in JOINING
