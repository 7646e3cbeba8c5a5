"""From a definition to a form: the questions asked on one page, with CSRF, branching and what is required."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_wtf import FlaskForm

from core.questions.fields import FIELDS, AnswerField
from core.questions.kinds import Answers, Question, Statement
from core.questions.schema import QuestionSetDefinition
from core.questions.words import DEFAULT_LANGUAGE

PREFIX = "answer-"
"""Stands before each question's key in the page, so that no key can hide a part of the form."""


ELSEWHERE = "This goes with a different answer above. Change that answer, or move these words to another box."


@dataclass(frozen=True)
class Problem:
    """Something to put right: the words, and the input they are about."""

    text: str
    input: str

    @property
    def href(self) -> str:
        return f"#{self.input}"


class AnswerForm(FlaskForm):
    """A form over some or all questions of a set. Made by `form_for`."""

    definition: ClassVar[QuestionSetDefinition]
    keys: ClassVar[tuple[str, ...]]
    language: str = DEFAULT_LANGUAGE
    given_before: Mapping[str, Any]
    require: bool = True

    @property
    def asked(self) -> Iterator[tuple[Question, AnswerField | None]]:
        """Each question on this page with its field; a statement has none."""
        for key in self.keys:
            yield self.definition.by_key[key], self._fields.get(PREFIX + key)

    @property
    def answer_fields(self) -> Iterator[AnswerField]:
        return (field for field in self._fields.values() if isinstance(field, AnswerField))

    @property
    def answers(self) -> Answers:
        """The typed answers given on this page, once validated."""
        return {field.question.key: field.answer for field in self.answer_fields if field.answer is not None}

    @property
    def overlaid(self) -> Answers:
        """What was answered before, overlaid with this page."""
        before = {key: answer for key, answer in self.given_before.items() if key not in self.keys}
        return {**before, **self.answers}

    @property
    def all_answers(self) -> Answers:
        """What was answered before and on this page, without what branching hides."""
        return self.definition.only_shown(self.overlaid)

    @property
    def forged_or_expired(self) -> bool:
        """True where the page's own token was missing, wrong or too old."""
        return bool(self.errors.get(self.meta.csrf_field_name))

    @property
    def refused_with(self) -> int:
        """The status of the page that hands this form back."""
        return 400 if self.forged_or_expired else 422

    @property
    def problems(self) -> list[Problem]:
        """What has to be put right, in the order of the page."""
        return [
            Problem(text=str(error), input=field.names[0] if len(field.names) > 1 else field.id)
            for field in self.answer_fields
            for error in field.errors
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the token and each answer, then what the answers lead to.

        A required question counts only where it is shown. Words given to a question that the answers do not
        lead to are handed back with a reason, never thrown away; a pick there is left out.
        """
        fine = bool(super().validate(extra_validators))
        shown = {question.key for question in self.definition.shown(self.overlaid)}
        for field in self.answer_fields:
            question = field.question
            if question.key in shown:
                if self.require and question.required and field.answer is None and not field.errors:
                    field.errors = (f"Answer this question: {question.ask.said(self.language)}",)
            elif _has_words(field):
                field.answer, field.errors = None, (ELSEWHERE,)
            else:
                field.answer, field.errors = None, ()
        return fine and not any(field.errors for field in self.answer_fields)


def _has_words(field: AnswerField) -> bool:
    given = field.answer is not None or bool(field.errors)
    return given and field.question.kind in {"text", "grade"}


def form_for(
    definition: QuestionSetDefinition,
    *,
    questions: Collection[str] | None = None,
    answers: Mapping[str, Any] | None = None,
    language: str = DEFAULT_LANGUAGE,
    require: bool = True,
    **options: Any,
) -> AnswerForm:
    """A form over the questions with these keys (all, where none are named), filled with earlier answers.

    `require=False` takes a page with gaps, for saving as one goes. `options` go to Flask-WTF: `formdata`,
    `meta`.
    """
    wanted = (question.key for question in definition.questions)
    keys = tuple(key for key in wanted if questions is None or key in questions)
    given = dict(answers or {})
    form = _form_class(definition, keys)(data={PREFIX + key: given.get(key) for key in keys}, **options)
    form.language, form.given_before, form.require = language, given, require
    return form


def _form_class(definition: QuestionSetDefinition, keys: tuple[str, ...]) -> type[AnswerForm]:
    found: type[AnswerForm] | None = definition.form_classes.get(keys)
    if found is None:
        parts: dict[str, Any] = {"definition": definition, "keys": keys}
        for key in keys:
            question = definition.by_key[key]
            if not isinstance(question, Statement):
                parts[PREFIX + key] = FIELDS[question.kind](question)
        found = type("AnswerFormOf" + definition.key.title().replace("-", ""), (AnswerForm,), parts)
        definition.form_classes[keys] = found
    return found
