"""Addresses that begin with a house number, a flat or a plot: "flat 2b, 117 old mill road", "9 The Sidings"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.findings import Redaction
from nlp.redact.knowledge import knowledge
from nlp.redact.places.endings import SAINTS, WINDS, endings
from nlp.redact.places.house_numbers import FLOORS, NUMBER, SPOKEN, NumberReader
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_SMALL = frozenset({"of", "on", "in", "st", "y", "yr", "the", "upon", "de", "la"})
_AT = frozenset({"at", "to", "outside", "from"})
_HIGH = FLOORS | {"third", "attic"}
_SHOWS_NO_START = tuple("£$/.:-")
_NEAR = 7
_LONGEST = 4
_MOST_UNITS = 3
_UNHEARD = 6
_COUNTED_NAME = re.compile(r"\d(?<![\d.:£$]\d)\d{0,3}(?:[A-Za-z]?\s*[,/\-\s]\s*[A-Za-z\d]|[A-Za-z]\b)")


def may_hold_address(text: str) -> bool:
    """Whether there is a number in figures that a name may follow."""
    return _COUNTED_NAME.search(text) is not None


def is_parted(text: str) -> bool:
    """Whether an address may stand in several parts: "Rose Cottage, Back Lane", or on several lines."""
    return "," in text or "\n" in text


def find_numbered(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Redaction]:
    """ADDRESS spans that begin with a house number, a flat or a building's name, in order, none overlapping."""
    reader = _Reader(tokens, text, vocabulary)
    starts = endings().units | FLOORS | NUMBER | SPOKEN
    parted = is_parted(text)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        may_start = token.shape == "digits" or token.plain in starts or (parted and reader.may_begin(at))
        end = reader.address(at) if may_start else None
        if end is None:
            at += 1
            continue
        if reader.other_number(at):
            yield Redaction(tokens[at - 2].start, tokens[at - 2].end, "ADDRESS")
        yield Redaction(tokens[at].start, tokens[end - 1].end, "ADDRESS")
        if (other := reader.instead(end)) is not None:
            yield Redaction(tokens[other].start, tokens[other].end, "ADDRESS")
        at = end


@dataclass(frozen=True, slots=True)
class _Reader(NumberReader):
    """Reads the parts of an address; each part gives the index after its last word, or None."""

    text: str
    vocabulary: Vocabulary

    def address(self, at: int) -> int | None:
        """All that belongs to it: units, a building, a number, a street, and what follows after a comma."""
        token = self.tokens[at]
        if token.shape == "sign" or self.text[: token.start][-1:] in _SHOWS_NO_START:
            return None
        here, unit = at, ""
        for _ in range(_MOST_UNITS):
            if (step := self.unit(here)) is None:
                break
            unit, here = self.word(here), self.comma(step)
        loose = unit not in endings().loose_units
        number = self.number(here + (bool(unit) and self.word(here) in {"at", "in"}))
        if number is not None:
            here = self.comma(number)
            here = self.comma(self.number(here) or here)  # "2/1 45 Torrisdale Street"
            end = self.street(here)
            known = self.word(here) == "the" and self.word(here + 1) in endings().after_the
            placed = unit or known or self.is_placed(at)
            if end is None and (placed or self.is_one_word(here)):
                end = self.by_look(here, loose=loose)
        elif unit:
            here += self.word(here) in {"on", "at", "in"}
            end = self.building_before(here, unit=True) or self.street(here) or self.building(here)
            end = end or self.by_look(here, loose=loose)
        else:
            end = self.building_before(at) or self.in_words(at)
        return self.units_after(self.further(end)) if end is not None else None

    def units_after(self, end: int) -> int:
        """After the flat or floor that is told last: "45 sycamore grove flat 2", "gladwin court, 3rd floor"."""
        here = self.parted(end) or end
        if self.word(here) in _HIGH and self.word(here + 1) in {"flat", "floor", "fl"}:
            return here + 2
        if self.is_number(here) and self.word(here + 2) == "floor":
            return here + 3
        unit = self.unit(here)
        return end if unit is None or self.word(here) in endings().loose_units else unit

    def may_begin(self, at: int) -> bool:
        """Whether the name of a building may begin here: "Rose Cottage, …", "stops at the old vicarage, …"."""
        return self.capital(at) or self.word(at - 1) in {"at", "to", "is"}

    def parted(self, at: int) -> int | None:
        """After the comma or the end of the line between two parts of an address, where one is."""
        if self.word(at) == ",":
            return at + 1
        if 0 < at < len(self.tokens) and "\n" in self.text[self.tokens[at - 1].end : self.tokens[at].start]:
            return at
        return None

    def other_number(self, at: int) -> bool:
        """Whether another house is named before this one: "61 not 16 parsonage road"."""
        return at > 1 and self.is_number(at - 2) and self.word(at - 1) in {"not", "or", "and", "to"}

    def instead(self, at: int) -> int | None:
        """Where another house is named after this one: "27 Pembury Avenue instead of 72"."""
        if (self.word(at), self.word(at + 1)) == ("instead", "of"):
            here = at + 2
        elif self.word(at) == "not":
            here = at + 1
        else:
            return None
        return here if self.is_number(here) else None

    def street(self, at: int) -> int | None:
        """A name with an ending that streets have after a number: "old mill road", "the green", "parade west"."""
        known = endings()
        if self.word(at) in known.counted:
            return None
        if self.word(at) in known.numbered and self.word(at + 1) in WINDS:
            return at + 2
        first = at + (self.word(at) == "the")
        for last in range(first, min(first + _LONGEST, len(self.tokens))):
            word = self.word(last)
            if word in known.numbered and not (last == first and first == at):
                names = range(first, last)
                if self.word(last + 1) not in known.counted and self.is_named(names, word, last):
                    return self.longer(self.more_of_name(last + 1))
            if not word.isalpha():
                return None
        return None

    def more_of_name(self, end: int) -> int:
        """After what may follow the ending of a street: "Quarry Hill View", "mill hill road", "Park Road South"."""
        following, known = self.word(end), endings()
        if following in known.sure_ends or (self.capital(end) and following in known.numbered | WINDS):
            return end + 1
        return end

    def is_named(self, names: Sequence[int], end: str, last: int) -> bool:
        """Whether the words before the ending name it, and do not merely stand there: not "3 fights took place"."""
        known = endings()
        if not names:
            return True
        nearest = self.word(names[-1])
        if self.tokens[names[-1]].possessive and not self.capital(names[-1]):
            return False
        if nearest in known.generic and nearest not in known.street_names:
            return False
        if end in known.streets:
            return True
        written = self.capital(names[0])
        return all(
            self.capital(at)
            if written
            else self.word(at) in known.parts
            or self.word(at) in known.street_names
            or self.vocabulary.rarity(self.word(at)) >= 2
            for at in (*names, *([last] if written else []))
            if self.word(at) not in _SMALL
        )

    def longer(self, end: int) -> int:
        """After what a street's name may name in turn: "hollow lane caravan site"."""
        for phrase, kind in endings().ends.get(self.word(end), ()):
            last = end + len(phrase)
            if kind == "home" and tuple(self.word(at) for at in range(end, last)) == phrase:
                return last
        return end

    def building(self, at: int) -> int | None:
        """A name with an ending that buildings have: "ferndale hall", "the station hotel"."""
        known = endings()
        first = at + (self.word(at) == "the")
        for last in range(first + 1, min(first + _LONGEST, len(self.tokens))):
            before = self.word(last - 1)
            if not self.word(last).isalpha() or (
                before in known.generic and before not in known.street_names
            ):
                return None
            if self.word(last) in known.buildings:
                return last + 1
        return None

    def by_look(self, at: int, *, loose: bool) -> int | None:
        """A name without a usual ending: "The Sidings", "wharfside", and where it is `loose` any unusual word."""
        known, people = endings(), knowledge()
        first = at + (self.word(at) == "the")
        word = self.word(first)
        if word in SAINTS and self.word(first + 1).isalpha():
            return first + 2
        written = self.capital(first) and self.capital(first + 1)
        if len(word) < 3 or not word.isalpha() or word in people.kin or word in people.titles:
            return None
        if (word in known.generic and not written) or word in known.counted:
            return None
        if first > at and (word in known.after_the or word in known.numbered):
            return first + 1
        if self.capital(first):
            if not written and (word in people.never or word in people.given):
                return None
            end = first + 1
            while (
                end - first < 3
                and (self.capital(end) or self.word(end) in {"y", "yr"})
                and self.text[self.tokens[end - 1].end] == " "
            ):
                end += 1
            return end
        following = self.word(first + 1)
        ended = following in known.buildings or following in known.numbered
        if word in known.parts and (ended or following in known.parts):
            return first + 2
        unusual = loose and self.vocabulary.rarity(word) >= 5 and self.vocabulary.capital(word) >= 0
        if word in people.never or (word in people.given and word not in people.family):
            return None
        if unusual or (known.is_joined(word) and self.vocabulary.rarity(word) >= 4):
            return first + 1 + ended
        return None

    def is_one_word(self, at: int) -> bool:
        """Whether a word made as names of streets are stands there that nobody writes otherwise: "77 beckside"."""
        word = self.word(at)
        return endings().is_joined(word) and self.vocabulary.rarity(word) >= _UNHEARD

    def is_placed(self, at: int) -> bool:
        """Whether the words before say that somebody lives at the number, or letters go there: "dad is at 14 …"."""
        before = self.word(at - 1)
        if not at or before == "number" or self.word(at) in NUMBER:
            return True
        living = endings().living
        lived = any(self.word(step) in living for step in range(max(0, at - _NEAR), at))
        if before.removesuffix("s") in knowledge().kin and lived:
            return True
        return before in living or (before in endings().placed and (lived or before in _AT))

    def building_before(self, at: int, *, unit: bool = False) -> int | None:
        """A building's name and then its street, after a comma: "Rose Cottage, Back Lane", "Hillview, 12 …"."""
        end = at
        while end - at < _LONGEST and self.word(end).isalpha() and self.word(end) not in knowledge().titles:
            end += 1
            if self.parted(end) is not None:
                break
        further = self.parted(end)
        if end == at or further is None:
            return None
        known = self.word(end - 1) in endings().buildings
        if not (unit or self.capital(at) or (known and self.is_placed(at))):
            return None
        if not (known or self.is_placed(at)):
            return None
        number = self.number(further)
        if number is not None:
            return self.street(self.comma(number))
        return self.written_street(further, surely=not self.capital(at))

    def written_street(self, at: int, *, surely: bool = False) -> int | None:
        """A street by its surest endings, written with capitals: "Back Lane"; or `surely` by its ending alone."""
        end = self.street(at)
        if end is None or (surely and self.word(end - 1) in endings().sure_ends):
            return end
        return end if all(self.capital(step) for step in range(at, end)) else None

    def in_words(self, at: int) -> int | None:
        """A number in words and a street: "twenty two park lane", "twelve the close"."""
        if self.word(at) not in SPOKEN:
            return None
        number = self.spoken(at)
        if not (number > at + 1 or self.is_placed(at)):
            return None
        end = self.street(number)
        sure = number > at + 1 or (end is not None and self.word(end - 1) in endings().streets)
        return end if sure else None

    def further(self, end: int) -> int:
        """The parts that follow after a comma: ", 3 Quay Street", ", Mill Wharf"."""
        while (next_part := self.parted(end)) is not None:
            number = self.number(next_part)
            more = self.street(self.comma(number)) if number is not None else self.written_street(next_part)
            if more is None:
                break
            end = more
        return end
