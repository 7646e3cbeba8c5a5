"""Building the reader of names from our own sentences, filled with names, the same each time.

A reader that had learned "in the list means a name" would fail on the names no list holds. So in training many
names are hidden from the lists, and in measuring every name is one that neither list nor model has met.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from nlp.built_files import write_whole
from nlp.lexis.tables import table_of
from nlp.redact.knowledge import Knowledge, knowledge, plain_name
from nlp.redact.names.features import features_of, is_candidate
from nlp.redact.names.filling import Filled, NamePool, fill, name_pool, sentences, typed
from nlp.redact.names.finding import find_names
from nlp.redact.names.recogniser import FORM, MODEL_FILE, VOCABULARY_FILE, Recogniser
from nlp.redact.names.setting import Setting, how_typed
from nlp.redact.names.sounds import sounds_of
from nlp.redact.names.syllables import rows_of
from nlp.redact.tokens import tokens_of
from nlp.redact.vocabulary import Vocabulary, build_vocabulary, load_vocabulary

# A name that stays is worse than an ordinary word that goes.
THRESHOLD = 0.18
_SEED = 11
_EVERY_PART = frozenset(range(5))
_KEPT_BACK = frozenset({0})
_TIMES = 18
# What a row of a filled sentence weighs beside one of a plain sentence: each sentence is filled as many times.
_WEIGHT = 0.5
# How often a first name is one that is an ordinary word too.
_WORDS = 0.27
# How often a name is hidden from the lists while learning.
_HIDDEN = 0.45


def build_name_reader(out: Path) -> dict[str, Any]:
    """Build vocabulary and reader into the folder `out`; gives what was measured on names never met."""
    source = resources.files("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
    with resources.as_file(source) as path:
        build_vocabulary(path, out / VOCABULARY_FILE)
    vocabulary = load_vocabulary(out / VOCABULARY_FILE)
    texts = sentences(vocabulary)
    measured = measure(vocabulary, texts)
    reader = train(vocabulary, texts, name_pool(_EVERY_PART), knowledge())
    stored = {"form": FORM, "threshold": reader.threshold, "measured": measured, "weights": reader.weights}
    write_whole(out / MODEL_FILE, json.dumps(stored, separators=(",", ":")).encode())
    return measured


class _Without(frozenset[str]):
    """A set less a few of its words, for asking what is in it, at a hundredth of the cost of a copy."""

    whole: frozenset[str]
    few: set[str]

    def __new__(cls, whole: frozenset[str], few: set[str]) -> _Without:
        made = super().__new__(cls)
        made.whole, made.few = whole, few
        return made

    def __contains__(self, word: object) -> bool:
        return word in self.whole and word not in self.few


def training_rows(
    vocabulary: Vocabulary, plain: Sequence[str], named: Sequence[str], pool: NamePool, known: Knowledge
) -> Iterator[tuple[list[str], bool, float]]:
    """Features, answer and weight for every word that could be a name."""
    chance = random.Random(_SEED)  # noqa: S311 (the same sentences each time, not a secret)
    for sentence in named:
        for _ in range(_TIMES):
            filled = fill(sentence, pool, chance, words=_WORDS)
            hidden = {
                part
                for start, end in filled.spans
                for part in re.split(r"[\s-]", plain_name(filled.text[start:end]))
                if chance.random() < _HIDDEN
            }
            hidden |= {name[:-1] for name in hidden if name.endswith("s")}
            partly = known
            if hidden:
                partly = replace(
                    known, given=_Without(known.given, hidden), family=_Without(known.family, hidden)
                )
            for features, answer in _rows(filled.text, filled.spans, partly, vocabulary):
                yield features, answer, _WEIGHT
    for sentence in plain:
        for style in ("lower", "proper"):
            text = typed(sentence if style == "proper" else sentence.lower(), style)
            for features, answer in _rows(text, (), known, vocabulary):
                yield features, answer, 1.0


def _rows(
    text: str, spans: Sequence[tuple[int, int]], known: Knowledge, vocabulary: Vocabulary
) -> Iterator[tuple[list[str], bool]]:
    tokens = tokens_of(text)
    setting = Setting(tokens, known, vocabulary, how_typed(tokens), rows_of(tokens))
    for at, token in enumerate(tokens):
        if is_candidate(at, setting):
            yield features_of(at, setting), any(start <= token.start < end for start, end in spans)


def train(
    vocabulary: Vocabulary, texts: tuple[list[str], list[str]], pool: NamePool, known: Knowledge
) -> Recogniser:
    """A reader trained on `texts` filled from `pool`."""
    named, plain = texts
    rows = list(training_rows(vocabulary, plain, named, pool, known))
    names, table = table_of([set(features) for features, _, _ in rows])
    # Threads would wait for one another ten times as long as they work.
    with threadpool_limits(limits=1, user_api="blas"):
        model = LogisticRegression(C=0.6, max_iter=300).fit(
            table, [answer for _, answer, _ in rows], sample_weight=[weight for _, _, weight in rows]
        )
    weights = {
        name: round(float(weight), 4)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) > 0.01
    }
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    return Recogniser(weights, THRESHOLD, vocabulary)


def measure(vocabulary: Vocabulary, texts: tuple[list[str], list[str]]) -> dict[str, Any]:
    """Coverage and precision on sentences and names that neither the lists nor the model have met.

    One name in five and one sentence in five are kept back; the lists used are the ones without those names.
    """
    named, plain = texts
    kept_back = name_pool(_KEPT_BACK)
    back = frozenset(
        name for names in (*kept_back.given.values(), *kept_back.family.values()) for name in names
    )
    known = knowledge()
    fewer = replace(
        known,
        given=known.given - back,
        family=known.family - back,
        sounds=sounds_of(known.given - back - known.words),
    )
    seen = (
        [text for at, text in enumerate(named) if at % 5],
        [text for at, text in enumerate(plain) if at % 5],
    )
    reader = train(vocabulary, seen, name_pool(_EVERY_PART - _KEPT_BACK), fewer)
    chance = random.Random(_SEED + 1)  # noqa: S311 (the same sentences each time, not a secret)
    unseen = [
        fill(text, kept_back, chance) for at, text in enumerate(named) if at % 5 == 0 for _ in range(20)
    ]
    ordinary = [Filled(text, (), "none") for at, text in enumerate(plain) if at % 5 == 0]
    return coverage([*unseen, *ordinary], reader, fewer)


def coverage(
    texts: Sequence[Filled], reader: Recogniser | None, known: Knowledge | None = None
) -> dict[str, Any]:
    """Share of names wholly covered, for all and for each community, and the precision of the characters taken out.

    Names that are ordinary words too are a group of their own.
    """
    known = known or knowledge()
    covered: dict[str, list[bool]] = {}
    words: list[bool] = []
    right = taken = 0
    for filled in texts:
        places = {
            at
            for span in find_names(tokens_of(filled.text), filled.text, reader=reader, known=known)
            for at in range(span.start, span.end)
        }
        truth = {at for start, end in filled.spans for at in range(start, end)}
        taken += len(places)
        right += len(places & truth)
        for start, end in filled.spans:
            whole = all(at in places for at in range(start, end))
            ordinary = plain_name(filled.text[start:end]) in known.words
            (words if ordinary else covered.setdefault(filled.community, [])).append(whole)
    every = [answer for answers in covered.values() for answer in answers]
    return {
        "covered": round(sum(every) / max(1, len(every)), 3),
        "names": len(every),
        "precision": round(right / max(1, taken), 3),
        "ordinary_words": round(sum(words) / max(1, len(words)), 3),
        "by_community": {
            name: round(sum(answers) / len(answers), 3) for name, answers in sorted(covered.items())
        },
    }
