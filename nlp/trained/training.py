"""Trains the shipped theme model from the worked examples, and any other model from labelled lines."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from nlp.codebook import Codebook, shipped_codebook
from nlp.components import clauses, lexicon, words
from nlp.findings import Speaker
from nlp.lexis.cleaning import clean
from nlp.pipeline import build_pipeline
from nlp.trained.features import Seen, seen
from nlp.trained.fitting import ANY_LABELS, THEMES, Flags, fit
from nlp.trained.label_model import LabelModel
from nlp.trained.measures import measured
from nlp.trained.shipped import BUILT, shipped_version
from nlp.trained.training_valence import train_valence
from nlp.trained.worked import WorkedExample, worked_examples

ENOUGH_EXAMPLES = 20


class BadTrainingDataError(ValueError):
    """Labelled lines that cannot be used: says which file and line."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text with its labels; `question` is what it answers, where that is known."""

    text: str
    labels: frozenset[str]
    question: str | None


def build_theme_model(out: Path) -> dict[str, Any]:
    """Train the shipped model into a folder of `out`; returns its figures on examples it had not seen."""
    codebook = shipped_codebook()
    model, figures = train_shipped(codebook, worked_examples(codebook))
    model.save(out / BUILT.name)
    return {"version": model.version, "features": model.plain.width, **figures}


def train_shipped(codebook: Codebook, examples: Sequence[WorkedExample]) -> tuple[LabelModel, dict[str, Any]]:
    """A theme model, with its figures on each example when that one is left out.

    A theme with fewer than `ENOUGH_EXAMPLES` examples is never given by the model: its lexicon stays alone.
    """
    labels = codebook.slugs()
    given = flags([example.themes for example in examples], labels)
    allowed = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
    offered = flags([allowed[example.speaker] for example in examples], labels)
    docs = looked_at([example.text for example in examples])
    texts = [seen(doc, context=[example.speaker.value]) for doc, example in zip(docs, examples, strict=True)]
    model, left_out = fit(texts, given, labels=labels, version=shipped_version(), offered=offered)
    figures = measured(given, left_out > model.thresholds - THEMES.margin, labels)
    model.thresholds[given.sum(axis=0) < ENOUGH_EXAMPLES] = np.inf
    valence, right = train_valence(model, docs, texts, [example.themes for example in examples])
    return replace(model, valence=valence), {**figures, "valence_right": right}


def looked_at(texts: Iterable[str]) -> list[Doc]:
    """Each text with its stems, clauses and phrases."""
    pipeline = build_pipeline()
    wanted = (words.NAME, clauses.NAME, lexicon.NAME)
    docs = [pipeline.make_doc(clean(text).text) for text in texts]
    return list(pipeline.pipe(docs, disable=[name for name in pipeline.pipe_names if name not in wanted]))


def labelled_lines(path: Path) -> list[LabelledText]:
    """The labelled texts of a JSON-lines file. Raises `BadTrainingDataError` with file and line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            labels = row["labels"]
            if not isinstance(row["text"], str) or not all(isinstance(label, str) for label in labels):
                raise TypeError("text and labels must be words")
            found.append(LabelledText(row["text"], frozenset(labels), row.get("question")))
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise BadTrainingDataError(f"{path}:{number}: {problem!r}") from problem
    if not found:
        raise BadTrainingDataError(f"{path}:1: there are no lines")
    return found


def train(rows: Sequence[LabelledText], held_back: Sequence[LabelledText] | None = None) -> LabelModel:
    """A model of any labels; thresholds are chosen on rows left out, and on `held_back` where given."""
    labels = sorted({label for row in rows for label in row.labels})
    given = flags([row.labels for row in rows], labels)
    beside = None
    if held_back:
        beside = (look_at(held_back), flags([row.labels for row in held_back], labels))
    digest = hashlib.sha256(
        "\0".join(sorted(row.text for row in rows)).encode("utf-8", "replace")
    ).hexdigest()
    model, _ = fit(
        look_at(rows), given, labels=labels, version=digest[:12], held_back=beside, settings=ANY_LABELS
    )
    return model


def look_at(rows: Sequence[LabelledText]) -> list[Seen]:
    """What a model of any labels sees of `rows`."""
    docs = looked_at(row.text for row in rows)
    return [seen(doc, context=[row.question or ""]) for doc, row in zip(docs, rows, strict=True)]


def flags(given: Iterable[Iterable[str]], labels: Sequence[str]) -> Flags:
    """Texts by labels."""
    return np.array([[label in one for label in labels] for one in map(frozenset, given)], dtype=bool)


def tagged(model: LabelModel, rows: Sequence[LabelledText]) -> list[list[dict[str, Any]]]:
    """For each row, the labels that `model` gives, best first."""
    return [
        [
            {"label": model.labels[at], "score": round(float(scores[at]), 4)}
            for at in np.argsort(-scores)
            if scores[at] >= 0.5
        ]
        for scores in model.scores(look_at(rows))
    ]
