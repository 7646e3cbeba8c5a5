"""The way through a question set: which page comes next, and how far one has come. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.questions.kinds import Statement
from core.questions.schema import QuestionSetDefinition, Section


@dataclass(frozen=True)
class Page:
    """One page to answer: its key in the address, its section, and the questions on it."""

    key: str
    section: Section
    questions: tuple[str, ...]


def pages(definition: QuestionSetDefinition, answers: Mapping[str, Any]) -> list[Page]:
    """The pages these answers lead to, in the order of the set."""
    shown = definition.shown(answers)
    if definition.layout == "question":
        return [
            Page(question.key, definition.section_of[question.key], (question.key,)) for question in shown
        ]
    found = []
    for section in definition.sections:
        keys = tuple(question.key for question in shown if definition.section_of[question.key] is section)
        if keys:
            found.append(Page(section.key, section, keys))
    return found


def page_called(definition: QuestionSetDefinition, answers: Mapping[str, Any], key: str) -> Page | None:
    """The page with this key, None where these answers do not lead to it."""
    return next((page for page in pages(definition, answers) if page.key == key), None)


def page_of(definition: QuestionSetDefinition, question: str) -> str:
    """The key of the page that a question stands on."""
    return question if definition.layout == "question" else definition.section_of[question].key


def first_page(definition: QuestionSetDefinition, answers: Mapping[str, Any]) -> Page | None:
    """Where a set with a fixed order begins; None where the person picks a door."""
    return None if definition.doors else next(iter(pages(definition, answers)), None)


def door_page(definition: QuestionSetDefinition, answers: Mapping[str, Any], door: str) -> Page | None:
    """The first page behind a door."""
    return next((page for page in pages(definition, answers) if page.section.key == door), None)


def after_doors(definition: QuestionSetDefinition, answers: Mapping[str, Any]) -> Page | None:
    """The first page that is behind no door."""
    return next((page for page in pages(definition, answers) if page.section not in definition.doors), None)


def next_page(definition: QuestionSetDefinition, answers: Mapping[str, Any], here: Page) -> Page | None:
    """The page after this one; None at the end, or at the end of what is behind a door."""
    return _beside(definition, answers, here, 1)


def page_before(definition: QuestionSetDefinition, answers: Mapping[str, Any], here: Page) -> Page | None:
    """The page before this one; None at the start, or where one came in by a door."""
    return _beside(definition, answers, here, -1)


def _beside(
    definition: QuestionSetDefinition, answers: Mapping[str, Any], here: Page, step: int
) -> Page | None:
    way = [page for page in pages(definition, answers) if _same_way(definition, page, here)]
    keys = [page.key for page in way]
    at = keys.index(here.key) + step if here.key in keys else len(keys)
    return way[at] if 0 <= at < len(way) else None


def _same_way(definition: QuestionSetDefinition, page: Page, here: Page) -> bool:
    """Behind a door one stays in its section; elsewhere the way leads through all that has no door."""
    if here.section in definition.doors:
        return page.section is here.section
    return page.section not in definition.doors


def path(definition: QuestionSetDefinition, answers: Mapping[str, Any], here: Page | None) -> tuple[int, int]:
    """Which stepping stone one stands on and how many there are: one a section, or one a page behind a door.

    The last is looking it over, where `here` is None.
    """
    way = pages(definition, answers)
    if here is not None and here.section in definition.doors:
        behind = [page.key for page in way if page.section is here.section]
        return behind.index(here.key) + 1, len(behind)
    sections = list(dict.fromkeys(page.section.key for page in way if page.section not in definition.doors))
    total = len(sections) + 1
    return (sections.index(here.section.key) + 1 if here is not None else total), total


def holds_something(section: Section, answers: Mapping[str, Any]) -> bool:
    """Whether anything behind this door is answered: its window is lit."""
    return any(question.key in answers for question in section.questions)


def unanswered_required(definition: QuestionSetDefinition, answers: Mapping[str, Any]) -> str | None:
    """The first shown question that needs an answer and has none."""
    return next(
        (
            question.key
            for question in definition.shown(answers)
            if question.required and question.key not in answers and not isinstance(question, Statement)
        ),
        None,
    )
