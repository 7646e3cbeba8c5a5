"""How a thing is found: by its clause, turned by "not", weighed across "but", now before then."""

import time

import pytest

from nlp.pipeline import build_pipeline, read


def valence(text: str, theme: str) -> str:
    (reading,) = read([text])
    return next((str(found.valence) for found in reading.themes if found.theme == theme), "none")


@pytest.mark.parametrize(
    ("text", "theme", "expected"),
    [
        ("She listens to me.", "listened-to", "positive"),
        ("She never listens to me.", "listened-to", "negative"),
        ("Nobody listened to us.", "listened-to", "negative"),
        ("I feel safe here.", "feeling-safe", "positive"),
        ("I dont feel safe here.", "feeling-safe", "negative"),
        ("I used to be scared at home but now I feel safe.", "feeling-safe", "mixed"),
        ("My social worker is lovely but school is rubbish.", "worker-relationship", "positive"),
        ("My social worker is lovely but school is rubbish.", "school-learning", "negative"),
        ("Supervision is every month and it is excellent.", "supervision-support", "positive"),
        ("My caseload is far too high.", "workload-caseload", "negative"),
        ("i love my foster carers", "carers-placement", "positive"),
        ("I have a review on Tuesday.", "meetings-reviews", "neutral"),
        ("i miss my mum so much", "family-contact", "negative"),
    ],
)
def test_valence_follows_the_clause(text: str, theme: str, expected: str) -> None:
    assert valence(text, theme) == expected


def test_a_very_long_text_takes_no_longer_a_word_than_a_long_one() -> None:
    long, longer = (_seconds("my mum never rings back and i hate it. " * times) for times in (1_000, 8_000))
    assert longer < 20 * long


def _seconds(text: str) -> float:
    pipeline = build_pipeline()
    doc = pipeline.make_doc(text)
    began = time.process_time()
    for name in ("heard_words", "heard_clauses", "heard_lexicon", "heard_themes", "heard_valence"):
        doc = pipeline.get_pipe(name)(doc)
    return time.process_time() - began
