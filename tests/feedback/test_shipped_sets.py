"""The shipped sets: written for their readers, and whole."""

from collections.abc import Iterator

import pytest
import textstat

from core.pages.assets import SYMBOLS
from core.questions.schema import CHILDREN, QuestionSetDefinition
from feedback.shipped import SHIPPED

SETS = pytest.mark.parametrize("definition", SHIPPED.values(), ids=SHIPPED.keys())
FIRST_YEAR_AGE = 6
"""A text for the first year of school is read at six: the index counts years of school."""


def sentences(definition: QuestionSetDefinition) -> Iterator[str]:
    """Everything a person reads, as sentences."""
    words = [definition.title, definition.about]
    for section in definition.sections:
        words += [section.title, section.help]
        for question in section.questions:
            words += [question.ask, question.help]
            words += [option.label for option in getattr(question, "options", ())]
    for each in words:
        if each is not None:
            yield each.said() if each.said()[-1] in ".?!" else each.said() + "."


def test_four_sets_are_shipped() -> None:
    assert set(SHIPPED) == {"three-houses", "tell-us", "parents-and-carers", "staff-survey"}


@SETS
def test_a_set_can_be_read_at_the_age_it_is_for(definition: QuestionSetDefinition) -> None:
    whole = " ".join(sentences(definition))
    age = (
        FIRST_YEAR_AGE
        + max(textstat.automated_readability_index(whole), textstat.coleman_liau_index(whole))
        - 1
    )
    assert age <= definition.reading_age


@SETS
def test_the_promised_reading_age_is_low_enough(definition: QuestionSetDefinition) -> None:
    assert definition.reading_age <= {"young-child": 7, "practitioner": 10}.get(definition.audience, 9)


@SETS
def test_no_sentence_is_long(definition: QuestionSetDefinition) -> None:
    most = 14 if definition.audience == "young-child" else 20
    long = [
        sentence
        for each in sentences(definition)
        for sentence in each.replace("?", ".").split(".")
        if len(sentence.split()) > most
    ]
    assert long == []


@SETS
def test_every_picture_is_drawn(definition: QuestionSetDefinition) -> None:
    pictures = {section.picture for section in definition.sections} | {
        option.picture for question in definition.questions for option in getattr(question, "options", ())
    }
    assert [name for name in pictures if name and not (SYMBOLS / f"{name}.svg").exists()] == []


@SETS
def test_everybody_is_asked_whether_their_words_may_be_quoted(definition: QuestionSetDefinition) -> None:
    assert definition.quote_consent == "may-share"
    assert definition.may_quote({"may-share": "yes"})
    assert not definition.may_quote({})


@SETS
def test_nobody_is_asked_how_likely_they_are_to_recommend(definition: QuestionSetDefinition) -> None:
    whole = " ".join(sentences(definition)).lower()
    assert "likely" not in whole
    assert "recommend" not in whole


def test_children_may_leave_out_everything() -> None:
    for definition in SHIPPED.values():
        if definition.audience in CHILDREN:
            assert not any(question.required for question in definition.questions)
