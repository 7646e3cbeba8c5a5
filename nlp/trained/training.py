"""Trains the shipped theme model from the worked examples, and any other model from labelled lines."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from nlp.arrays import Flags
from nlp.codebook import Codebook, shipped_codebook
from nlp.components.language_model import InstalledLanguageModel
from nlp.findings import Speaker
from nlp.json_lines import BadTrainingDataError
from nlp.language_model import LanguageModel, installed
from nlp.lexis.passages import Passages
from nlp.no_collector import no_collector
from nlp.trained import kept_model
from nlp.trained.asked import asked
from nlp.trained.best_sentence import sentences_of
from nlp.trained.context import context_of
from nlp.trained.features import NOTHING
from nlp.trained.fitting import ANY_LABELS, THEMES, fit
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import LabelledText
from nlp.trained.looking import Looking
from nlp.trained.measures import measured
from nlp.trained.rules import rules_version
from nlp.trained.seen import Seen, seen
from nlp.trained.shipped import BUILT, BUILT_WITH_VECTORS, shipped_version
from nlp.trained.standing import Standing
from nlp.trained.training_valence import train_valence
from nlp.trained.worked import WorkedExample, shipped_examples

ENOUGH_EXAMPLES = 20
# As how many texts the name of a label counts, and each part of it.
NAME_COUNTS = 2
_JOINTS = re.compile(r"[,;:&/()]|\b(?:and|or|of|to)\b", re.IGNORECASE)


def build_theme_model(out: Path) -> dict[str, Any]:
    """Train the shipped model into a folder of `out`; returns its figures on examples it had not seen."""
    codebook = shipped_codebook()
    model, figures = train_shipped(codebook, shipped_examples(codebook))
    kept_model.save(model, out / BUILT.name)
    return {"version": model.version, "features": model.plain.width, **figures}


def build_theme_model_with_vectors(out: Path) -> dict[str, Any]:
    """The same with the vectors of the language model that is installed, in a folder beside; nothing without one."""
    language_model = installed()
    if language_model is None or not language_model.width:
        return {}
    codebook = shipped_codebook()
    model, figures = train_shipped(codebook, shipped_examples(codebook), language_model)
    kept_model.save(model, out / BUILT_WITH_VECTORS.name)
    beside = model.beside.told() if model.beside else {}
    return {"version": model.version, "beside": beside, **figures}


@no_collector()
def train_shipped(
    codebook: Codebook, examples: Sequence[WorkedExample], language_model: LanguageModel | None = None
) -> tuple[LabelModel, dict[str, Any]]:
    """A theme model, with its figures on examples that were left out.

    A theme with fewer than `ENOUGH_EXAMPLES` examples is never given by the model: its lexicon stays alone.
    """
    labels = codebook.slugs()
    given = flags([example.themes for example in examples], labels)
    allowed = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
    offered = flags([allowed[example.speaker] for example in examples], labels)
    contexts = [context_of(example.speaker, example.question) for example in examples]
    passages = _looking()(example.text for example in examples)
    texts = with_vectors(seen(passages, contexts), passages, language_model)
    version = shipped_version(language_model.identity if language_model else None)
    model, left_out = fit(
        texts, given, labels=labels, version=version, offered=offered, language_model=language_model
    )
    figures = measured(given[left_out.texts], left_out.scores > model.thresholds - THEMES.margin, labels)
    model.thresholds[given.sum(axis=0) < ENOUGH_EXAMPLES] = np.inf
    valence = train_valence(model, passages, texts, [example.themes for example in examples])
    return replace(model, valence=valence), figures


def with_vectors(texts: Seen, passages: Passages, language_model: LanguageModel | None) -> Seen:
    """The same with what a `language_model` makes of each text, where there is one."""
    if language_model is None:
        return texts
    look = InstalledLanguageModel(language_model, _looking().tokenizer).look
    return replace(texts, vectors=[vector for vector, _ in look(passages.texts)])


@cache
def _looking() -> Looking:
    return Looking(shipped_codebook())


def train(
    rows: Sequence[LabelledText],
    more: Sequence[LabelledText] = (),
    language_model: LanguageModel | None = None,
) -> LabelModel:
    """A model of any labels; thresholds are chosen on rows left out in turn, of `more` too where given.

    The name of a label teaches as well, and its parts: what a rare one is about mostly stands there.

    With the vectors of a `language_model`, the model cannot be used without it.
    Raises `BadTrainingDataError` where no row has a label.
    """
    if language_model is not None and not language_model.width:
        language_model = None
    rows = [*rows, *more]
    labels = sorted({label for row in rows for label in row.labels})
    if not labels:
        raise BadTrainingDataError("no line has a label: there is nothing to learn")
    given = flags([row.labels for row in rows], labels)
    named = [named for label in labels for named in texts_of_name(label)] * NAME_COUNTS
    model, _ = fit(
        look_at([*rows, *named], language_model),
        given,
        labels=labels,
        version=version_of(rows, language_model),
        settings=ANY_LABELS,
        also=flags([row.labels for row in named], labels),
        language_model=language_model,
    )
    return model


def version_of(rows: Sequence[LabelledText], language_model: LanguageModel | None = None) -> str:
    """What a model learns from, as twelve letters: it changes with any text, label, question or rule."""
    digest = hashlib.sha256(rules_version().encode())
    if language_model is not None:
        digest.update(str(language_model.identity).encode())
    for told in sorted(json.dumps([row.text, sorted(row.labels), row.question or ""]) for row in rows):
        digest.update(told.encode() + b"\n")
    return digest.hexdigest()[:12]


def texts_of_name(label: str) -> list[LabelledText]:
    """The name of a label as a text, and each of the things it names where these are several."""
    parts = [part for told in _JOINTS.split(label) if (part := told.strip())]
    return [LabelledText(told, frozenset([label]), None) for told in dict.fromkeys([label, *parts])]


def look_at(rows: Sequence[LabelledText], language_model: LanguageModel | None = None) -> Seen:
    """What a model of any labels sees of `rows`, and of each sentence where a text has several."""
    passages = _looking()(row.text for row in rows)
    questions = [" ".join((row.question or "").split()) for row in rows]
    sentences = sentences_of(passages)
    owners = np.array([at for at, texts in enumerate(sentences) for _ in texts], dtype=np.int64)
    parts = _looking()(chain.from_iterable(sentences))
    return replace(
        _answers(passages, questions, language_model),
        sentences=(owners, _answers(parts, [questions[at] for at in owners.tolist()], language_model)),
    )


def _answers(passages: Passages, questions: Sequence[str], language_model: LanguageModel | None) -> Seen:
    """What is seen of texts, each with the question it answers, "" where there is none."""
    found = seen(passages, [{question: 1.0} if question else NOTHING for question in questions])
    words = Standing.told(
        [
            asked(question, passages.stream_of(at)[0] if question else ())
            for at, question in enumerate(questions)
        ]
    )
    found = replace(found, phrases=found.phrases.beside(words))
    return with_vectors(found, passages, language_model)


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
        for scores in model.scores(look_at(rows, model.language_model))
    ]
