"""After a response: how far we have come with it, our answer, and what the person writes back."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from core import trail
from core.days import today
from core.db import db
from core.jobs import nudge
from core.passages import write_passage
from core.people.models import User
from feedback.alerts import raise_alert
from feedback.models import ConversationMessage, Progress, Response
from nlp.screening.concerns import concerns_in_words

MOST_OF_THEIRS = 20


class NoMoreRoom(ValueError):
    """They have written as often as one can; these words are not kept."""


SAYS: dict[Progress, str] = {
    Progress.received: "We have your words",
    Progress.read: "Someone has read them",
    Progress.talking: "We are talking about them",
    Progress.changed: "Something has changed",
    Progress.cannot: "We cannot change it, and we say why",
}
"""How each stage reads to the person who spoke."""


def stages_of(response: Response) -> tuple[list[str], int]:
    """The stages on the way as words, and the number reached, from 1."""
    ends = Progress.cannot if response.progress == Progress.cannot else Progress.changed
    way = [Progress.received, Progress.read, Progress.talking, ends]
    return [SAYS[stage] for stage in way], way.index(Progress(response.progress)) + 1


def messages_of(response: Response) -> list[ConversationMessage]:
    return list(
        db.session.scalars(
            select(ConversationMessage)
            .where(ConversationMessage.response_id == response.id)
            .order_by(ConversationMessage.position)
        )
    )


def reply_key(message: ConversationMessage) -> str:
    """What a concern in something that was written back calls the question."""
    return f"reply {message.position}"


def may_write(response: Response) -> bool:
    """Whether the person may write once more."""
    theirs = select(func.count()).where(
        ConversationMessage.response_id == response.id, ~ConversationMessage.ours
    )
    return (db.session.scalar(theirs) or 0) < MOST_OF_THEIRS


def move_on(*, response: Response, to: Progress) -> None:
    """Say how far we have come."""
    if response.progress != to:
        response.progress, response.progress_on = to.value, today()
        trail.record(
            action="moved response on", subject="response", subject_id=response.id, detail={"to": to.value}
        )


def write_ours(*, response: Response, words: str, person: User) -> ConversationMessage:
    """Answer the person who spoke."""
    _wait_for_our_turn(response)
    message = _write(response, words, person)
    trail.record(action="answered response", subject="response", subject_id=response.id)
    return message


def written_back() -> ColumnElement[bool]:
    """Responses to which somebody has written something that nobody who answers has seen."""
    return (
        select(ConversationMessage.id)
        .where(
            ConversationMessage.response_id == Response.id,
            ~ConversationMessage.ours,
            ConversationMessage.read_on.is_(None),
        )
        .exists()
    )


def readable_up_to(messages: Sequence[ConversationMessage]) -> int:
    """The position of the last message before one whose words are still being made ready; 0 where there is none."""
    up_to = 0
    for message in messages:
        if not message.ours and (message.passage is None or message.passage.redacted is None):
            break
        up_to = message.position
    return up_to


def note_read(*, response: Response, up_to: int) -> None:
    """Somebody who answers has seen what was written back, as far as this position."""
    for message in messages_of(response):
        if not message.ours and message.read_on is None and message.position <= up_to:
            message.read_on = today()


def write_theirs(*, response: Response, words: str) -> None:
    """Keep what the person writes back, screened and read like the first time. Sent twice is kept once.

    Raises NoMoreRoom where they have written very often.
    """
    _wait_for_our_turn(response)
    messages = messages_of(response)
    if messages and not messages[-1].ours and messages[-1].words == words:
        return
    if not may_write(response):
        raise NoMoreRoom
    message = _write(response, words, None)
    passage = write_passage(
        room="feedback",
        source_id=response.id,
        question="reply",
        speaker=response.version.asks.speaker,
        words=words,
        on=message.day,
        team_id=response.team_id,
    )
    message.passage_id = passage.id
    concerns = concerns_in_words(words, question=reply_key(message), speaker=response.version.asks.speaker)
    if concerns:
        raise_alert(response=response, concerns=concerns)
    nudge("nlp.read_passages", passage_ids=[passage.id])


def _wait_for_our_turn(response: Response) -> None:
    """One at a time writes to a response, until the transaction ends."""
    db.session.scalars(select(Response.id).where(Response.id == response.id).with_for_update()).one()


def _write(response: Response, words: str, person: User | None) -> ConversationMessage:
    last = select(func.max(ConversationMessage.position)).where(
        ConversationMessage.response_id == response.id
    )
    message = ConversationMessage(
        response_id=response.id,
        position=(db.session.scalar(last) or 0) + 1,
        ours=person is not None,
        written_by_id=person.id if person else None,
        day=today(),
        words=words,
    )
    db.session.add(message)
    db.session.flush()
    return message
