"""Texts are split as spaCy's tokenizer splits them, character by character."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from nlp.findings import FOUND_AT, Found
from nlp.lexis.passages import passages_of
from nlp.pipeline import build_pipeline

NLP = spacy.blank("en")
WORDS = (
    "dont",
    "She's",
    "mum",
    "etc",
    "x",
    "kim's",
    "Mr",
    "10",
    "pm",
    "zyxo",
    "PA",
    "gonna",
    "let's",
    "o'clock",
)
CHUNKS = st.tuples(
    st.sampled_from(("", "(", '"', "'")),
    st.sampled_from(WORDS) | st.text(alphabet="abcXYZ'", min_size=1, max_size=6),
    st.sampled_from(("", "'s", "'S")),
    st.sampled_from(("", ".", ",", "!", "?", ":", ";", ")", "...", "!!", ":)", '"')),
).map("".join)
TEXTS = st.lists(CHUNKS | st.sampled_from(("\n", "  ", "\t", "👍🏽", "")), max_size=8).map(" ".join)


def split(text: str) -> list[tuple[str, int, int]]:
    pipeline = build_pipeline()
    doc = Doc(pipeline.vocab)
    doc.user_data[FOUND_AT] = Found(text)
    passages, at = passages_of(pipeline.get_pipe("heard_words")(doc))
    start, end = passages.characters
    return list(zip(passages.norms_of(at), start.tolist(), end.tolist(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "She's my worker. She never rings, does she?",
        "  two  spaces\n\nand lines \n ",
        "dont, (gonna) \"let's\" etc. x. Mr. kim's.",
        "10:30 a.m. £50 co-worker",
    ],
)
def test_words_and_marks_stand_where_the_tokenizer_puts_them(text: str) -> None:
    assert split(text) == [(token.norm_, token.idx, token.idx + len(token)) for token in NLP.make_doc(text)]


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_any_text_is_split_as_the_tokenizer_splits_it(text: str) -> None:
    assert split(text) == [(token.norm_, token.idx, token.idx + len(token)) for token in NLP.make_doc(text)]
