"""Texts that people labelled, as lines of JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.json_lines import BadLineError, BadTrainingDataError, objects_in

LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text with its labels; `question` is what it answers, `id` what its line is called, where these are known."""

    text: str
    labels: frozenset[str]
    question: str | None
    id: str | int | float | None = None


def labelled_lines(path: Path) -> list[LabelledText]:
    """The labelled texts of a JSON-lines file. Raises `BadTrainingDataError` with file and line."""
    found = []
    for number, row in objects_in(path):
        try:
            found.append(
                LabelledText(text_of(row), frozenset(_labels(row)), words_or_none(row, "question"), _id(row))
            )
        except BadLineError as bad:
            raise BadTrainingDataError(f"{path}:{number}: {bad}") from None
    return found


def repeated_ids(rows: Sequence[LabelledText]) -> int:
    """How many of `rows` have the id of an earlier one."""
    ids = [row.id for row in rows if row.id is not None]
    return len(ids) - len(set(ids))


def text_of(row: dict[str, Any]) -> str:
    """The text of a line. Raises `BadLineError`."""
    text = _given(row, "text")
    if not isinstance(text, str):
        raise BadLineError('"text" is not a string')
    return text


def list_of(row: dict[str, Any], name: str) -> list[Any]:
    """The list that a line calls `name`. Raises `BadLineError`."""
    found = _given(row, name)
    if not isinstance(found, list):
        raise BadLineError(f'"{name}" is not a list')
    return found


def _labels(row: dict[str, Any]) -> list[str]:
    labels = list_of(row, "labels")
    for label in labels:
        if not isinstance(label, str):
            raise BadLineError("a label is not a string")
        if not label.strip():
            raise BadLineError("a label is empty")
        if len(label) > LONGEST_LABEL:
            raise BadLineError(f"a label is longer than {LONGEST_LABEL} characters")
    return labels


def _given(row: dict[str, Any], name: str) -> Any:
    if name not in row:
        raise BadLineError(f'there is no "{name}"')
    return row[name]


def words_or_none(row: dict[str, Any], name: str) -> str | None:
    """The words that a line calls `name`, where it has any. Raises `BadLineError`."""
    words = row.get(name)
    if words is not None and not isinstance(words, str):
        raise BadLineError(f'"{name}" is not a string')
    return words


def _id(row: dict[str, Any]) -> str | int | float | None:
    found = row.get("id")
    if found is not None and not isinstance(found, str | int | float):
        raise BadLineError('"id" is not a string or a number')
    return found
