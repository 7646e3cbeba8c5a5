"""How texts lean by the rules alone: in a theme's own phrases, beside them, and as a whole."""

import numpy as np
import pytest

from nlp.codebook import shipped_codebook
from nlp.components.themes import ThemeChoice
from nlp.components.valence import ThemeValence
from nlp.deciding import by_lexicon
from nlp.findings import found_in
from nlp.lexis.leaning import leanings
from nlp.lexis.passages import passages_of
from nlp.lexis.told_words import telling_columns
from nlp.pipeline import build_pipeline


def by_rules(text: str, theme: str) -> str:
    pipeline = build_pipeline()
    doc = pipeline.make_doc(text)
    for name in ("heard_words", "heard_clauses", "heard_lexicon"):
        doc = pipeline.get_pipe(name)(doc)
    doc = ThemeValence()(ThemeChoice(model=None, codebook=shipped_codebook())(doc))
    return next((str(one.valence) for one in found_in(doc).themes if one.theme == theme), "none")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She listens to me.", "positive"),
        ("She never listens to me.", "negative"),
        ("She listens to me. The taxi was late and it was horrible.", "positive"),
        ("They used to never listen to me but now they listen to me", "positive"),
        ("She listens to me but he never listens to me", "mixed"),
    ],
)
def test_the_phrases_of_a_theme_say_how_it_is_found(text: str, expected: str) -> None:
    assert by_rules(text, "listened-to") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my review was great", "positive"),
        ("my review was not great", "negative"),
        ("my review is on tuesday", "neutral"),
        ("my review was great but the taxi was horrible", "positive"),
        ("my review. it was horrible", "negative"),
        ("my review had kind people and horrible chairs", "mixed"),
    ],
)
def test_what_stands_beside_a_phrase_without_a_tone_says_how_it_is_found(text: str, expected: str) -> None:
    assert by_rules(text, "meetings-reviews") == expected


def test_a_text_leans_the_same_among_others_as_alone() -> None:
    texts = ["my review was great but it was not fun before", "", "she never listens to me. i hate it", "ok"]
    together = np.vstack(list(_sums(texts)))
    alone = np.vstack([sums for text in texts for sums in _sums([text])])
    assert together == pytest.approx(alone)
    assert together.any(axis=1).all()


def _sums(texts: list[str]) -> list[np.ndarray]:
    docs = list(build_pipeline().pipe(texts))
    passages, _ = passages_of(docs[0])
    told = [(at, one.hits) for at, doc in enumerate(docs) for one in by_lexicon(doc._.hits)]
    where = np.array([at for at, _ in told], dtype=np.int64)
    words = telling_columns().told(passages)
    return [*leanings(passages, words, texts=where, hits=[hits for _, hits in told]).sums]
