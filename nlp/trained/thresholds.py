"""From which score a label is given: the cut with the best F1 on texts that were left out."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.arrays import Flags, Floats

SEED = 20


def thresholds(
    scores: Floats, given: Flags, *, shrink: float, weights: Floats | None = None, draws: int = 0
) -> Floats:
    """One cut for each label: its own best, drawn towards the best for all where it has few examples.

    `scores` and `given` are texts by labels. With as many examples as `shrink` says its own counts half.
    `weights` says how many texts each counts as. With `draws`, a label's own is the mean of its best over so many
    draws of as many texts, with replacement: which one is best for a few examples is much by luck.

    Source: Breiman, Bagging predictors, 1996; each text drawn as often as Oza, Online bagging and boosting, 2005.
    """
    counts = np.ones(len(scores), dtype=np.float32) if weights is None else weights
    overall = _best_cut(scores.ravel(), given.ravel(), np.repeat(counts, given.shape[1]))
    often = np.random.default_rng(SEED).poisson(1, (draws, len(scores)))
    drawn = [counts * times for times in often] or [counts]
    own = np.array([_mean_cut(one, told, drawn) for one, told in zip(scores.T, given.T, strict=True)])
    count = given.sum(axis=0)
    return np.asarray((count * own + shrink * overall) / (count + shrink), dtype=np.float32)


def best_f1(scores: Floats, given: Flags) -> float:
    """F1 over all labels together, at the best cut."""
    _, f1 = _f1_by_cut(scores.ravel(), given.ravel(), np.ones(scores.size, dtype=np.float32))
    return float(f1.max())


def _mean_cut(scores: Floats, given: Flags, drawn: Sequence[Floats]) -> float:
    """The mean of the best cuts, each where texts count as one of `drawn` says; draws of no example say nothing."""
    telling = [counts > 0 for counts in drawn]
    cuts = [
        _best_cut(scores[there], given[there], counts[there])
        for there, counts in zip(telling, drawn, strict=True)
        if given[there].any()
    ]
    return float(np.mean(cuts)) if cuts else 0.0


def _best_cut(scores: Floats, given: Flags, counts: Floats) -> float:
    """The cut with the best F1, where each score counts as many times as `counts` says."""
    order, f1 = _f1_by_cut(scores, given, counts)
    at = int(np.argmax(f1))
    following = scores[order[at + 1]] if at + 1 < len(order) else scores[order[at]]
    lower = following if np.isfinite(following) else scores[order[at]] - 0.02
    return float((scores[order[at]] + lower) / 2)


def _f1_by_cut(
    scores: Floats, given: Flags, counts: Floats
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Places from the highest score down, and F1 where the cut is just below each."""
    order = np.argsort(-scores)
    counted = counts[order].astype(np.float64)
    right = np.cumsum(given[order] * counted)
    return order, 2 * right / (np.cumsum(counted) + max(1, right[-1]))
