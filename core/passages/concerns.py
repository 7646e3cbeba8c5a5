"""A concern: why a person must look because somebody may not be safe. And the one way to say so, from any room.

Whoever finds a concern in words hands it over here; the room whose words they are raises the alert. `wsgi.py`
lists which does. So reading, which knows no alerts, and auditing, which has none of its own, both reach the
duty lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from flask import Flask, current_app

from core.passages import Room

Level = Literal["urgent", "review"]


@dataclass(frozen=True)
class Concern:
    """The category, how soon somebody must look, where, and what says so. No words.

    `question` is None where the answers themselves raised it; `start` and `end` are characters of the answer.
    `rule` names what found it, as `rule:<id>` or `model:<version>`; `chance` is how sure a model is, 0 to 1.
    """

    category: str
    level: Level
    question: str | None
    start: int = 0
    end: int = 0
    rule: str = ""
    chance: float | None = None


class Raise(Protocol):
    """Raises an alert in the running transaction about words of this source, and tells those on duty."""

    def __call__(self, *, source_id: UUID, team_id: UUID | None, concerns: Sequence[Concern]) -> None: ...


class Understand(Protocol):
    """Takes note in the running transaction that a person put all that this source says into English."""

    def __call__(self, *, source_id: UUID, by: UUID) -> None: ...


class NobodyToTell(Exception):
    """No room raises alerts for these words: the house is wired wrongly, and nothing may pass unseen."""


def init_app(app: Flask, raising: Mapping[Room, Raise], understood: Understand) -> None:
    app.extensions["heard_concerns"] = dict(raising)
    app.extensions["heard_understood"] = understood


def raise_concerns(*, room: Room, source_id: UUID, team_id: UUID | None, concerns: Sequence[Concern]) -> None:
    """Let the room of these words raise an alert, where there is any concern. Raises NobodyToTell."""
    if not concerns:
        return
    raising: Mapping[Room, Raise] = current_app.extensions["heard_concerns"]
    if room not in raising:
        raise NobodyToTell(room)
    raising[room](source_id=source_id, team_id=team_id, concerns=concerns)


def words_understood(*, source_id: UUID, by: UUID) -> None:
    """A person put all that this source says into English: whoever waits only for that need wait no longer."""
    understood: Understand = current_app.extensions["heard_understood"]
    understood(source_id=source_id, by=by)
