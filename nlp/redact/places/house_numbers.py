"""What an address begins with: a house number, a flat, a caravan, a plot: "2b", "number 4", "top floor flat"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.redact.places.endings import endings
from nlp.redact.tokens import Token

FLOORS = frozenset({"top", "ground", "first", "second", "third", "basement", "garden"})
UNDER_TWENTY = frozenset({
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
})  # fmt: skip
TENS = frozenset({"twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninety"})
SPOKEN = UNDER_TWENTY | TENS
NUMBER = frozenset({"number", "no", "nr"})


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads numbers and units; each gives the index after its last word, or None."""

    tokens: Sequence[Token]

    def word(self, at: int) -> str:
        """The plain word at `at`, or nothing."""
        return self.tokens[at].plain if 0 <= at < len(self.tokens) else ""

    def comma(self, at: int) -> int:
        """After the comma at `at`, where one stands there."""
        return at + (self.word(at) == ",")

    def stop(self, at: int) -> int:
        """After the full stop of "no.", where one stands there."""
        return at + (self.word(at) == ".")

    def capital(self, at: int) -> bool:
        """Whether the word at `at` is written as a name."""
        return at < len(self.tokens) and self.tokens[at].shape in {"title", "mixed"}

    def is_number(self, at: int) -> bool:
        """Whether figures stand at `at`."""
        return at < len(self.tokens) and self.tokens[at].shape == "digits"

    def unit(self, at: int) -> int | None:
        """ "flat 3b", "plot no 4", "top floor flat"."""
        word = self.word(at)
        if word in FLOORS:
            at += 1 + (self.word(at + 1) in {"floor", "fl"} and self.word(at + 2) == "flat")
            return at + 1 if self.word(at) in {"flat", "floor"} else None
        if word not in endings().units:
            return None
        at += 1
        if self.word(at) in {"no", "number"}:
            at = self.stop(at + 1)
        if self.is_number(at):
            return self.number(at)
        name = self.word(at)
        return at + 1 if name in UNDER_TWENTY or (len(name) == 1 and name.isalpha()) else None

    def number(self, at: int) -> int | None:
        """ "117", "number 4", "19/2", "12-14", "2b"."""
        if self.word(at) in NUMBER:
            at = self.stop(at + 1)
            if self.word(at) in SPOKEN:
                return self.spoken(at)
        end = self.lettered(at)
        if end is not None and self.word(end) in {"/", "-"}:
            return self.lettered(end + 1)
        return end

    def spoken(self, at: int) -> int:
        """After a number in words: "twelve", "fifty two", "one hundred and four"."""
        if self.word(at + 1) == "hundred":
            at += 2
            at += self.word(at) == "and"
            if self.word(at) not in SPOKEN:
                return at
        return at + 1 + (self.word(at) in TENS and self.word(at + 1) in UNDER_TWENTY)

    def lettered(self, at: int) -> int | None:
        """A number with the letter that belongs to it: "2b", "2 B"; not "3rd"."""
        if not self.is_number(at) or len(self.word(at)) > 4:
            return None
        after = self.word(at + 1)
        if after.isalnum() and self.tokens[at + 1].start == self.tokens[at].end:
            return at + 2 if len(after) == 1 else None
        return at + 2 if after in {"b", "c", "d", "e", "f"} else at + 1
