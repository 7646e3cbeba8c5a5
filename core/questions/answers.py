"""From answers to what is kept and shown: typed answers, the words in them, and how they read on a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.days import day_in_words
from core.questions.kinds import (
    DOES_NOT_APPLY,
    NOT_APPLICABLE,
    Answer,
    Answers,
    DateQuestion,
    FacesQuestion,
    GradeQuestion,
    Pickable,
    Question,
    ScaleQuestion,
    TextQuestion,
)
from core.questions.raw import AnswerRefused
from core.questions.schema import QuestionSetDefinition
from core.questions.words import DEFAULT_LANGUAGE


@dataclass(frozen=True)
class GivenWords:
    """Free text somebody gave, the key of the question it answers, and the question in English."""

    question: str
    words: str
    asked: str


def words_given(definition: QuestionSetDefinition, answers: Mapping[str, Any]) -> Iterator[GivenWords]:
    """The free text in these answers that becomes passages: text, and the reasons for grades."""
    for question in definition.questions:
        answer = answers.get(question.key)
        if answer is None:
            continue
        if isinstance(question, TextQuestion) and question.passage:
            yield GivenWords(question.key, answer, question.ask.said())
        elif isinstance(question, GradeQuestion):
            yield GivenWords(question.key, answer["reason"], question.ask.said())


def read_answers(definition: QuestionSetDefinition, raw: Mapping[str, Any]) -> tuple[Answers, dict[str, str]]:
    """Typed answers from raw ones by question key, and what is wrong by key.

    An unknown key, and words given where the other answers do not lead, are wrong. Nothing is guessed.
    """
    wrong = {key: "No question has this name." for key in raw if key not in definition.by_key}
    typed: Answers = {}
    for key, value in raw.items():
        if key in wrong:
            continue
        try:
            answer = definition.by_key[key].read(value)
        except AnswerRefused as refused:
            wrong[key] = str(refused)
        else:
            if answer is not None:
                typed[key] = answer
    shown: Answers = {}
    for question in definition.shown(typed):
        if question.key in typed:
            shown[question.key] = typed[question.key]
        elif question.required:
            wrong.setdefault(question.key, "This question needs an answer.")
    if len(shown) < len(typed) and not wrong:
        for given in words_given(definition, typed):
            if given.question not in shown:
                wrong[given.question] = "The other answers do not lead to this question."
    return shown, wrong


def said(question: Question, answer: Answer | None, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """How an answer reads, one line each; no lines where nothing was answered."""
    if answer is None:
        return []
    if isinstance(question, Pickable):
        picked = answer if isinstance(answer, list) else [str(answer)]
        return [question.option(key).label.said(language) for key in picked]
    if isinstance(question, FacesQuestion):
        return [question.face_set.face(int(str(answer))).label.said(language)]
    if isinstance(question, ScaleQuestion):
        return [f"{answer} out of 10"]
    if isinstance(question, DateQuestion):
        return [day_in_words(date.fromisoformat(str(answer)))]
    if isinstance(question, GradeQuestion) and isinstance(answer, dict):
        grade = answer["grade"]
        label = (
            DOES_NOT_APPLY
            if grade == NOT_APPLICABLE
            else question.grade_scale.grade(grade).label.said(language)
        )
        return [label, answer["reason"]]
    return [str(answer)]
