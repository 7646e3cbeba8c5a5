"""What a linear model sees of a text: its stems and pairs of them, pieces of its words, phrases, and who speaks."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from nlp.lexicon import Hit, Strength

WORDS, PIECES, PHRASES, CONTEXT = "w", "c", "p", "k"
BLOCK_WEIGHT = {WORDS: 1.0, PIECES: 0.5, PHRASES: 0.45, CONTEXT: 0.55}
PIECE_LENGTHS = (3, 4, 5)
LONGEST_WORD = 24

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """One text's features, by block, before weighting."""

    words: Features
    pieces: Features
    phrases: Features
    context: Features

    def blocks(self) -> tuple[tuple[str, Features], ...]:
        return ((WORDS, self.words), (PIECES, self.pieces), (PHRASES, self.phrases), (CONTEXT, self.context))


def seen(doc: Doc, *, context: Iterable[str] = (), lexicon: bool = True) -> Seen:
    """What is seen of a doc that has stems and hits; `context` names such as the speaker or the question."""
    stems, _ = doc._.stream
    return Seen(
        words=_damped(word_features(stems)),
        pieces=_damped(piece_features(token.norm_ for token in doc)),
        phrases=phrase_features(doc._.hits, len(stems)) if lexicon else {},
        context={f"{CONTEXT}:{name}": 1.0 for name in context if name},
    )


def word_features(stems: Sequence[str]) -> Counter[str]:
    """Each stem, and each pair that stands together."""
    counts = Counter(f"{WORDS}:{stem}" for stem in stems if stem)
    counts.update(f"{WORDS}:{first} {second}" for first, second in pairwise(stems) if first and second)
    return counts


def piece_features(words: Iterable[str]) -> Counter[str]:
    """Runs of letters inside each word, its edges marked: tolerant of spelling."""
    counts: Counter[str] = Counter()
    for word in words:
        if word.isalpha() and len(word) <= LONGEST_WORD:
            edged = f" {word} "
            for length in PIECE_LENGTHS:
                for at in range(len(edged) - length + 1):
                    counts[f"{PIECES}:{edged[at : at + length]}"] += 1
    return counts


def phrase_features(hits: Sequence[Hit], words: int) -> dict[str, float]:
    """For each theme of the codebook, how many of its phrases stand in the text and how strong they are."""
    counts: Counter[str] = Counter()
    different: set[tuple[str, str]] = set()
    for hit in hits:
        entry = hit.entry
        counts[f"{PHRASES}:{entry.theme}:{entry.strength.name}"] += 1
        if entry.strength is Strength.near and (entry.theme, entry.phrase) not in different:
            different.add((entry.theme, entry.phrase))
            counts[f"{PHRASES}:{entry.theme}:different"] += 1
    features = {name: math.sqrt(count) for name, count in counts.items()}
    for theme in {hit.entry.theme for hit in hits}:
        if f"{PHRASES}:{theme}:strong" in counts:
            features[f"{PHRASES}:{theme}:told"] = 1.0
        share = counts[f"{PHRASES}:{theme}:different"] / max(4, words)
        if share:
            features[f"{PHRASES}:{theme}:share"] = 3 * share
    return features


def _damped(counts: Counter[str]) -> dict[str, float]:
    return {name: 1 + math.log(count) for name, count in counts.items()}
