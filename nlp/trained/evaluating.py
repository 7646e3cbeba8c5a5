"""Measures the reading against lines that people labelled."""

from pathlib import Path
from typing import Any

from nlp.codebook import shipped_codebook
from nlp.findings import Speaker, Valence
from nlp.json_lines import BadLineError, BadTrainingDataError, objects_in
from nlp.pipeline import read
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import labelled_lines, list_of, text_of, words_or_none
from nlp.trained.measures import measured
from nlp.trained.training import flags, tagged

SPEAKERS = {speaker.value: speaker for speaker in Speaker}
VALENCES = tuple(valence.value for valence in Valence)


def evaluate_labels(gold: Path, model: LabelModel) -> dict[str, Any]:
    """Figures of `model` on the labelled lines of `gold`. Raises `BadTrainingDataError`."""
    rows = labelled_lines(gold)
    labels = sorted({*model.labels, *(label for row in rows for label in row.labels)})
    given = [[one["label"] for one in labels_given] for labels_given in tagged(model, rows)]
    return measured(flags([row.labels for row in rows], labels), flags(given, labels), labels)


def evaluate_themes(gold: Path) -> dict[str, Any]:
    """Figures of the theme reading on lines with `themes`, and the share of valences that are right.

    Each line is {"text", "speaker"?, "question"?, "themes": [{"theme", "valence"?}]}. Raises `BadTrainingDataError`.
    """
    labels = shipped_codebook().slugs()
    texts: list[str] = []
    speakers: list[Speaker | None] = []
    questions: list[str] = []
    wanted: list[dict[str, str | None]] = []
    for number, row in objects_in(gold):
        try:
            texts.append(text_of(row))
            speakers.append(_speaker(row.get("speaker")))
            questions.append(words_or_none(row, "question") or "")
            wanted.append(dict(_theme(one, labels) for one in list_of(row, "themes")))
        except BadLineError as bad:
            raise BadTrainingDataError(f"{gold}:{number}: {bad}") from None
    readings = read(texts, speakers, questions=questions)
    given = [{found.theme: found.valence.value for found in one.themes} for one in readings]
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


def _speaker(told: object) -> Speaker | None:
    if not told:
        return None
    if not isinstance(told, str) or told not in SPEAKERS:
        raise BadLineError("the speaker is not child, family or staff")
    return SPEAKERS[told]


def _theme(told: object, known: tuple[str, ...]) -> tuple[str, str | None]:
    """The slug and the valence, where one is told."""
    if not isinstance(told, dict) or not isinstance(theme := told.get("theme"), str):
        raise BadLineError('an item of "themes" is not an object with a "theme"')
    if theme not in known:
        raise BadLineError(f"there is no theme {theme[:40]!r}")
    valence = told.get("valence")
    if valence is not None and valence not in VALENCES:
        raise BadLineError(f"the valence of {theme} is not one of {', '.join(VALENCES)}")
    return theme, valence
