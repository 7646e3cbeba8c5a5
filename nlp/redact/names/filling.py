"""Sentences filled with names, typed one of the ways people type, the same each time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.redact.knowledge import Knowledge, communities, example_sentences, knowledge, plain_name
from nlp.redact.names.ordinary_uses import CALLED
from nlp.redact.names.syllables import syllable_file
from nlp.redact.tokens import Token, tokens_of
from nlp.redact.vocabulary import Vocabulary
from nlp.screening.examples import load_examples
from nlp.screening.sentences import spellings

_SLOT = re.compile(r"\{(gf|gs|g|f|w|i)\}")
_TOWN = re.compile(r"\{t\}")
# Sentences without names: so many that they balance those with, however many the screen learns from.
_MOST_NAMELESS = 2_400
# Of these, how many for each name that is a word in one of them: "my cat died".
_MOST_OF_A_WORD = 12
# Letters that initials are made of, and initials people are called by.
_LETTERS = "ABCDEFGHJKLMNPRSTW"
_CALLED_BY_LETTERS = "aj bj cj dj ej jj kj mj oj pj rj tj vj jc jd jk jp tk kc"
# Most children met are called by names of these lists: each stands as often as three others.
_SYLLABLES = "syllables"
_OFTEN = ["english", "nicknames"] * 2 + [_SYLLABLES] * 3
# So many names of two syllables are made up for each tongue.
_MADE_UP = 300
# How often a double name is typed without its hyphen.
_APART = 0.6
# How often two letters of a first name are typed the other way round.
_MISSPELT = 0.03
# Before somebody's name, and after it no deed: where an example may speak of somebody after all.
_MET = frozenset({"ask", "asked", "tell", "told", "with", "and", "n"})
_JOINED = frozenset({"and", "n", "from", "at", "my", "our"})
_BEGINS = frozenset({"and", "but", "because", "cos", "when", "if", "so", "then", "that"})
# How often one sentence about a town is filled.
_TOWNS = 6


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with the spans of its names."""

    text: str
    spans: tuple[tuple[int, int], ...]
    community: str


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to fill sentences with, by community."""

    given: dict[str, tuple[str, ...]]
    family: dict[str, tuple[str, ...]]
    words: tuple[str, ...]


def sentences(vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Sentences with slots, and sentences without names."""
    file = example_sentences()
    examples = ((example.text, tokens_of(example.text)) for example in load_examples())
    nameless = [
        (text, tuple(_words_that_are_names(tokens)))
        for text, tokens in examples
        if _seem_nameless(tokens, vocabulary)
    ]
    plain = file.unnamed.splitlines()
    plain += [text for text, _ in nameless[:: max(1, len(nameless) // _MOST_NAMELESS)]]
    plain += _with_words_that_are_names(nameless)
    plain += [f"i {typed} it and {meant} it" for typed, meant in spellings().items()]
    return file.named.splitlines(), [line for text in plain for line in _with_towns(text)]


def _with_towns(text: str) -> list[str]:
    """A sentence about `{t}` once for each of some towns that are names too; any other sentence as it is."""
    if "{t}" not in text:
        return [text]
    chance = random.Random(text)  # noqa: S311 (the same sentences each time, not a secret)
    towns = sorted(knowledge().towns)
    return [_TOWN.sub(lambda _: chance.choice(towns).capitalize(), text) for _ in range(_TOWNS)]


def _seem_nameless(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether no word is in a list of names, and none but the first of a sentence is written as one.

    A word that is both counts as a name where a capital is usual: "leo", but not "hope".
    """
    known = knowledge()
    return not any(
        (
            token.plain in known.given
            or token.plain in known.family
            or (token.shape == "title" and not token.first)
        )
        and (token.plain not in known.words or vocabulary.capital(token.plain) >= 1)
        for token in tokens
    )


def _with_words_that_are_names(nameless: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Examples in which a word that is a name too names nobody, a few of each: "he drew on me", "so lucky".

    Rationale: sentences filled with names have each such word as a name as often as any other. How they stand when
    they are none, our own worked examples know better than anybody.
    """
    texts: dict[str, list[str]] = {}
    for text, words in nameless:
        for word in words:
            texts.setdefault(word, []).append(text)
    few = (found[:: max(1, len(found) // _MOST_OF_A_WORD)] for _, found in sorted(texts.items()))
    return list(dict.fromkeys(text for found in few for text in found))


def _words_that_are_names(tokens: Sequence[Token]) -> Iterator[str]:
    """The words that are names too and name nobody here."""
    known = knowledge()
    for at, token in enumerate(tokens):
        if token.shape == "lower" and token.plain in known.usual and not _may_be_somebody(at, tokens, known):
            yield token.plain


def _may_be_somebody(at: int, tokens: Sequence[Token], known: Knowledge) -> bool:
    """Whether the words beside could speak of a person of that name: "uncle tiger", "called jack", "ruby said"."""
    before = tokens[at - 1].plain if at else ""
    after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    if tokens[at].possessive or before in known.kin | known.roles | known.titles | CALLED | _MET:
        return True
    begins = not at or tokens[at - 1].shape == "sign" or before in _BEGINS
    return begins and after in known.after and after not in _JOINED


def name_pool(parts: frozenset[int]) -> NamePool:
    """The names that fall in one of `parts`, each name always in the same of five."""
    known = knowledge()

    def chosen(text: str) -> tuple[str, ...]:
        names = [plain_name(name) for name in text.split()]
        fit = [name for name in dict.fromkeys(names) if name not in known.words and name not in known.never]
        return tuple(name for name in fit if sum(map(ord, name)) % 5 in parts)

    given = {name: chosen(file.given) for name, file in communities().items()}
    family = {name: chosen(file.family) for name, file in communities().items()}
    made = _of_syllables()
    given[_SYLLABLES], family[_SYLLABLES] = (
        tuple(name for name in names if sum(map(ord, name)) % 5 in parts) for names in made
    )
    words = tuple(sorted(known.usual))
    return NamePool(given, family, tuple(word for word in words if sum(map(ord, word)) % 5 in parts))


@lru_cache(maxsize=1)
def _of_syllables() -> tuple[list[str], list[str]]:
    """First names of two syllables apart, made up, and the family names that go with them."""
    file = syllable_file()
    chance = random.Random(_MADE_UP)  # noqa: S311 (the same names each time, not a secret)
    given = [f"{word} {word}" for word in file.twice.split()]
    for text in file.tongues.values():
        known = text.split()
        given += [f"{chance.choice(known)} {chance.choice(known)}" for _ in range(_MADE_UP)]
    return given, " ".join(file.families.values()).split()


def fill(sentence: str, pool: NamePool, chance: random.Random, *, words: float = 0.0) -> Filled:
    """The sentence with a name in each slot, typed one of the ways people type.

    `words` is the share of first names that are ordinary words too.
    """
    community = chance.choice(sorted(pool.given) + _OFTEN)
    style = chance.choice(("lower", "lower", "lower", "names", "proper", "proper", "shout"))
    if chance.random() < 0.05 and style == "lower":
        style = "shout"
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = length = 0
    for slot in _SLOT.finditer(sentence):
        before = sentence[at : slot.start()]
        firsts = pool.words if words and chance.random() < words else pool.given[community]
        given, family = chance.choice(firsts), chance.choice(pool.family[community])
        if chance.random() < _MISSPELT:
            given = _slipped(given, chance)
        name = {
            "g": given,
            "f": family,
            "gf": f"{family} {given}" if community == _SYLLABLES else f"{given} {family}",
            "gs": f"{given}s",
            "w": chance.choice(pool.words),
            "i": _initials(chance, style),
        }[slot.group(1)]
        if slot.group(1) != "i" and style in {"names", "proper"}:
            name = " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
        elif chance.random() < _APART:
            name = name.replace("-", " ")
        parts += [before, name]
        length += len(before)
        spans.append((length, length + len(name)))
        length += len(name)
        at = slot.end()
    text = "".join(parts) + sentence[at:]
    return Filled(typed(text, style), tuple(spans), community)


def _slipped(name: str, chance: random.Random) -> str:
    """The name with two of its inner letters the other way round; a short one as it is."""
    if len(name) < 5 or not name.isalpha():
        return name
    at = chance.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _initials(chance: random.Random, style: str) -> str:
    """Two letters that stand for somebody; without capitals only those that people are called by."""
    if style in {"names", "proper"}:
        return "".join(chance.sample(_LETTERS, 2))
    return chance.choice(_CALLED_BY_LETTERS.split())


def typed(text: str, style: str) -> str:
    """`text` in one style of typing; its length stays as it is."""
    if style == "shout":
        return text.upper() if text.upper().isascii() else text
    if style == "proper":
        text = re.sub(r"\bi\b", "I", text)
        return text[:1].upper() + text[1:]
    return text
