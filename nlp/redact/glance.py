"""One look at each word of a message, which says what further work it needs. Most messages need none.

Rationale: nearly every word of nearly every message is one that can never name anybody. A look-up in a table of
our own words says so at a cost of microseconds, and the patterns and the trained reader run only for the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.redact.addresses import SPOKEN
from nlp.redact.familiar import NOBODY, Familiar
from nlp.redact.features import may_be_named
from nlp.redact.identifiers import shapes
from nlp.redact.knowledge import Knowledge, everyday_words, knowledge, plain_name
from nlp.redact.ordinary_uses import CALLED
from nlp.redact.place_endings import CALLED_BY, endings
from nlp.redact.setting import Setting, listed
from nlp.redact.vocabulary import EMPTY, Vocabulary

PERSON = 1
PLACE = 2
STREET = 4
KNOWN = 8
ENDING = 16
COUNT = 32
CUE = 64
# Bits from here on stand for the identifier shapes that need one of their words, in the file's order.
FIRST_SHAPE = 128

# From this rarity on a word that homes are named with has the message read for one: "meadow", not "view".
SELDOM = 3

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_ANY_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A capital that does not begin a sentence, and is not "I"; or one or two capital letters by themselves.
_WRITTEN = re.compile(
    r"\b(?![AIX]\b)[A-Z]{1,2}\b|[^\s.!?…:][\"')\]]?\s+[\"'(]*(?!I\b)[^\W\d_a-z]|\b[A-Z]\.\s?[A-Z]|[^\s\w.!?…:'\"][^\W\d_a-z]"
)
# A mark or an unseen sign on a letter: somebody may be hiding a word.
_HIDING = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Sight:
    """`ordinary` words need no work at all; `marks` says what a word that is not ordinary asks for.

    After an `unnaming` word ("my", "the") the ending of a place names none: "my school".
    """

    ordinary: frozenset[str]
    marks: dict[str, int]
    unnaming: frozenset[str] = frozenset()

    def look(self, text: str, familiar: Familiar = NOBODY) -> int:
        """What `text` may hold, in bits: those named above, and one for each shape that has one of its words."""
        lower = text.lower()
        plain = lower.isascii()
        words = (_WORD if plain else _ANY_WORD).findall(lower)
        if not plain:
            words = [plain_name(word) for word in words]
        if "'" in lower or not plain:
            words = [_as_read(word) if "'" in word else word for word in words]
        needs = PERSON if lower != text and _WRITTEN.search(text) else 0
        if not plain and _HIDING.search(lower):
            needs = PERSON | PLACE
        if familiar and familiar.may_stand_among(words):
            needs |= KNOWN
        ordinary = self.ordinary
        if ordinary.issuperset(words):
            return needs
        marks, unnaming = self.marks, self.unnaming
        written = needs
        before = "the"
        for word in words:
            if word not in ordinary:
                asked = marks.get(word, PERSON)
                if asked & ENDING and (before not in unnaming or written):
                    asked |= PLACE
                needs |= asked
            before = word
        return needs


def _as_read(word: str) -> str:
    """A word with an apostrophe as `nlp.redact.tokens` reads it: "mum's" is "mum", "don't" is "dont"."""
    return word[:-2] if word.endswith("'s") else word.replace("'", "")


def sight_for(vocabulary: Vocabulary, known: Knowledge) -> Sight:
    """The table for one vocabulary: its words, less those that may name somebody or begin an identifier.

    Without a vocabulary every word may be a name.
    """
    setting = Setting((), known, vocabulary, "none")
    never_named: set[str] = set()
    if vocabulary.words:
        spoken = known.never | {word for word in everyday_words() if not _listed(word, known)}
        never_named = {word for word in vocabulary.words if not may_be_named(word, setting)} | spoken
    cues = known.titles | CALLED
    marks: dict[str, int] = {}
    for word, needs in _marked_words().items():
        marks[word] = needs | (0 if word in never_named and word not in cues else PERSON)
    for word in endings().parts:
        if vocabulary.rarity(word) >= SELDOM:
            marks[word] = marks.get(word, 0 if word in never_named else PERSON) | PLACE
    return Sight(frozenset(never_named - cues - marks.keys()) | {"s"}, marks, endings().generic - CALLED_BY)


def _listed(word: str, known: Knowledge) -> bool:
    return word in known.usual or bool(listed(word, known) and word not in known.words)


@lru_cache(maxsize=1)
def _marked_words() -> dict[str, int]:
    """Words that ask for a pattern to be tried, with the bit of each."""
    marks: dict[str, int] = {}
    for word in endings().numbered | endings().after_the:
        marks[word] = STREET
    for word, phrases in endings().ends.items():
        street = word in endings().numbered or any(kind == "street" for _, kind in phrases)
        marks[word] = ENDING | (STREET if street else 0)
    for word in endings().alone:
        marks[word] = PLACE | STREET
    for word in SPOKEN - {"one"}:
        marks[word] = marks.get(word, 0) | COUNT
    for word in endings().cues:
        marks[word] = marks.get(word, 0) | CUE
    for number, shape in enumerate(shapes()):
        for word in shape.words:
            marks[word] = marks.get(word, 0) | (FIRST_SHAPE << number)
    return marks


NO_SIGHT = Sight(frozenset(), {})


@lru_cache(maxsize=1)
def sight_without_reader() -> Sight:
    """The table where nothing is built: every word may be a name."""
    return sight_for(EMPTY, knowledge())
