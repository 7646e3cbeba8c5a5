"""What is kept of a reading: text the database takes, one suggestion a theme, places in the redacted copy."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.findings import Reading, ThemeFinding, Valence
from nlp.lexis.cleaning import Cleaned, clean
from nlp.redact.spans import STAND_IN

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_STAND_IN = re.compile(STAND_IN)

Span = tuple[int, int]
"""Characters from the first to the second, which is not counted."""


@dataclass(frozen=True, slots=True)
class KeptTheme:
    """A suggestion to store. The redacted place is None where it cannot be told.

    `reasons` are the places, in the redacted copy, of the words that made it, the strongest first.
    """

    finding: ThemeFinding
    redacted_start: int | None
    redacted_end: int | None
    reasons: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptReading:
    """Everything that is stored of one text's reading."""

    redacted: str
    language: str | None
    themes: tuple[KeptTheme, ...]


def to_keep(words: str, reading: Reading) -> KeptReading:
    """What to store of the reading of `words`. PostgreSQL takes no NUL and no lone surrogate: both go."""
    places = RedactedPlaces.of(words, reading)
    kept = []
    for finding in one_per_theme(reading.themes):
        start, end = places.span(finding.start, finding.end) if places else (None, None)
        reasons = tuple(places.span(*reason) for reason in finding.reasons) if places else ()
        kept.append(KeptTheme(finding, start, end, reasons))
    return KeptReading(_UNSTORABLE.sub("\ufffd", reading.redacted), reading.language, tuple(kept))


def one_per_theme(findings: Iterable[ThemeFinding]) -> list[ThemeFinding]:
    """The strongest finding of each theme, its valence that of all of them together.

    Rationale: a theme counts once a passage; glad here and sad there is mixed.
    """
    strongest: dict[str, ThemeFinding] = {}
    valences: dict[str, set[Valence]] = {}
    for finding in findings:
        valences.setdefault(finding.theme, set()).add(finding.valence)
        if finding.theme not in strongest or finding.score > strongest[finding.theme].score:
            strongest[finding.theme] = finding
    return [
        replace(finding, valence=together(valences[theme])) for theme, finding in sorted(strongest.items())
    ]


def together(valences: set[Valence]) -> Valence:
    """One valence for several of one theme."""
    if Valence.mixed in valences or {Valence.positive, Valence.negative} <= valences:
        return Valence.mixed
    for valence in (Valence.positive, Valence.negative):
        if valence in valences:
            return valence
    return Valence.neutral


def apart(places: Iterable[Sequence[int]]) -> list[Span]:
    """These places in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted((start, end) for start, end in places):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class RedactedPlaces:
    """Where each character of the given words stands in the redacted copy.

    `steps` are (offset in the read text, offset in the copy, whether it is covered by a stand-in, length in
    the copy), in order; between two steps the text is the same in both.
    """

    cleaned: Cleaned
    steps: tuple[tuple[int, int, bool, int], ...]

    @classmethod
    def of(cls, words: str, reading: Reading) -> "RedactedPlaces | None":
        """The places, or None when the copy is not the words with stand-ins such as `[name]` in them."""
        cleaned = clean(words)
        taken_out = sorted((found.start, found.end) for found in reading.redactions)
        return cls._of(
            cleaned,
            reading.redacted,
            [(cleaned.place(start), cleaned.place(end)) for start, end in taken_out],
        )

    @classmethod
    def laid(cls, words: str, copy: str) -> "RedactedPlaces | None":
        """The same from the copy alone, as it is stored: what was taken out is what stands between its parts.

        Where a part stands several times the first is taken at which a stand-in takes whole words.
        """
        cleaned = clean(words)
        parts = _STAND_IN.split(copy)
        for whole_words in (True, False):
            taken_out = _between(cleaned.text, parts, whole_words=whole_words)
            if taken_out is not None:
                return cls._of(cleaned, copy, taken_out)
        return None

    @classmethod
    def _of(cls, cleaned: Cleaned, copy: str, taken_out: Iterable[Span]) -> "RedactedPlaces | None":
        steps: list[tuple[int, int, bool, int]] = []
        at = there = 0
        for start, end in taken_out:
            if start < at:
                return None
            stand_in = _STAND_IN.match(copy, there + start - at)
            if stand_in is None:
                return None
            steps.append((at, there, False, start - at))
            steps.append((start, stand_in.start(), True, len(stand_in.group())))
            at, there = end, stand_in.end()
        rest = len(cleaned.text) - at
        if rest != len(copy) - there:
            return None
        steps.append((at, there, False, rest))
        return cls(cleaned, tuple(steps))

    def span(self, start: int, end: int) -> Span:
        """The place in the copy of `start` to `end` of the given words; a touched stand-in is whole."""
        first = self._step(self.cleaned.place(start))
        begin = first[1] if first[2] else first[1] + self.cleaned.place(start) - first[0]
        if end <= start:
            return begin, begin
        last_character = self.cleaned.place(end - 1)
        last = self._step(last_character)
        return begin, last[1] + last[3] if last[2] else last[1] + last_character - last[0] + 1

    def origin(self, start: int, end: int) -> Span:
        """The place in the given words of `start` to `end` of the copy, which is not empty.

        A stand-in that is touched stands for all that it hides.
        """
        first, last = self._number_in_copy(start), self._number_in_copy(end - 1)
        at, there, covered, _ = self.steps[first]
        begin = at if covered else at + start - there
        at, there, covered, _ = self.steps[last]
        return self.cleaned.span(begin, self.steps[last + 1][0] if covered else at + end - there)

    def _number_in_copy(self, offset: int) -> int:
        return bisect_right(self.steps, offset, key=lambda step: step[1]) - 1

    def _step(self, offset: int) -> tuple[int, int, bool, int]:
        return self.steps[bisect_right(self.steps, offset, key=lambda step: step[0]) - 1]


def _between(text: str, parts: Sequence[str], *, whole_words: bool) -> list[Span] | None:
    """What stands in `text` between the parts of its copy, each found as early as can be; None: it is not its copy."""
    first, *others = parts
    if not text.startswith(first):
        return None
    if not others:
        return [] if text == first else None
    *inner, last = others
    at = len(first)
    found: list[Span] = []
    for part in inner:
        start = text.find(part, at + 1)
        while whole_words and start > 0 and text[start - 1 : start + 1].isalnum():
            start = text.find(part, start + 1)
        if start < 0:
            return None
        found.append((at, start))
        at = start + len(part)
    end = len(text) - len(last)
    return [*found, (at, end)] if at < end and text.endswith(last) else None
