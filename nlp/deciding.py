"""Which themes a text is given, and the words that show each."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.arrays import Places
from nlp.evidence import telling_spans
from nlp.lexis.hits import Hits
from nlp.lexis.lexicon import Entry, Hit, Strength, Tone
from nlp.lexis.passages import Passages
from nlp.reasons import MOST_REASONS
from nlp.trained.together import Sight

ONE_PHRASE = 0.6
EACH_MORE = 0.12
MOST = 0.96
HINTS_TOGETHER = 2
GIVEN_FROM = 0.5
NO_LABEL = -1


class Candidate(NamedTuple):
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


def by_model(passages: Passages, sight: Sight, scores: npt.NDArray[np.float32]) -> list[list[Candidate]]:
    """For each text a candidate for each theme that the model gives; its words are its best phrase, or else the
    telling ones. `scores` are texts by labels."""
    model = sight.model
    above = (scores >= GIVEN_FROM) & passages.stream.has_words[:, np.newaxis]
    shown = shown_for(passages, sight, above)
    source = f"model:{model.version}"
    candidates: list[list[Candidate]] = [[] for _ in range(len(passages))]
    for (text, label), hits in shown.items():
        theme, best = model.labels[label], _best(hits)
        score = round(float(scores[text, label]), 3)
        candidates[text].append(Candidate(theme, score, best.start, best.end, source, hits, found_as=theme))
    for found in candidates:
        found.sort(key=lambda candidate: (candidate.start, candidate.theme))
    return candidates


def shown_for(
    passages: Passages, sight: Sight, given: npt.NDArray[np.bool_]
) -> dict[tuple[int, int], tuple[Hit, ...]]:
    """What shows each label that is `given` (texts by labels), by text and label: its own phrases, or else the
    words that speak most for it. A text that is given a label has words."""
    own = _own_phrases(passages.hits, sight.model.labels, given)
    texts, labels = np.nonzero(given)
    pairs = list(zip(texts.tolist(), labels.tolist(), strict=True))
    bare = [at for at, pair in enumerate(pairs) if pair not in own]
    told = dict(zip(bare, _telling_words(passages, sight, texts[bare], labels[bare]), strict=True))
    return {pair: told[at] if at in told else tuple(own[pair]) for at, pair in enumerate(pairs)}


def _own_phrases(
    hits: Hits, labels: Sequence[str], above: npt.NDArray[np.bool_]
) -> dict[tuple[int, int], list[Hit]]:
    """The phrases that say more than `near`, by text and label, where the label is given."""
    number = {label: at for at, label in enumerate(labels)}
    label = np.array([number.get(theme, NO_LABEL) for theme in hits.known.themes])[
        hits.known.theme[hits.entry]
    ]
    shown = (hits.known.strength[hits.entry] > Strength.near) & (label != NO_LABEL) & above[hits.text, label]
    own: dict[tuple[int, int], list[Hit]] = {}
    for of_label, (text, hit) in zip(label[shown].tolist(), hits.only(shown).listed(), strict=True):
        own.setdefault((text, of_label), []).append(hit)
    return own


def _telling_words(
    passages: Passages, sight: Sight, texts: Places, labels: Places
) -> Iterator[tuple[Hit, ...]]:
    """The words that speak most for a label in a text, for each text and label."""
    if not len(texts):
        return
    stream = passages.stream
    spans = np.array(telling_spans(passages, sight, texts, labels)) + stream.first[texts][:, np.newaxis]
    base = passages.first[texts]
    starts = (stream.tokens[spans[:, 0]] - base).tolist()
    ends = (stream.tokens[spans[:, 1] - 1] - base + 1).tolist()
    for label, start, end in zip(labels.tolist(), starts, ends, strict=True):
        yield (Hit(Entry(sight.model.labels[label], "", Tone.either, Strength.near), start, end),)


def by_phrases(hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Where the strongest phrases stand, each phrase once."""
    strongest = sorted(hits, key=lambda hit: (-hit.entry.strength, hit.start))
    once = {hit.entry.phrase: (hit.start, hit.end) for hit in reversed(strongest)}
    return tuple(span for span in dict.fromkeys(reversed(once.values())))[:MOST_REASONS]


def _best(hits: Sequence[Hit]) -> Hit:
    if len(hits) == 1:
        return hits[0]
    return max(hits, key=lambda hit: (hit.entry.strength, hit.end - hit.start, -hit.start))
