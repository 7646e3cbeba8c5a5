"""Measures the reading against lines that people labelled."""

import json
from pathlib import Path
from typing import Any

from nlp.codebook import shipped_codebook
from nlp.findings import Speaker
from nlp.pipeline import read
from nlp.trained.label_model import LabelModel
from nlp.trained.measures import measured
from nlp.trained.training import BadTrainingDataError, flags, labelled_lines, tagged


def evaluate_labels(gold: Path, model: LabelModel) -> dict[str, Any]:
    """Figures of `model` on the labelled lines of `gold`. Raises `BadTrainingDataError`."""
    rows = labelled_lines(gold)
    labels = sorted({*model.labels, *(label for row in rows for label in row.labels)})
    given = [[one["label"] for one in labels_given] for labels_given in tagged(model, rows)]
    return measured(flags([row.labels for row in rows], labels), flags(given, labels), labels)


def evaluate_themes(gold: Path) -> dict[str, Any]:
    """Figures of the theme reading on lines with `themes`, and the share of valences that are right.

    Each line is {"text", "speaker"?, "themes": [{"theme", "valence"?}]}. Raises `BadTrainingDataError`.
    """
    texts: list[str] = []
    speakers: list[Speaker | None] = []
    wanted: list[dict[str, str | None]] = []
    for number, line in enumerate(gold.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            texts.append(row["text"])
            speakers.append(Speaker(row["speaker"]) if row.get("speaker") else None)
            wanted.append({one["theme"]: one.get("valence") for one in row["themes"]})
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise BadTrainingDataError(f"{gold}:{number}: {problem!r}") from problem
    labels = shipped_codebook().slugs()
    given = [{found.theme: found.valence.value for found in one.themes} for one in read(texts, speakers)]
    both = [
        wanted_valence == given_one[theme]
        for wanted_one, given_one in zip(wanted, given, strict=True)
        for theme, wanted_valence in wanted_one.items()
        if wanted_valence and theme in given_one
    ]
    result = measured(flags(wanted, labels), flags(given, labels), labels)
    return {
        **result,
        "valence_right": round(sum(both) / len(both), 4) if both else None,
        "valences": len(both),
    }
