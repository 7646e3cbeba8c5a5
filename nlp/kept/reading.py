"""What is kept of a reading: text the database takes, one suggestion a theme, places in the redacted copy."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlp.findings import Reading, ThemeFinding, Valence
from nlp.lexis.cleaning import Cleaned, clean
from nlp.redact.spans import STAND_IN

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_STAND_IN = re.compile(STAND_IN)


@dataclass(frozen=True, slots=True)
class KeptTheme:
    """A suggestion to store. The redacted place is None where it cannot be told.

    `reasons` are the places, in the redacted copy, of the words that made it, the strongest first.
    """

    finding: ThemeFinding
    redacted_start: int | None
    redacted_end: int | None
    reasons: tuple[tuple[int, int], ...] = ()


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
        copy = reading.redacted
        steps: list[tuple[int, int, bool, int]] = []
        at = there = 0
        for redaction in sorted(reading.redactions, key=lambda found: found.start):
            start, end = cleaned.place(redaction.start), cleaned.place(redaction.end)
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

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the copy of `start` to `end` of the given words; a touched stand-in is whole."""
        first = self._step(self.cleaned.place(start))
        begin = first[1] if first[2] else first[1] + self.cleaned.place(start) - first[0]
        if end <= start:
            return begin, begin
        last_character = self.cleaned.place(end - 1)
        last = self._step(last_character)
        return begin, last[1] + last[3] if last[2] else last[1] + last_character - last[0] + 1

    def _step(self, offset: int) -> tuple[int, int, bool, int]:
        return self.steps[bisect_right(self.steps, offset, key=lambda step: step[0]) - 1]
