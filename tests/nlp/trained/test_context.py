"""What is known of a message besides its words, and the examples that teach what it means."""

import math
from pathlib import Path

import pytest

from nlp.codebook import shipped_codebook
from nlp.findings import Speaker, Valence
from nlp.rulefiles import BadRuleFileError
from nlp.trained.context import ASKED, ASKED_WEIGHS, context_of
from nlp.trained.looking import Looking
from nlp.trained.seen import seen
from nlp.trained.weighing import CONTEXT_WEIGHS, Plain
from nlp.trained.worked import worked_examples

ANSWERS = """\
child: |
  family-contact+ | my brother
answers:
  What do you worry about?:
    child: |
      family-contact- | my brother
      | spiders
    staff: |
      workload-caseload- | the numbers
"""


def test_a_question_counts_as_much_whatever_its_length() -> None:
    for question in ("Worried?", "What do you worry about when you are at school, and whom do you tell?"):
        asked = context_of("", question)
        assert math.isclose(math.hypot(*asked.values()), ASKED_WEIGHS)
        assert f"{ASKED}worry" in asked


def test_what_is_not_known_says_nothing() -> None:
    assert context_of("") == {}
    assert context_of("child") == context_of("child", " ?! 7 ") == {"child": 1.0}
    assert len(context_of("", "wörd " * 100_000)) == 1


def test_a_feature_of_the_question_weighs_what_it_counts() -> None:
    context = context_of("family", "What helped?")
    texts = seen(Looking(shipped_codebook())(["the forms", "my worker"]), [context, context])
    plain = Plain.of(texts)
    assert set(plain.context) == set(context)
    row = plain.matrix(texts)[[0]].toarray()[0]
    for name, column in plain.context.items():
        assert math.isclose(row[column], CONTEXT_WEIGHS * context[name], rel_tol=1e-6)


def test_examples_may_stand_under_the_question_that_they_answer(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(ANSWERS)
    found = worked_examples(shipped_codebook(), tmp_path)
    assert [(one.question, one.text, one.speaker) for one in found] == [
        ("", "my brother", Speaker.child),
        ("What do you worry about?", "my brother", Speaker.child),
        ("What do you worry about?", "spiders", Speaker.child),
        ("What do you worry about?", "the numbers", Speaker.staff),
    ]
    assert [one.themes.get("family-contact") for one in found[:2]] == [Valence.positive, Valence.negative]


def test_an_answer_that_stands_twice_under_its_question_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(ANSWERS + "      | The numbers\n")
    with pytest.raises(BadRuleFileError, match=r"some\.yaml:\d+: stands twice: 'The numbers'"):
        worked_examples(shipped_codebook(), tmp_path)
