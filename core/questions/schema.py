"""A question set: what is asked of whom, in which order, in which words."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from core.questions.branching import FITTING_TESTS, Condition
from core.questions.kinds import Answers, Asked, Key, Question, Statement, Strict
from core.questions.words import DEFAULT_LANGUAGE, LANGUAGE_TAG, Words


class Audience(StrEnum):
    """Who a set is written for."""

    young_child = "young-child"
    young_person = "young-person"
    care_leaver = "care-leaver"
    parent_carer = "parent-carer"
    foster_carer = "foster-carer"
    practitioner = "practitioner"
    trainee = "trainee"
    partner = "partner"
    auditor = "auditor"


CHILDREN = frozenset({Audience.young_child, Audience.young_person, Audience.care_leaver})


CONSENT = "yes"


class AnswerAlert(Strict):
    """Answers that a person must look at though nobody wrote a word: a picked "being hurt", a 0 for safe."""

    when: Condition
    category: Key
    level: Literal["urgent", "review"]


class Section(Strict):
    """Questions that belong together. In a set with `order: choose`, one with a picture is a door to open."""

    key: Key
    title: Words
    help: Words | None = None
    guidance: Words | None = None
    picture: Key | None = None
    show_if: Condition | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class QuestionSetDefinition(Strict):
    """The whole of a question set. The same model reads the shipped YAML and the stored JSON."""

    key: Key
    title: Words
    about: Words | None = None
    purpose: Literal["feedback", "audit"] = "feedback"
    audience: Audience
    speaker: Literal["child", "family", "staff"]
    look: Literal["child", "public", "service"]
    layout: Literal["question", "section"] = "question"
    order: Literal["fixed", "choose"] = "fixed"
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = (DEFAULT_LANGUAGE,)
    reading_age: Annotated[int, Field(ge=5, le=18)]
    quote_consent: Key | None = None
    """The choice whose answer `yes` allows the words to be quoted, without anything that identifies."""
    alerts: tuple[AnswerAlert, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    def may_quote(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers allow quoting. Silence is a no."""
        return self.quote_consent is not None and answers.get(self.quote_consent) == CONSENT

    @property
    def doors(self) -> tuple[Section, ...]:
        """In a set with `order: choose`, the pictured sections, opened in any order; the rest comes after."""
        if self.order == "fixed":
            return ()
        return tuple(section for section in self.sections if section.picture)

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section of each question, by the question's key."""
        return {question.key: section for section in self.sections for question in section.questions}

    @cached_property
    def form_classes(self) -> dict[tuple[str, ...], type[Any]]:
        """The form made for each page so far, so that a definition is turned into classes once."""
        return {}

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def shown(self, answers: Mapping[str, Any]) -> list[Question]:
        """The questions that these answers lead to, in order.

        The answer to a question that is not shown counts as not given, so what hangs on it is not shown
        either.
        Conditions only look back, so one pass finds all.
        """
        counted: dict[str, Any] = {}
        found: list[Question] = []
        for section in self.sections:
            if section.show_if and not section.show_if.holds(counted):
                continue
            for question in section.questions:
                if question.show_if and not question.show_if.holds(counted):
                    continue
                found.append(question)
                if question.key in answers:
                    counted[question.key] = answers[question.key]
        return found

    def only_shown(self, answers: Answers) -> Answers:
        """The answers to the questions these answers lead to, in the order of the set."""
        return {
            question.key: answers[question.key]
            for question in self.shown(answers)
            if question.key in answers and not isinstance(question, Statement)
        }

    @model_validator(mode="after")
    def it_holds_together(self) -> Self:
        checks = (
            _repeated_keys,
            _bad_conditions,
            _bad_languages,
            _bad_for_children,
            _bad_consent,
            _bad_alerts,
        )
        if faults := [fault for check in checks for fault in check(self)]:
            raise ValidationError.from_exception_data(
                type(self).__name__,
                [
                    InitErrorDetails(
                        type=PydanticCustomError("question_set", "{what}", {"what": what}),
                        loc=where,
                        input=None,
                    )
                    for where, what in faults
                ],
            )
        return self


Fault: TypeAlias = tuple[tuple[int | str, ...], str]
"""Where in the set, and what is wrong there."""


def _places(definition: QuestionSetDefinition) -> Iterator[tuple[tuple[int | str, ...], Section | Asked]]:
    for at, section in enumerate(definition.sections):
        yield ("sections", at), section
        for which, question in enumerate(section.questions):
            yield ("sections", at, "questions", which), question


def _repeated_keys(definition: QuestionSetDefinition) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, part in _places(definition):
        if part.key in seen:
            yield (*where, "key"), f"the key {part.key!r} is used twice"
        seen.add(part.key)


def _bad_conditions(definition: QuestionSetDefinition) -> Iterator[Fault]:
    """Conditions on unknown, later or own questions, and tests that their question cannot meet."""
    every = {question.key: question for question in definition.questions}
    leads_to = {
        part.key: {test.question for test in part.show_if.tests() if test.question}
        for _, part in _places(definition)
        if part.show_if
    }
    asked: dict[str, Asked] = {}
    for where, part in _places(definition):
        for test in part.show_if.tests() if part.show_if else ():
            name = test.question or ""
            place = (*where, "show_if")
            if name not in every:
                yield place, f"it depends on {name!r}, and no question has that key"
            elif _reaches(name, part.key, leads_to):
                yield (
                    place,
                    f"it depends on {name!r}, which depends on {part.key!r}: a circle",
                )
            elif name not in asked:
                yield place, f"it depends on {name!r}, which is asked later"
            elif definition.order == "choose" and not _same_section(definition, name, part.key):
                yield place, f"it depends on {name!r} in another section, which may be opened later"
            else:
                yield from ((place, what) for what in _misfits(test, every[name]))
        if not isinstance(part, Section):
            asked[part.key] = part


def _reaches(start: str, goal: str, leads_to: Mapping[str, set[str]]) -> bool:
    waiting, seen = [start], set()
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(leads_to.get(here, ()))
    return False


def _same_section(definition: QuestionSetDefinition, one: str, other: str) -> bool:
    return any(
        one in keys and other in keys
        for keys in ({question.key for question in section.questions} for section in definition.sections)
    )


def _misfits(test: Condition, question: Question) -> Iterator[str]:
    if test.test not in FITTING_TESTS[question.kind]:
        yield f"{test.test!r} cannot be asked of {question.key!r}, which is of kind {question.kind}"
        return
    for value in test.values:
        if question.values is not None and value not in question.values:
            yield f"{value!r} is not an answer to {question.key!r}"


def _bad_languages(definition: QuestionSetDefinition) -> Iterator[Fault]:
    if DEFAULT_LANGUAGE not in definition.languages:
        yield ("languages",), "English (en) must be among the languages"
    for language in definition.languages:
        if not LANGUAGE_TAG.match(language):
            yield ("languages",), f"{language!r} is not a language tag such as en or cy"
    for where, words in _all_words(definition):
        missing = [language for language in definition.languages if language not in words.languages]
        if missing:
            yield where, f"no words for {', '.join(missing)}"


def _all_words(definition: QuestionSetDefinition) -> Iterator[tuple[tuple[int | str, ...], Words]]:
    """What is asked and offered: these must be there in each language of the set."""
    yield ("title",), definition.title
    for where, part in _places(definition):
        yield (
            (*where, "title" if isinstance(part, Section) else "ask"),
            part.title if isinstance(part, Section) else part.ask,
        )
        for at, option in enumerate(getattr(part, "options", ())):
            yield (*where, "options", at, "label"), option.label


def _bad_for_children(definition: QuestionSetDefinition) -> Iterator[Fault]:
    """A child may skip anything.

    Rationale: a child who must answer before going on says what gets them through, or leaves.
    """
    if definition.audience not in CHILDREN:
        return
    for where, part in _places(definition):
        if isinstance(part, Asked) and part.required:
            yield (*where, "required"), "nothing can be required of a child"


def _bad_consent(definition: QuestionSetDefinition) -> Iterator[Fault]:
    if definition.quote_consent is None:
        return
    question = next((each for each in definition.questions if each.key == definition.quote_consent), None)
    if question is None or question.kind != "choice" or CONSENT not in (question.values or ()):
        yield ("quote_consent",), "it must name a choice that can be answered with 'yes'"


def _bad_alerts(definition: QuestionSetDefinition) -> Iterator[Fault]:
    every = {question.key: question for question in definition.questions}
    for at, alert in enumerate(definition.alerts):
        for test in alert.when.tests():
            place = ("alerts", at, "when")
            if test.question not in every:
                yield place, f"it depends on {test.question!r}, and no question has that key"
            else:
                yield from ((place, what) for what in _misfits(test, every[test.question]))
