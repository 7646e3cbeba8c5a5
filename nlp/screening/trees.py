"""What features are worth, in the shapes that a reader of words in order needs: by neighbour, and as trees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from nlp.lexis.families import FAMILIES, Families, families
from nlp.lexis.words import stem as folded
from nlp.screening.rules import FOLDER

CONCEPTS = FOLDER / "concepts.yaml"


# What one more of a feature adds to the alarm, to the square of the message's length, and which rows of the network's
# table (none where the network does not know it). A bare tuple: Python takes it apart twice as fast as a named one.
Weight = tuple[float, float, tuple[int, ...]]
Weights = Mapping[str, Weight]
Neighbours = dict[str, dict[str, Weight]]


Tree = dict[str, "Step"]
# Where a phrase has got to: what it adds when it ends here, its features, and the words that lead on.
Step = tuple[float, float, tuple[int, ...], tuple[str, ...], "Tree"]


def together(features: Iterable[str], weights: Weights) -> Weight:
    """What these features add together."""
    known = [weight for feature in features if (weight := weights.get(feature)) is not None]
    return (
        sum(alarm for alarm, _, _ in known),
        sum(square for _, square, _ in known),
        tuple(row for _, _, rows in known for row in rows),
    )


def neighbours(weights: Weights, mark: str) -> Neighbours:
    """The features of two words that are marked so ("p:" stand together), by the first and then the second."""
    after: Neighbours = {}
    for feature, weight in weights.items():
        if feature.startswith(mark):
            first, _, second = feature[len(mark) :].partition(" ")
            after.setdefault(first, {})[second] = weight
    return after


def beginnings(weights: Weights) -> Tree:
    """The first one, two and three words of sentences as a tree."""
    known = [(tuple(name[2:].split()), [name]) for name in weights if name.startswith("b:")]
    return _tree(known, 0, weights)


@lru_cache(maxsize=1)
def family_books() -> tuple[tuple[str, Families], ...]:
    """Each file of families with the letter that marks its features."""
    return (("f", families(folded, path=FAMILIES)), ("c", families(folded, path=CONCEPTS)))


def family_phrases(weights: Weights) -> dict[str, Tree]:
    """The families' phrases of several words as one tree; each first word leads to what may follow."""
    ends: dict[tuple[str, ...], list[str]] = {}
    for mark, book in family_books():
        for first, seconds in book.longer.items():
            for second, phrases in seconds.items():
                for rest, number in phrases:
                    ends.setdefault((first, second, *rest), []).append(f"{mark}:{book.names[number]}")
    return {first: step[4] for first, step in _tree(list(ends.items()), 0, weights).items()}


def _tree(phrases: list[tuple[tuple[str, ...], list[str]]], depth: int, weights: Weights) -> Tree:
    by_word: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
    for words, features in phrases:
        by_word.setdefault(words[depth], []).append((words, features))
    tree: Tree = {}
    for word, these in by_word.items():
        ending = [feature for words, features in these if len(words) == depth + 1 for feature in features]
        longer = [(words, features) for words, features in these if len(words) > depth + 1]
        onward = _tree(longer, depth + 1, weights) if longer else {}
        tree[word] = (*together(ending, weights), tuple(ending), onward)
    return tree
