"""Text that spaCy can hold, and the way back to the characters that were given.

Any `str` may arrive: lone surrogates from a JSON escape, NUL, zero-width characters hidden inside a word,
letters of another alphabet that look like ours. Nearly every swap is one character for one; only
characters that show nothing are taken out, and then `Cleaned.origin` remembers where.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from nlp.lexis.apostrophes import APOSTROPHES
from nlp.lexis.letters import ALIKE, NEARLY_ALIKE

_SWAPS = {
    0x0000: " ",
    0x00A0: " ",
    0x201C: '"',
    0x201D: '"',
    0x2028: "\n",
    0x2029: "\n",
}
_SWAPS.update({0xFF01 + step: chr(0x21 + step) for step in range(0x5E)})
_SWAPS.update({ord(mark): "'" for mark in APOSTROPHES})

_UNUSUAL = re.compile("[^\t\n\r -_a-~\u00a1-\u00ac\u00ae-\u00b3\u00b5-\u024f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Signs that show nothing among plain letters, figures and spaces; and what is set on figures among figures.
_PLAIN = "[\t\n\r -~]"
_HIDDEN = re.compile(
    f"(?<={_PLAIN})[{_INVISIBLE}]+(?={_PLAIN})|(?<=[0-9])[{_INVISIBLE}\u0300-\u036f\u20e3\ufe0f]+(?=[0-9])"
)

_LOOKALIKES = str.maketrans(ALIKE | NEARLY_ALIKE)
_OURS, _OTHERS = "A-Za-z", "\u0370-\u03ff\u0400-\u052f"
_MIXED_WORD = re.compile(
    f"(?<![{_OURS}{_OTHERS}])(?:[{_OURS}]+[{_OTHERS}]|[{_OTHERS}]+[{_OURS}])[{_OURS}{_OTHERS}]*"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text` to read, and `cuts`: for each hidden run taken out, where it was in `text` and its length.

    `taken` is the sum of the lengths up to each cut.
    """

    text: str
    cuts: tuple[tuple[int, int], ...] = ()
    taken: tuple[int, ...] = ()

    def origin(self, offset: int) -> int:
        """The offset in the given text of the character at `offset` of `text`."""
        if not self.cuts:
            return offset
        before = bisect_right(self.cuts, offset, key=lambda cut: cut[0])
        return offset + self.taken[before - 1] if before else offset

    def place(self, origin: int) -> int:
        """The offset in `text` of the character at `origin` of the given text, or of what follows a hidden one."""
        before = bisect_left(range(len(self.cuts)), origin, key=self._origin_of_cut)
        return max(origin - self.taken[before - 1], self.cuts[before - 1][0]) if before else origin

    def _origin_of_cut(self, number: int) -> int:
        at, length = self.cuts[number]
        return at + self.taken[number] - length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """`start` and `end` (exclusive) in the given text; what was hidden inside belongs to the span."""
        if not self.cuts or end <= start:
            return self.origin(start), self.origin(end)
        return self.origin(start), self.origin(end - 1) + 1


def _as_latin(found: re.Match[str]) -> str:
    """A word of two alphabets in ours, if half of it is ours or the rest of it looks so: not "YИван"."""
    word = found.group()
    others = [letter for letter in word if not letter.isascii()]
    if 2 * len(others) <= len(word) or ALIKE.keys() >= set(others):
        return word.translate(_LOOKALIKES)
    return word


def clean(given: str) -> Cleaned:
    """Make `given` safe to read. Ordinary text comes back as it is, quickly."""
    if not _UNUSUAL.search(given):
        return Cleaned(given)
    text = _SURROGATE.sub("\ufffd", given.translate(_SWAPS))
    cuts: list[tuple[int, int]] = []
    kept: list[str] = []
    at = 0
    taken = 0
    for hidden in _HIDDEN.finditer(text):
        kept.append(text[at : hidden.start()])
        cuts.append((hidden.start() - taken, hidden.end() - hidden.start()))
        taken += hidden.end() - hidden.start()
        at = hidden.end()
    if cuts:
        kept.append(text[at:])
        text = "".join(kept)
    text = _MIXED_WORD.sub(_as_latin, text)
    return Cleaned(text, tuple(cuts), tuple(accumulate(length for _, length in cuts)))
