"""What is next for a person: each room says what it holds for them, the home page lists it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask

from core.people.models import User


@dataclass(frozen=True)
class NextThing:
    """One line on the home page. `weight` orders it: 0 is first (a child may be at risk), 9 last."""

    title: str
    says: str
    href: str
    weight: int = 5


Source = Callable[[User], Iterable[NextThing]]


def init_app(app: Flask, sources: Iterable[Source]) -> None:
    app.extensions["heard_home"] = tuple(sources)


def next_things(app: Flask, person: User) -> list[NextThing]:
    """Everything that waits for this person, most pressing first."""
    sources: tuple[Source, ...] = app.extensions["heard_home"]
    return sorted((thing for source in sources for thing in source(person)), key=lambda thing: thing.weight)
