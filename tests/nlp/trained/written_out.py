"""The plain definition of what a model sees of one text: the name of each feature, without columns."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from nlp.lexis.lexicon import Hit, Strength
from nlp.trained.features import KINDS, NOT, TURN_REACH, Features, is_spelt, runs_of_words, turning_stems


def word_features(stems: Sequence[str]) -> set[str]:
    """Each stem, each pair that stands together, what "not" turns around; "" ends a sentence."""
    names = [one for one in stems if one]
    turns = turning_stems()
    before, turned = "", 0
    for one in stems:
        if not one:
            turned = 0
        elif one in turns:
            turned = TURN_REACH + 1
        elif turned:
            names.append(f"{NOT} {one}")
        if one and before:
            names.append(f"{before} {one}")
        turned = max(0, turned - 1)
        before = one
    return set(names)


def order_features(stems: Sequence[str], typed: Iterable[str]) -> set[str]:
    """Each word as it is `typed`, stems with one between, how sentences begin and end.

    A letter first says which of these a name is of: r, k, b or e.
    """
    names = {f"r {word}" for word in typed}
    for start, end in runs_of_words(stems):
        names |= {f"k {stems[at]} {stems[at + 2]}" for at in range(start, end - 2)}
        names |= {f"b {stems[start]}", f"e {stems[end - 1]}"}
        if end - start > 1:
            names |= {f"b {stems[start]} {stems[start + 1]}", f"e {stems[end - 2]} {stems[end - 1]}"}
    return names


def phrase_features(hits: Sequence[Hit], words: int) -> Features:
    """For each theme of the codebook, how many of its phrases stand in a text and how strong they are."""
    features: dict[str, float] = {}
    kinds = Counter(hit.entry.theme + KINDS[hit.entry.strength] for hit in hits)
    features |= {name: math.sqrt(count) for name, count in kinds.items()}
    features |= {f"{hit.entry.theme}:told": 1.0 for hit in hits if hit.entry.strength is Strength.strong}
    near = {(hit.entry.theme, hit.entry.phrase) for hit in hits if hit.entry.strength is Strength.near}
    for theme, count in Counter(theme for theme, _ in near).items():
        features[f"{theme}:different"] = math.sqrt(count)
        features[f"{theme}:share"] = 3 * count / max(4, words)
    return features


def spellings(doc: Doc) -> list[str]:
    """The distinct words as typed."""
    return list(dict.fromkeys(norm for norm in doc._.norms if is_spelt(norm)))


def features_of(doc: Doc, context: Features) -> list[set[str | int]]:
    """The names in each block of the plain table: words, families, order, phrases, context."""
    stems = doc._.stream[0]
    return [
        {*word_features(stems)},
        {family for family, _, _ in doc._.touched},
        {*order_features(stems, spellings(doc))},
        {*phrase_features(doc._.hits, len(stems))},
        {*context},
    ]
