"""Which words of a text speak for a label: what a suggestion shows, and where its valence is looked for."""

from collections.abc import Sequence

from nlp.lexis.families import Touched
from nlp.lexis.phrases import BREAK
from nlp.trained.label_model import LabelModel

PAIR_SHARE = 0.5
BELONGS = 0.3
LONGEST_SPAN = 8


def word_weights(
    model: LabelModel, label: int, stems: Sequence[str], touched: Sequence[Touched]
) -> list[float]:
    """How much each of `stems` speaks for the label with this number: itself, its pairs, its families."""
    column, plain = model.weights[:, label], model.plain
    rarity, words = plain.rarity, plain.words
    weights = [0.0] * len(stems)
    before = BREAK
    for at, one in enumerate(stems):
        if one:
            if (place := words.get(one)) is not None:
                weights[at] += rarity[place] * float(column[place])
            if before and (place := words.get(f"{before} {one}")) is not None:
                share = PAIR_SHARE * rarity[place] * float(column[place])
                weights[at - 1] += share
                weights[at] += share
        before = one
    for family, first, end in touched:
        if (place := plain.families.get(family)) is not None:
            share = rarity[place] * float(column[place]) / (end - first)
            for at in range(first, end):
                weights[at] += share
    return weights


def telling_span(weights: Sequence[float], stems: Sequence[str]) -> tuple[int, int]:
    """The row of stems (end exclusive), in one sentence, around the one that speaks most for a label."""
    best = max(range(len(weights)), key=weights.__getitem__)
    enough = BELONGS * max(weights[best], 0.0)
    first, end = best, best + 1
    while end - first < LONGEST_SPAN:
        left = weights[first - 1] if first and stems[first - 1] else -1.0
        right = weights[end] if end < len(stems) and stems[end] else -1.0
        if max(left, right) <= enough:
            break
        if left > right:
            first -= 1
        else:
            end += 1
    return first, end
