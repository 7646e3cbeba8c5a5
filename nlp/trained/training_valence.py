"""Trains the reader of valence: each theme that an example holds is one thing to learn from."""

from collections.abc import Mapping, Sequence

import numpy as np

from nlp.deciding import shown_for
from nlp.findings import Valence
from nlp.lexis.leaning import leanings
from nlp.lexis.passages import Passages
from nlp.lexis.told_words import telling_columns
from nlp.trained.label_model import LabelModel
from nlp.trained.seen import Seen
from nlp.trained.together import clause_rows, sight_of
from nlp.trained.valence_model import ValenceModel, fit_valence, told_rows


def train_valence(
    model: LabelModel, passages: Passages, texts: Seen, given: Sequence[Mapping[str, Valence]]
) -> ValenceModel:
    """A reader of valence beside `model`, from texts that were looked at as `passages` and what was `seen` of them.

    For every theme `given` of every text with words it learns from a row, read as it will be when it is found.
    """
    labels, sight = model.labels, sight_of(model, texts)
    flags = np.array([[label in one for label in labels] for one in given], dtype=bool)
    shown = shown_for(passages, sight, flags & passages.stream.has_words[:, np.newaxis])
    told = [(text, labels[label]) for text, label in shown]
    rows_of = np.array([text for text, _ in told], dtype=np.int64)
    lean = leanings(passages, telling_columns().told(passages), texts=rows_of, hits=list(shown.values()))
    rows = told_rows(
        sight.rows,
        clause_rows(passages, sight, rows_of, lean),
        texts=rows_of,
        themes=[theme for _, theme in told],
        leanings=lean.sums,
        known=labels,
    )
    return fit_valence(rows, [given[text][theme] for text, theme in told], themes=labels, plain=model.plain)
