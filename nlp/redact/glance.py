"""One look at each word of a message, which says what further work it needs. Most messages need none.

Rationale: nearly every word of nearly every message is one that can never name anybody. A look-up in a table of
our own words says so at a cost of microseconds, and the patterns and the trained reader run only for the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from nlp.languages.profiles import english_words
from nlp.redact.familiar import NOBODY, Familiar
from nlp.redact.identifiers import shapes
from nlp.redact.knowledge import Knowledge, knowledge, our_words, plain_name
from nlp.redact.names.certain import begins_with_name
from nlp.redact.names.features import may_be_named
from nlp.redact.names.nicknames import LITTLE
from nlp.redact.names.ordinary_uses import CALLED
from nlp.redact.names.setting import JOINING, Setting, listed
from nlp.redact.names.standing_words import Beside, standing, words_beside
from nlp.redact.names.syllables import syllables
from nlp.redact.places.endings import CALLED_BY, endings
from nlp.redact.places.house_numbers import SPOKEN
from nlp.redact.tokens import TYPED
from nlp.redact.vocabulary import EMPTY, Vocabulary

PERSON = 1
PLACE = 2
STREET = 4
KNOWN = 8
ENDING = 16
SYLLABLE = 32
CUE = 64
COUNT = 128
PLACE_CUE = 256
STANDING = 512
DEED = 1024
STANDS = 2048
_BESIDE = ENDING | SYLLABLE | CUE | STANDING | DEED
# Bits from here on stand for the identifier shapes that need one of their words, in the file's order.
FIRST_SHAPE = 4096

# From this rarity on a word that homes are named with has the message read for one: "meadow", not "view".
SELDOM = 3

# Lower case letters and apostrophes as they are, all other ASCII a space.
_SPACED = "".join(chr(code) if chr(code) in "abcdefghijklmnopqrstuvwxyz'" else " " for code in range(128))
# Somebody's letter: "k's mum".
_LETTER_OWNS = re.compile(r"\b[a-z]'s\b")
_ANY_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A capital that does not begin a sentence, and is not "I"; or one or two capital letters by themselves. The capital is
# looked for first, and only then what stands before it: eight times as fast as the other way round.
_NOT_FIRST = (
    r"(?:(?<!\w.)(?:(?=[A-Z]\b)|(?!\w)(?<![AIX])|(?=\.\s?[A-Z]))"
    r"|(?:(?<!I)|(?=\w))(?:(?<=[^\s.!?…:]\s.)|(?<=\s\s.)|(?<=[^\s\w.!?…:'\"].)|(?<=\s[\"'].)))"
)
_CAPITAL = re.compile(rf"[A-Z]{_NOT_FIRST}")
_ANY_CAPITAL = re.compile(rf"[^\W\d_a-z]{_NOT_FIRST}")
_LETTERS = re.compile(r"[^\W\d_]+")
_TAIL = re.compile("'(?:s|ll|d|ve)$")
# A letter joined to a word: "t-bone".
_JOINED = re.compile(r"\b[a-z]-[a-z]{2}")
# A mark or an unseen sign on a letter: somebody may be hiding a word.
_HIDING = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Sight:
    """`ordinary` words need no work at all, `nameless` ones none but where only a person can stand.

    `marks` says what a word that is not ordinary asks for; `near` is asked about words that may stand as people.
    After an `unnaming` word ("my", "the") the ending of a place names none: "my school". A word that is `never` a name
    is none with a capital either; one that is `unnamed` is none after "called" or "Miss". `everyday` words name nobody,
    whatever else they ask for.
    """

    ordinary: frozenset[str]
    marks: dict[str, int]
    unnaming: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    near: Beside = field(default_factory=Beside)

    def look(self, text: str, familiar: Familiar = NOBODY) -> int:
        """What `text` may hold, in bits: those named above, and one for each shape that has one of its words."""
        lower = text.lower()
        plain = lower.isascii()
        words = lower.translate(_SPACED).split() if plain else _ANY_WORD.findall(lower)
        if not plain:
            words = [plain_name(word) for word in words]
        needs = 0
        if "'" in lower or not plain:
            if _LETTER_OWNS.search(lower):
                needs = PERSON | STANDS
            words = [_as_read(word) if "'" in word else word for word in words]
        written = False
        if lower != text:
            for capital in (_CAPITAL if plain else _ANY_CAPITAL).finditer(text):
                written = True
                whole = _LETTERS.match(text, capital.start())
                if whole is None or whole[0].lower() not in self.never:
                    needs |= PERSON
                    break
        if begins_with_name(words) or ("-" in lower and _JOINED.search(lower)):
            needs |= PERSON
        if not plain and _HIDING.search(lower):
            needs |= PERSON | PLACE
        if familiar and familiar.may_stand_among(words):
            needs |= KNOWN
        ordinary = self.ordinary
        unusual = [word for word in words if word not in ordinary]
        if unusual:
            marks = self.marks
            asked = 0
            for word in unusual:
                asked |= marks.get(word, PERSON)
            needs |= asked
            if asked & _BESIDE:
                needs |= self._beside(words, written=written)
        return needs

    def _beside(self, words: list[str], *, written: bool) -> int:
        """What words ask for by what stands before them."""
        marks, beside, nobody = self.marks, self.beside, self.near.nobody
        needs = 0
        for at in [at for at, word in enumerate(words) if word in beside]:
            asked = marks[words[at]]
            before = words[at - 1] if at else "the"
            if asked & ENDING and (written or before not in self.unnaming):
                needs |= PLACE
            if asked & SYLLABLE and marks.get(before, 0) & SYLLABLE:
                needs |= PERSON
            if asked & CUE and at + 1 < len(words) and words[at + 1] not in self.unnamed:
                needs |= PERSON
            if (
                asked & DEED
                and at
                and before not in nobody
                and (at < 2 or words[at - 2] in self.near.opening)
            ):
                needs |= PERSON | STANDS
            if asked & STANDING and self.near.tells(at, words):
                needs |= PERSON | STANDS
        return needs


def _as_read(word: str) -> str:
    """A word with an apostrophe as `nlp.redact.tokens` reads it: "mum's" is "mum", "don't" is "dont"."""
    return _TAIL.sub("", word.strip("'")).replace("'", "")


def sight_for(vocabulary: Vocabulary, known: Knowledge) -> Sight:
    """The table for one vocabulary: its words, less those that may name somebody or begin an identifier.

    Without a vocabulary every word may be a name.
    """
    setting = Setting((), known, vocabulary, "none")
    never_named: set[str] = set()
    if vocabulary.words:
        spoken = known.never | TYPED.keys() | _typed_by_all(vocabulary, known)
        spoken |= {word for word in our_words() if not _listed(word, known)}
        never_named = {word for word in vocabulary.words if not may_be_named(word, setting)} | spoken
    cues = known.titles | CALLED | {LITTLE}
    marks: dict[str, int] = dict.fromkeys(syllables().strong & never_named, SYLLABLE)
    asking = _marked_words()
    for word in asking.keys() | cues:
        asked = asking.get(word, 0) | (CUE if word in cues else 0) | (0 if word in never_named else PERSON)
        marks[word] = marks.get(word, 0) | asked
    for word in endings().parts:
        if vocabulary.rarity(word) >= SELDOM:
            marks[word] = marks.get(word, 0 if word in never_named else PERSON) | PLACE
    nameless = frozenset(never_named - marks.keys())
    for word in standing().things | standing().lone | known.usual:
        marks[word] = marks.get(word, 0 if word in never_named or len(word) < 2 else PERSON) | STANDING
    for word in standing().file.only | standing().file.refusing:
        marks[word] = marks.get(word, 0) | DEED
    return Sight(
        ordinary=frozenset(never_named - marks.keys()) | {""},
        marks=marks,
        unnaming=endings().generic - CALLED_BY,
        never=known.never,
        unnamed=(known.never - known.lands) | JOINING,
        beside=frozenset(word for word, asked in marks.items() if asked & _BESIDE),
        everyday=frozenset(never_named - cues),
        nameless=nameless | {"s"},
        near=words_beside(),
    )


def _typed_by_all(vocabulary: Vocabulary, known: Knowledge) -> set[str]:
    """Words of our worked examples that no list of names holds and that are no name with an "s"."""
    return {
        word
        for word in english_words()
        if vocabulary.capital(word) < 1
        and word not in known.words
        and not listed(word, known)
        and not (word.endswith("s") and (word[:-1] in known.usual or listed(word[:-1], known)))
    }


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
        marks[word] = marks.get(word, 0) | PLACE_CUE
    for number, shape in enumerate(shapes()):
        for word in shape.words:
            marks[word] = marks.get(word, 0) | (FIRST_SHAPE << number)
    return marks


NO_SIGHT = Sight(frozenset(), {})


@lru_cache(maxsize=1)
def sight_without_reader() -> Sight:
    """The table where nothing is built: every word may be a name."""
    return sight_for(EMPTY, knowledge())
