"""Which themes a text is given, from the phrases found in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.features import WORDS
from nlp.label_model import LabelModel
from nlp.lexicon import Entry, Hit, Strength, Tone

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
        if hit.entry.strength is Strength.near:
            continue
        by_theme.setdefault(hit.entry.theme, []).append(hit)
    candidates = []
    for theme, found in by_theme.items():
        phrases = {hit.entry.phrase for hit in found}
        if not any(hit.entry.strength is Strength.strong for hit in found) and len(phrases) < HINTS_TOGETHER:
            continue
        best = max(found, key=lambda hit: (hit.entry.strength, hit.end - hit.start, -hit.start))
        score = min(MOST, ONE_PHRASE + EACH_MORE * (len(phrases) - 1))
        source = f"lexicon:{theme}"
        candidates.append(Candidate(theme, round(score, 3), best.start, best.end, source, tuple(found)))
    return sorted(candidates, key=lambda candidate: (candidate.start, candidate.theme))


GIVEN_FROM = 0.5
GIVEN_FROM_WITH_PHRASE = 0.36


def by_model(
    model: LabelModel,
    scores: Sequence[float],
    hits: Sequence[Hit],
    stream: tuple[list[str], list[int]],
) -> list[Candidate]:
    """A candidate for each theme that `model` gives; its words are its best phrase, or else its telling stem.

    A phrase of the theme's own lowers the cut a little. Rationale: the plainest messages are the ones worked
    examples hold least of.
    """
    candidates = []
    for at, theme in enumerate(model.labels):
        if scores[at] < GIVEN_FROM_WITH_PHRASE or not stream[1]:
            continue
        found = [hit for hit in hits if hit.entry.theme == theme]
        if scores[at] < GIVEN_FROM and not any(hit.entry.strength is Strength.strong for hit in found):
            continue
        shown = [hit for hit in found if hit.entry.strength is not Strength.near]
        if not shown:
            place = telling_place(model, at, stream)
            entry = Entry(theme, "", Tone.either, Strength.near)
            shown = [Hit(entry, place, place + 1)]
        best = max(shown, key=lambda hit: (hit.entry.strength, hit.end - hit.start, -hit.start))
        source = f"model:{model.version}"
        candidates.append(
            Candidate(theme, round(float(scores[at]), 3), best.start, best.end, source, tuple(shown))
        )
    return sorted(candidates, key=lambda candidate: (candidate.start, candidate.theme))


def telling_place(model: LabelModel, label: int, stream: tuple[list[str], list[int]]) -> int:
    """The token whose stem speaks most for the label."""
    places = model.weighing.places
    weights = [
        float(model.weights[places[name], label]) if (name := f"{WORDS}:{stem}") in places else -np.inf
        for stem in stream[0]
    ]
    return stream[1][int(np.argmax(weights))]
