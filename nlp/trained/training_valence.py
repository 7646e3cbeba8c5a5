"""Trains the reader of valence: each theme that an example holds is one thing to learn from."""

from collections.abc import Mapping, Sequence

import numpy as np
from spacy.tokens import Doc

from nlp.components import valence
from nlp.deciding import Candidate, WordsFound, shown_by
from nlp.findings import Valence
from nlp.pipeline import build_pipeline
from nlp.trained.features import Seen
from nlp.trained.fitting import THEMES, Places, folds
from nlp.trained.label_model import LabelModel
from nlp.trained.valence_model import Told, ValenceModel, fit_valence


def train_valence(
    model: LabelModel,
    docs: Sequence[Doc],
    texts: Sequence[Seen],
    given: Sequence[Mapping[str, Valence]],
) -> tuple[ValenceModel, float]:
    """A reader of valence beside `model`, and the share it has right in texts it did not learn from.

    `docs` have stems, clauses and phrases, and `texts` are what the model sees of them.
    """
    told: list[Told] = []
    wanted: list[Valence] = []
    text_of: list[int] = []
    reader = build_pipeline().get_pipe(valence.NAME)
    assert isinstance(reader, valence.ThemeValence)  # noqa: S101 - it is what that name stands for
    for at, (doc, text, themes) in enumerate(zip(docs, texts, given, strict=True)):
        if not themes or not any(doc._.stream[0]):
            continue
        candidates = [
            Candidate(theme, 1.0, 0, 0, "", shown_by(model, theme, WordsFound.of(doc))) for theme in themes
        ]
        told += valence.what_is_told(doc, text, candidates, reader.telling(doc))
        wanted += themes.values()
        text_of += [at] * len(themes)
    kept, _ = next(folds(len(docs), THEMES.folds))
    learnt = np.isin(text_of, kept)
    tried = _fitted(model, told, wanted, np.flatnonzero(learnt))
    others = np.flatnonzero(~learnt)
    answers = tried.valences([told[at] for at in others], model.plain)
    right = [one is wanted[at] for one, at in zip(answers, others, strict=True)]
    whole = _fitted(model, told, wanted, np.arange(len(told)))
    return whole, round(float(np.mean(right)), 4) if right else 0.0


def _fitted(
    model: LabelModel, told: Sequence[Told], wanted: Sequence[Valence], places: Places
) -> ValenceModel:
    return fit_valence(
        [told[at] for at in places],
        [wanted[at] for at in places],
        themes=model.labels,
        plain=model.plain,
    )
