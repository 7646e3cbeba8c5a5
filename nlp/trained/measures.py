"""How well labels are given: precision, recall and F1, with an interval by bootstrap; and how sure a share is."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.arrays import Flags

Interval = tuple[float, float]

RESAMPLES = 400
SURE = 1.96


def figures(right: int, given: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 from counts."""
    return {
        "precision": round(right / given, 4) if given else 0.0,
        "recall": round(right / gold, 4) if gold else 0.0,
        "f1": round(2 * right / (given + gold), 4) if given + gold else 0.0,
        "count": gold,
    }


def measured(gold: Flags, given: Flags, labels: Sequence[str]) -> dict[str, Any]:
    """Micro, macro and per-label figures of `given` against `gold` (texts by labels).

    The intervals hold the middle 95 % of F1 over texts drawn again with replacement. Macro is over the labels that
    have an example.
    """
    right = gold & given
    per_label = {
        label: figures(int(right[:, at].sum()), int(given[:, at].sum()), int(gold[:, at].sum()))
        for at, label in enumerate(labels)
    }
    micro, macro = _intervals(right, given, gold)
    present = [one for one in per_label.values() if one["count"]]
    return {
        "texts": len(gold),
        "micro": figures(int(right.sum()), int(given.sum()), int(gold.sum())),
        "micro_f1_interval": micro,
        "macro": {
            name: round(float(np.mean([one[name] for one in present])), 4) if present else 0.0
            for name in ("precision", "recall", "f1")
        },
        "macro_f1_interval": macro,
        "labels": per_label,
    }


def _intervals(right: Flags, given: Flags, gold: Flags) -> tuple[list[float], list[float]]:
    """Of micro F1, and of macro F1."""
    texts = len(gold)
    if not texts:
        return [0.0, 0.0], [0.0, 0.0]
    drawn = np.random.default_rng(7).integers(0, texts, size=(RESAMPLES, texts))
    times = np.stack([np.bincount(one, minlength=texts) for one in drawn]).astype(np.float32)
    of_right, of_gold = times @ right, times @ gold
    of_both = times @ given + of_gold
    micro = 2 * of_right.sum(axis=1) / np.maximum(1, of_both.sum(axis=1))
    present = of_gold > 0
    by_label = np.where(present, 2 * of_right / np.maximum(1, of_both), 0)
    macro = by_label.sum(axis=1) / np.maximum(1, present.sum(axis=1))
    return _middle(micro), _middle(macro)


def _middle(figures: npt.NDArray[Any]) -> list[float]:
    return [round(float(edge), 4) for edge in np.quantile(figures, [0.025, 0.975])]


def wilson(n: int, of: int) -> Interval:
    """Within which the true share lies 19 times of 20, where `n` of `of` were seen (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    share, square = n / of, SURE * SURE
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = SURE * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)
