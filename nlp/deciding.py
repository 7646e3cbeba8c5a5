"""Which themes a text is given, and the words that show each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from nlp.evidence import telling_span, word_weights
from nlp.lexis.families import Touched
from nlp.lexis.lexicon import Entry, Hit, Strength, Tone
from nlp.reasons import MOST_REASONS
from nlp.trained.label_model import LabelModel

ONE_PHRASE = 0.6
EACH_MORE = 0.12
MOST = 0.96
HINTS_TOGETHER = 2
GIVEN_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme to suggest; tokens `start` to `end` (exclusive) show it best, `hits` are all that do.

    `reasons` are runs of tokens that made it, the strongest first. `found_as` is the theme that was found, where
    it is suggested as another.
    """

    theme: str
    score: float
    start: int
    end: int
    source: str
    hits: tuple[Hit, ...]
    reasons: tuple[tuple[int, int], ...] = ()
    found_as: str = ""


class WordsFound(NamedTuple):
    """What was found in a text: stems with the tokens they stand at, phrases, families of meaning."""

    stems: Sequence[str]
    places: Sequence[int]
    hits: Sequence[Hit]
    touched: Sequence[Touched]

    @classmethod
    def of(cls, doc: Doc) -> "WordsFound":
        stems, places = doc._.stream
        return cls(stems, places, doc._.hits, doc._.touched)


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
        best = _best(found)
        score = min(MOST, ONE_PHRASE + EACH_MORE * (len(phrases) - 1))
        source = f"lexicon:{theme}"
        shown = tuple(found)
        candidates.append(
            Candidate(theme, round(score, 3), best.start, best.end, source, shown, by_phrases(shown))
        )
    return sorted(candidates, key=lambda candidate: (candidate.start, candidate.theme))


def by_model(
    model: LabelModel,
    scores: npt.NDArray[np.float32],
    words: WordsFound,
) -> list[Candidate]:
    """A candidate for each theme that `model` gives; its words are its best phrase, or else the telling ones."""
    if not any(words.stems):
        return []
    candidates = []
    for at in np.flatnonzero(scores >= GIVEN_FROM).tolist():
        theme = model.labels[at]
        shown = shown_by(model, theme, words)
        best = _best(shown)
        source = f"model:{model.version}"
        score = round(float(scores[at]), 3)
        candidates.append(Candidate(theme, score, best.start, best.end, source, shown, found_as=theme))
    return sorted(candidates, key=lambda candidate: (candidate.start, candidate.theme))


def shown_by(model: LabelModel, theme: str, words: WordsFound) -> tuple[Hit, ...]:
    """What shows a theme in a text that has words: its own phrases, or else the words that speak most for it."""
    own = [hit for hit in words.hits if hit.entry.theme == theme and hit.entry.strength is not Strength.near]
    if own:
        return tuple(own)
    stems, places = words.stems, words.places
    weights = word_weights(model, model.labels.index(theme), stems, words.touched)
    first, end = telling_span(weights, stems)
    return (Hit(Entry(theme, "", Tone.either, Strength.near), places[first], places[end - 1] + 1),)


def by_phrases(hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Where the strongest phrases stand, each phrase once."""
    strongest = sorted(hits, key=lambda hit: (-hit.entry.strength, hit.start))
    once = {hit.entry.phrase: (hit.start, hit.end) for hit in reversed(strongest)}
    return tuple(span for span in dict.fromkeys(reversed(once.values())))[:MOST_REASONS]


def _best(hits: Sequence[Hit]) -> Hit:
    return max(hits, key=lambda hit: (hit.entry.strength, hit.end - hit.start, -hit.start))
