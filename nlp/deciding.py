"""Which themes a text is given, from the phrases found in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.lexicon import Hit

ONE_PHRASE = 0.6
EACH_MORE = 0.12
MOST = 0.96
HINTS_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme to suggest; tokens `start` to `end` (exclusive) show it best, `hits` are all that do."""

    theme: str
    score: float
    start: int
    end: int
    source: str
    hits: tuple[Hit, ...]


def by_lexicon(hits: Iterable[Hit]) -> list[Candidate]:
    """A candidate for each theme with a phrase of its own, or with two different hints.

    Rationale: one weak word is a passing mention; two that agree are about something.
    """
    by_theme: dict[str, list[Hit]] = {}
    for hit in hits:
        by_theme.setdefault(hit.entry.theme, []).append(hit)
    candidates = []
    for theme, found in by_theme.items():
        phrases = {hit.entry.phrase for hit in found}
        if not any(hit.entry.strong for hit in found) and len(phrases) < HINTS_TOGETHER:
            continue
        best = max(found, key=lambda hit: (hit.entry.strong, hit.end - hit.start, -hit.start))
        score = min(MOST, ONE_PHRASE + EACH_MORE * (len(phrases) - 1))
        source = f"lexicon:{theme}"
        candidates.append(Candidate(theme, round(score, 3), best.start, best.end, source, tuple(found)))
    return sorted(candidates, key=lambda candidate: (candidate.start, candidate.theme))
