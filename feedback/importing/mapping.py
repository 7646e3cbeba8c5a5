"""From a row's cells to answers: which column is which question, and which is the day."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.questions.answers import read_answers
from core.questions.kinds import Answers, Pickable, Question
from core.questions.schema import QuestionSetDefinition
from feedback.importing.reading import FileRefused, Found

DAY = "day"
DAY_FIRST = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


@dataclass(frozen=True)
class Taken:
    """A row that can be kept."""

    answers: Answers
    on: dt.date


class RowRefused(ValueError):
    """A row that cannot be kept, and why."""


def columns_for(
    definition: QuestionSetDefinition, columns: Iterable[str], given: Mapping[str, str]
) -> dict[str, str]:
    """The question (or `day`) of each column that has one: as given, else by key, else by the question's words.

    Raises FileRefused where a given column or question does not exist, or where nothing fits.
    """
    columns = list(columns)
    for column, question in given.items():
        if column not in columns:
            raise FileRefused(f"--map: the file has no column {column!r}. It has: {', '.join(columns)}")
        if question != DAY and question not in definition.by_key:
            raise FileRefused(
                f"--map: no question is called {question!r}. There are: {', '.join(definition.by_key)}"
            )
    by_name = {DAY: DAY, "date": DAY}
    for asked in definition.questions:
        by_name[asked.ask.said().casefold()] = asked.key
        by_name[asked.key] = asked.key
    found = {column: given.get(column) or by_name.get(column.strip().casefold()) for column in columns}
    fitting = {column: question for column, question in found.items() if question}
    if not set(fitting.values()) - {DAY}:
        raise FileRefused(
            "no column fits a question. Say which is which with --map COLUMN=QUESTION. "
            f"Questions: {', '.join(definition.by_key)}"
        )
    taken = list(fitting.values())
    for question in taken:
        if taken.count(question) > 1:
            raise FileRefused(f"two columns answer {question!r}: leave one out with --map")
    return fitting


def read_row(
    definition: QuestionSetDefinition, columns: Mapping[str, str], found: Found, *, today: dt.date
) -> Taken | None:
    """The answers in a row, None where its mapped cells are all empty. Raises RowRefused."""
    if found.wrong:
        raise RowRefused(found.wrong)
    raw: dict[str, Any] = {}
    on = today
    for column, name in columns.items():
        cell = found.cells.get(column)
        if cell is None or cell == "":
            continue
        if name == DAY:
            on = _day(cell, today)
        else:
            raw[name] = _loosely(definition.by_key[name], cell)
    answers, wrong = read_answers(definition, raw)
    if wrong:
        raise RowRefused("; ".join(f"{key}: {why}" for key, why in wrong.items()))
    return Taken(answers, on) if answers else None


def _day(cell: Any, today: dt.date) -> dt.date:
    text = str(cell).strip()
    if parts := DAY_FIRST.match(text):
        day, month, year = (int(part) for part in parts.groups())
        text = f"{year:04}-{month:02}-{day:02}"
    try:
        on = dt.date.fromisoformat(text[:10])
    except ValueError:
        raise RowRefused(f"day: {text[:20]!r} is not a date such as 2026-03-27 or 27/03/2026") from None
    if not dt.date(1990, 1, 1) <= on <= today:
        raise RowRefused("day: give a day that is not in the future")
    return on


def _loosely(question: Question, cell: Any) -> Any:
    """A cell as the question takes it: picks may be given by their words, several of them apart by `;`."""
    if isinstance(question, Pickable) and question.kind == "choices":
        parts = cell if isinstance(cell, list) else str(cell).split(";")
        return [_picked(question, part) for part in parts if str(part).strip()]
    if question.values is not None and question.kind != "grade":
        return _picked(question, cell)
    if question.kind == "text" and isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(cell)
    return cell


def _picked(question: Question, cell: Any) -> Any:
    if isinstance(cell, bool | list | dict):
        return cell
    if cell in (question.values or ()):
        return cell
    wanted = str(cell).strip().casefold()
    for offered in question.offered("en"):
        if wanted in (offered.value.casefold(), offered.label.casefold()):
            return offered.value
    return str(cell).strip()
