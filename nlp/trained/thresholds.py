"""From which score a label is given: the cut with the best F1 on texts that were left out."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def thresholds(scores: Floats, given: Flags, *, shrink: float, weights: Floats | None = None) -> Floats:
    """One cut for each label: its own best, drawn towards the best for all where it has few examples.

    `scores` and `given` are texts by labels. With as many examples as `shrink` says its own counts half.
    `weights` says how many texts each counts as.
    """
    counts = np.ones(len(scores), dtype=np.float32) if weights is None else weights
    overall = _best_cut(scores.ravel(), given.ravel(), np.repeat(counts, given.shape[1]))
    own = np.array([_best_cut(scores[:, label], given[:, label], counts) for label in range(given.shape[1])])
    count = given.sum(axis=0)
    return np.asarray((count * own + shrink * overall) / (count + shrink), dtype=np.float32)


def best_f1(scores: Floats, given: Flags) -> float:
    """F1 over all labels together, at the best cut."""
    _, f1 = _f1_by_cut(scores.ravel(), given.ravel(), np.ones(scores.size, dtype=np.float32))
    return float(f1.max())


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
