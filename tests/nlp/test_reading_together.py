"""Texts read together are read as each would be alone, and nothing of their words stays."""

from collections import Counter
from itertools import chain

import numpy as np
import pytest

from nlp.codebook import shipped_codebook
from nlp.components import themes
from nlp.components.valence import is_sure
from nlp.findings import Speaker, found_in
from nlp.lexis.leaning import leanings
from nlp.lexis.numbers import stem_numbers, typed_words
from nlp.lexis.passages import passages_of
from nlp.lexis.told_words import telling_columns
from nlp.pipeline import build_pipeline, read
from nlp.screening.joining import shipped_columns
from nlp.screening.reading import look_at
from nlp.screening.sentences import rows_of
from nlp.screening.stored import shipped_reader
from nlp.trained.context import context_of
from nlp.trained.looking import Looking
from nlp.trained.seen import seen
from nlp.trained.together import TogetherReader, clause_rows, sight_of
from nlp.trained.valence_model import VALENCES, told_rows
from nlp.trained.weighing import LEAST_IN_ORDER, LEAST_TEXTS, PHRASES_WEIGH, Plain
from nlp.trained.worked import shipped_examples
from tests.nlp.trained.written_out import features_of, phrase_features

EXAMPLES = [example.text for example in shipped_examples(shipped_codebook())[::150]]
TEXTS = [
    *EXAMPLES,
    "",
    ".",
    "not\nkind. I used to be scared but now I feel safe, not bad at all",
    "she was not helpful before and he is not unkind now; i cant fault them",
    "zyxomatic frumpelty never listens to my mumblethorpe",
]


def test_a_text_among_others_is_read_as_it_is_alone() -> None:
    speakers = [list(Speaker)[at % 3] for at in range(len(TEXTS))]
    alone = [next(read([text], [speaker])) for text, speaker in zip(TEXTS, speakers, strict=True)]
    for one, other in zip(read(TEXTS, speakers), alone, strict=True):
        assert (one.alerts, one.redactions, one.redacted, one.language) == (
            other.alerts,
            other.redactions,
            other.redacted,
            other.language,
        )
        assert [(t.theme, t.valence, t.start, t.end) for t in one.themes] == [
            (t.theme, t.valence, t.start, t.end) for t in other.themes
        ]
        assert [t.score for t in one.themes] == pytest.approx([t.score for t in other.themes], abs=2e-3)


def test_a_model_sees_in_columns_what_is_written_out() -> None:
    model = themes.built_model()
    assert model is not None
    docs = list(build_pipeline().pipe(TEXTS, batch_size=len(TEXTS)))
    passages, _ = passages_of(docs[0])
    reader = TogetherReader(model, typed_words(), stem_numbers())
    contexts = [context_of("child")] * len(docs)
    sight = reader.see(passages, contexts)
    plain = model.plain
    blocks = (plain.words, plain.families, plain.order, plain.phrases, plain.context)
    for row, (doc, context) in enumerate(zip(docs, contexts, strict=True)):
        names = features_of(doc, context)
        columns = {of[name] for of, block in zip(blocks, names, strict=True) for name in block if name in of}
        assert set(sight.rows[[row]].indices.tolist()) == columns
        for name, value in phrase_features(doc._.hits, len(doc._.stream[0])).items():
            if name in plain.phrases:
                found = sight.rows[row, plain.phrases[name]]
                assert found == pytest.approx(PHRASES_WEIGH * value, rel=1e-6)


def test_a_model_reads_the_rows_that_it_learnt_from() -> None:
    model = themes.built_model()
    assert model is not None
    passages, _ = passages_of(next(iter(build_pipeline().pipe(TEXTS, batch_size=len(TEXTS)))))
    contexts = [context_of("child", "What helped?")] * len(TEXTS)
    reader = TogetherReader(model, typed_words(), stem_numbers())
    read_as = reader.see(passages, contexts)
    looked_at = Looking(shipped_codebook())(TEXTS)
    learnt_from = seen(looked_at, contexts)
    sight = sight_of(model, learnt_from)
    assert (read_as.rows != sight.rows).nnz == 0
    assert np.array_equal(read_as.stems, sight.stems)
    assert np.array_equal(read_as.families, sight.families)
    assert np.allclose(reader.scores(passages, read_as), model.scores(learnt_from), atol=1e-5)


def test_what_stands_in_enough_texts_has_a_column_and_nothing_else() -> None:
    docs = list(build_pipeline().pipe(TEXTS, batch_size=len(TEXTS)))
    contexts = [context_of("child")] * len(docs)
    plain = Plain.of(seen(passages_of(docs[0])[0], contexts))
    written_out = [features_of(doc, context) for doc, context in zip(docs, contexts, strict=True)]
    for names, blocks in zip(plain.names(), zip(*written_out, strict=True), strict=True):
        least = LEAST_IN_ORDER if names == list(plain.order) else LEAST_TEXTS
        counts = Counter(chain.from_iterable(blocks))
        assert names == sorted(name for name, count in counts.items() if count >= least)


def test_valence_is_read_from_the_rows_that_it_is_learnt_from() -> None:
    docs = list(build_pipeline().pipe(EXAMPLES))
    passages, _ = passages_of(docs[0])
    sight = passages.sight
    assert sight is not None
    assert sight.model.valence is not None
    told = [(at, one) for at, found in enumerate(passages.candidates) for one in found]
    texts = np.array([at for at, _ in told])
    lean = leanings(
        passages, telling_columns().told(passages), texts=texts, hits=[one.hits for _, one in told]
    )
    rows = told_rows(
        sight.rows,
        clause_rows(passages, sight, texts, lean),
        texts=texts,
        themes=[one.theme for _, one in told],
        leanings=lean.sums,
        known=sight.model.labels,
    )
    best = sight.model.valence.network.scores(rows).argmax(axis=1)
    answers = [one.valence for doc in docs for one in found_in(doc).themes]
    # What tells of danger is never called positive, whatever its rows say.
    calm = [at for at, text in enumerate(texts) if not any(map(is_sure, found_in(docs[text]).alerts))]
    assert [VALENCES[best[at]] for at in calm] == [answers[at] for at in calm]
    assert len(set(best.tolist())) == len(VALENCES)


def test_the_screen_sees_the_same_in_sentences_looked_at_together() -> None:
    lexis = shipped_reader().lexis
    texts = [
        *TEXTS,
        "he hits me when im bad",
        "iwanttodie",
        "i was going to kill him lol but then i didnt, heeelp",
    ]
    rows = list(chain.from_iterable(rows_of(text) for text in texts))
    looks = shipped_columns().looks(rows)
    for at, row in enumerate(rows):
        look, alone = looks.look(at), look_at(row, lexis)
        assert (look.alarm, look.square) == pytest.approx((alone.alarm, alone.square))
        assert look.by_word == pytest.approx(alone.by_word)
        assert sorted(look.rows) == sorted(alone.rows)
        unlike = {"alarm": 0, "square": 0, "by_word": (), "rows": ()}
        assert look._replace(**unlike) == alone._replace(**unlike)


def test_no_word_of_a_text_is_kept() -> None:
    numbers, words = stem_numbers(), typed_words()
    before = len(numbers), len(words.words), len(shipped_reader().lexis)
    list(read(["frumpelty zyxomatic's quoxing (blorted) my mumblethorpes"]))
    assert (len(numbers), len(words.words), len(shipped_reader().lexis)) == before
    strings = build_pipeline().vocab.strings
    assert not any(word in strings for word in ("quoxing", "blorted", "(blorted)"))
