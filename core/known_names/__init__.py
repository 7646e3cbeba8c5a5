"""Names the authority itself knows, so that they are found in messages wherever they stand.

Each room says what it knows, as with the home page: the staff directory, the administrator's lists, the case
files of an audit. Nothing is copied: the names are asked for where they are kept, and only the worker that
reads messages asks.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db import db

# The job that looks again at what was said before, once names were added. The room that reads messages does it.
LOOK_AGAIN = "known_names.look_again"


class Kind(StrEnum):
    """What a known name is the name of."""

    person = "person"
    school = "school"
    place = "place"
    reference = "reference"


class Known(NamedTuple):
    """One name, as it is written."""

    kind: Kind
    words: str


class Source(NamedTuple):
    """`names` gives what one room knows; `stamp` changes whenever that would change, and costs little."""

    stamp: Callable[[], str]
    names: Callable[[], Iterable[Known]]


def init_app(app: Flask, sources: Iterable[Source]) -> None:
    app.extensions["heard_known_names"] = tuple(sources)


def stamp_of(column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> str:
    """Changes when a row comes, goes or holds something else in `column`: one cheap query."""
    written = func.hashtextextended(cast(column, Text), 0)
    number, total = db.session.execute(select(func.count(column), func.sum(written))).one()
    return f"{number}.{total}"


def stamp() -> tuple[str, ...]:
    """Changes whenever any room's names do."""
    return tuple(source.stamp() for source in _sources())


def every_name() -> list[Known]:
    """All names of all rooms, opened."""
    return [known for source in _sources() for known in source.names()]


def _sources() -> tuple[Source, ...]:
    found: tuple[Source, ...] = current_app.extensions["heard_known_names"]
    return found
