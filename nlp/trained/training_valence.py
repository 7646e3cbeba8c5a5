"""Trains the reader of valence: each theme that an example holds is one thing to learn from."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
from scipy.sparse import csr_matrix, vstack
from spacy.tokens import Doc

from nlp.deciding import shown_for
from nlp.findings import Valence
from nlp.lexis.leaning import leanings
from nlp.lexis.numbers import stem_numbers, typed_words
from nlp.lexis.passages import Passages, passages_of
from nlp.lexis.told_words import telling_columns
from nlp.trained.features import Features
from nlp.trained.label_model import LabelModel
from nlp.trained.together import TogetherReader, clause_rows
from nlp.trained.valence_model import ValenceModel, fit_valence, told_rows


def train_valence(
    model: LabelModel,
    docs: Sequence[Doc],
    contexts: Sequence[Features],
    given: Sequence[Mapping[str, Valence]],
) -> ValenceModel:
    """A reader of valence beside `model`.

    `docs` have stems, clauses and phrases; `contexts` are what is known besides, and `given` the themes of each.
    """
    rows, wanted = _told(model, docs, contexts, given)
    return fit_valence(rows, wanted, themes=model.labels, plain=model.plain)


def _told(
    model: LabelModel,
    docs: Sequence[Doc],
    contexts: Sequence[Features],
    given: Sequence[Mapping[str, Valence]],
) -> tuple[csr_matrix, list[Valence]]:
    """For every theme given of every text with words its row, read as it will be when it is found, and its valence."""
    reader = TogetherReader(model, typed_words(), stem_numbers())
    rows: list[csr_matrix] = []
    wanted: list[Valence] = []
    first = 0
    for passages, _ in groupby(passages_of(doc)[0] for doc in docs):
        end = first + len(passages)
        part, pairs = _of_passages(passages, reader, contexts[first:end], given[first:end])
        rows.append(part)
        wanted += [given[first + text][model.labels[label]] for text, label in pairs]
        first = end
    return vstack(rows, format="csr"), wanted


def _of_passages(
    passages: Passages,
    reader: TogetherReader,
    contexts: Sequence[Features],
    given: Sequence[Mapping[str, Valence]],
) -> tuple[csr_matrix, Sequence[tuple[int, int]]]:
    """The row of each theme told, and its text and label."""
    labels, words = reader.model.labels, telling_columns()
    passages.number_again()
    sight = reader.see(passages, contexts)
    flags = np.array([[label in one for label in labels] for one in given], dtype=bool)
    shown = shown_for(passages, sight, flags & passages.stream.has_words[:, np.newaxis])
    texts = np.array([text for text, _ in shown], dtype=np.int64)
    lean = leanings(passages, words.told(passages), texts=texts, hits=list(shown.values()))
    rows = told_rows(
        sight.rows,
        clause_rows(passages, sight, texts, lean),
        texts=texts,
        themes=[labels[label] for _, label in shown],
        leanings=lean.sums,
        known=labels,
    )
    return rows, list(shown)
