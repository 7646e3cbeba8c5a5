"""A chunk too long for spaCy is split by a rule of our own, and spaCy is asked for nothing long."""

import pytest
import spacy
from spacy.tokens import Doc

from nlp.benches.hostile_texts import hostile_texts
from nlp.lexis.cleaning import clean
from nlp.lexis.tokenizing import LONGEST, LinearTokenizer, english
from nlp.pipeline import build_pipeline
from tests.nlp.lexis.test_splitting import split

HELD = [
    "!" * 1_000,
    "die" + "😀" * 300,
    "(" * 250 + "help" + ")" * 250,
    "no..." * 60,
    "x" * 500,
    "ab1" * 100 + "'s",
]

HOSTILE = hostile_texts(5_000)


class Asked:
    """spaCy's tokenizer, which remembers what it was asked for."""

    def __init__(self) -> None:
        self._tokenizer = spacy.blank("en").tokenizer
        self.vocab, self.rules = self._tokenizer.vocab, self._tokenizer.rules
        self.texts: list[str] = []

    def __call__(self, text: str) -> Doc:
        self.texts.append(text)
        doc: Doc = self._tokenizer(text)
        return doc


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_spacy_is_asked_once_for_each_character_and_for_no_long_chunk(text: str) -> None:
    asked, cleaned = Asked(), clean(text).text
    assert LinearTokenizer(asked)(cleaned).text == cleaned
    assert sum(map(len, asked.texts)) <= len(cleaned)
    assert all(len(chunk) <= LONGEST for one in asked.texts for chunk in one.split())


@pytest.mark.parametrize("chunk", HELD, ids=[chunk[:5] for chunk in HELD])
def test_words_and_marks_of_a_long_chunk_are_tokens_that_stand_where_they_stood(chunk: str) -> None:
    text = f"i want,  to {chunk} now {chunk}\n{chunk}"
    doc = english().make_doc(text)
    assert doc.text == text
    assert split(text) == [
        (one.norm_, one.idx, one.idx + len(one)) for one in build_pipeline().make_doc(text)
    ]
    assert [one.text for one in english().make_doc(f"die{'!' * 300}")] == ["die", *"!" * 300]


@pytest.mark.parametrize("chunk", ["!" * LONGEST, "die" + "😀" * (LONGEST - 3), "(help)" * 30])
def test_a_chunk_that_is_not_too_long_is_split_as_spacy_splits_it(chunk: str) -> None:
    text = f"i want to {chunk} now"
    assert [one.text for one in english().make_doc(text)] == [
        one.text for one in spacy.blank("en").make_doc(text)
    ]
