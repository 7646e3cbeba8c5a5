"""What a trained model sees of a text: stems and pairs, families of meaning, phrases, spellings, who speaks."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from nlp.lexis.families import Families, families
from nlp.lexis.lexicon import Hit, Strength
from nlp.lexis.tones import valence_rules
from nlp.lexis.words import stem

PIECE_LENGTHS = (3, 4, 5)
LONGEST_WORD = 24
TURN_REACH = 4
# Stands before a stem that "not" turns around.
NOT = "¬"

KINDS = tuple(f":{strength.name}" for strength in Strength)

Features = Mapping[str, float]
NOTHING: Features = MappingProxyType({})


class Seen(NamedTuple):
    """One text's features, by block, before they are weighed.

    `stems` are in order, "" where a sentence ends; `families` numbers of `shared_families()`, each once;
    `phrases` what the codebook's lexicon found; `spellings` the distinct words as typed; `context` what is known
    besides the words, such as who speaks. `vector` is what an installed language model makes of the text.
    `sentences` are the same of each of its sentences, where it has several and a model may want them.
    """

    stems: Sequence[str]
    families: Collection[int]
    phrases: Features
    spellings: Collection[str]
    context: Features
    vector: npt.NDArray[np.float32] | None = None
    sentences: Sequence["Seen"] = ()


@lru_cache(maxsize=1)
def shared_families() -> Families:
    """The families of everyday meanings, folded as the pipeline's stems are. Kept for the process."""
    return families(stem)


def seen(doc: Doc, *, context: Features = NOTHING) -> Seen:
    """What is seen of a doc that has stems and hits, said in this `context`."""
    stems = doc._.stream[0]
    return Seen(
        stems=stems,
        families={family for family, _, _ in doc._.touched},
        phrases=phrase_features(doc._.hits, len(stems)),
        spellings=tuple(dict.fromkeys(norm for norm in doc._.norms if is_spelt(norm))),
        context=context,
    )


def is_spelt(norm: str) -> bool:
    """Whether a token, in lower case, is a word whose pieces are seen."""
    return len(norm) <= LONGEST_WORD and norm.isalpha()


def seen_with_vector(doc: Doc, *, context: Features = NOTHING) -> Seen:
    """The same as `seen`, with the vector that a language model has left on the doc."""
    return seen(doc, context=context)._replace(vector=doc._.vector)


def word_features(stems: Sequence[str]) -> set[str]:
    """The names of what words are seen as: each stem, each pair that stands together, what "not" turns around."""
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
    """The names of how words stand: each as it is `typed`, stems with one between, how sentences begin and end.

    A letter first says which of these a name is of: r, k, b or e.
    """
    names = {f"r {word}" for word in typed}
    for start, end in runs_of_words(stems):
        names |= {f"k {stems[at]} {stems[at + 2]}" for at in range(start, end - 2)}
        names |= {f"b {stems[start]}", f"e {stems[end - 1]}"}
        if end - start > 1:
            names |= {f"b {stems[start]} {stems[start + 1]}", f"e {stems[end - 2]} {stems[end - 1]}"}
    return names


def runs_of_words(stems: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends (exclusive) in a stream of stems."""
    start = 0
    for at, one in enumerate((*stems, "")):
        if not one:
            if start < at:
                yield start, at
            start = at + 1


@lru_cache(maxsize=1)
def turning_stems() -> frozenset[str]:
    """The stems of "not", "never" and their like."""
    return frozenset(stem(word) for word in valence_rules().turns)


def pieces(word: str) -> list[str]:
    """Runs of letters inside a word, its edges marked: what misspelt words still share."""
    edged = f" {word} "
    return [
        edged[at : at + length] for length in PIECE_LENGTHS for at in range(max(0, len(edged) - length + 1))
    ]


def phrase_features(hits: Sequence[Hit], words: int) -> Features:
    """For each theme of the codebook, how many of its phrases stand in the text and how strong they are."""
    counts: dict[str, int] = {}
    told: dict[str, float] = {}
    near: dict[tuple[str, str], str] = {}
    for (theme, phrase, _, strength), _, _ in hits:
        name = theme + KINDS[strength]
        counts[name] = counts.get(name, 0) + 1
        if strength is Strength.near:
            near[theme, phrase] = theme
        elif strength is Strength.strong:
            told[f"{theme}:told"] = 1.0
    features: dict[str, float] = {name: math.sqrt(count) for name, count in counts.items()}
    features.update(told)
    for theme, count in Counter(near.values()).items() if near else ():
        features[f"{theme}:different"] = math.sqrt(count)
        features[f"{theme}:share"] = 3 * count / max(4, words)
    return features
