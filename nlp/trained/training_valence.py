"""Trains the reader of valence: each theme that an example holds is one thing to learn from."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, vstack
from spacy.tokens import Doc

from nlp.arrays import Places
from nlp.deciding import shown_for
from nlp.findings import Valence
from nlp.lexis.leaning import leanings
from nlp.lexis.numbers import stem_numbers, typed_words
from nlp.lexis.passages import Passages, passages_of
from nlp.lexis.told_words import telling_columns
from nlp.trained.fitting import THEMES, folds
from nlp.trained.label_model import LabelModel
from nlp.trained.together import TogetherReader, clause_rows
from nlp.trained.valence_model import NETWORKS, VALENCES, ValenceModel, fit_valence, told_rows


class ToldThemes(NamedTuple):
    """Themes told, a row of `rows` for each: how each is found, and in which text."""

    rows: csr_matrix
    wanted: list[Valence]
    texts: Places


def train_valence(
    model: LabelModel, docs: Sequence[Doc], contexts: Sequence[str], given: Sequence[Mapping[str, Valence]]
) -> tuple[ValenceModel, float]:
    """A reader of valence beside `model`, and the share that one of its networks has right in texts left out.

    `docs` have stems, clauses and phrases; `contexts` are such as the speaker, and `given` the themes of each.
    """
    told = _told(model, docs, contexts, given)
    kept, _ = next(folds(len(docs), THEMES.folds))
    learnt = np.isin(told.texts, kept)
    tried = _fitted(model, told, np.flatnonzero(learnt), networks=1)
    others = np.flatnonzero(~learnt)
    answers = tried.network.scores(told.rows[others]).argmax(axis=1).tolist()
    right = [VALENCES[one] is told.wanted[at] for one, at in zip(answers, others.tolist(), strict=True)]
    whole = _fitted(model, told, np.arange(len(told.wanted)), networks=NETWORKS)
    return whole, round(float(np.mean(right)), 4) if right else 0.0


def _fitted(model: LabelModel, told: ToldThemes, places: Places, *, networks: int) -> ValenceModel:
    wanted = [told.wanted[at] for at in places.tolist()]
    return fit_valence(told.rows[places], wanted, themes=model.labels, plain=model.plain, networks=networks)


def _told(
    model: LabelModel, docs: Sequence[Doc], contexts: Sequence[str], given: Sequence[Mapping[str, Valence]]
) -> ToldThemes:
    """Every theme given of every text with words, read as they will be when they are found."""
    reader = TogetherReader(model, typed_words(), stem_numbers())
    rows: list[csr_matrix] = []
    wanted: list[Valence] = []
    text_of: list[int] = []
    first = 0
    for passages, _ in groupby(passages_of(doc)[0] for doc in docs):
        end = first + len(passages)
        part, pairs = _of_passages(passages, reader, contexts[first:end], given[first:end])
        rows.append(part)
        wanted += [given[first + text][model.labels[label]] for text, label in pairs]
        text_of += [first + text for text, _ in pairs]
        first = end
    return ToldThemes(vstack(rows, format="csr"), wanted, np.array(text_of, dtype=np.int64))


def _of_passages(
    passages: Passages,
    reader: TogetherReader,
    contexts: Sequence[str],
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
