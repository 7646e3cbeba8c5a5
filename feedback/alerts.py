"""Alerts: raised with the response, told to the duty lead at once, closed by a person only."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from core import mail, trail
from core.db import db
from core.passages import Room
from core.passages.concerns import Concern, Level
from core.people.models import Authority, User
from core.settings import settings
from feedback.duty import rota
from feedback.models import Alert, AlertEvent, Response
from feedback.screening import worst_level
from nlp.screening.sureness import unsure

ADDRESS = "/alerts"
"""Where alerts are looked at: mails are also sent by the worker, which serves no page."""

A_DAY = timedelta(hours=24)

TRANSLATED = "I translated these words into English. The screen then read the English."
"""The reason that stands where a translation closed an alert."""


class AlertRefused(ValueError):
    """Something that cannot be done to this alert now. Its words are for the duty lead."""


def raise_alert(*, response: Response, concerns: Sequence[Concern], tell: bool = True) -> Alert:
    """Keep an alert for this response in the running transaction and tell whoever is on duty."""
    return _raise("feedback", response.id, response.team_id, concerns, tell=tell)


def raise_for_response(*, source_id: UUID, team_id: UUID | None, concerns: Sequence[Concern]) -> None:
    """The same, for words of a response that somebody else found a concern in."""
    _raise("feedback", source_id, team_id, concerns)


def raise_for_review(*, source_id: UUID, team_id: UUID | None, concerns: Sequence[Concern]) -> None:
    """The same, for what a child or family said to an auditor."""
    _raise("audit", source_id, team_id, concerns)


def _raise(
    room: Room, source_id: UUID, team_id: UUID | None, concerns: Sequence[Concern], *, tell: bool = True
) -> Alert:
    now, level = datetime.now(UTC), worst_level(concerns)
    alert = Alert(
        room=room,
        source_id=source_id,
        response_id=source_id if room == "feedback" else None,
        team_id=team_id,
        level=level,
        categories=sorted({concern.category for concern in concerns}),
        findings=[asdict(concern) for concern in concerns],
        unsure=unsure(concern.chance for concern in concerns),
        raised_at=now,
        acknowledge_by=now + time_to_acknowledge(level),
    )
    db.session.add(alert)
    db.session.flush()
    _note(alert, "raised")
    if not tell:
        return alert
    told = _tell(rota().on_duty(alert.team_id), alert, template="alert_raised", subject=title_of(alert))
    _note(alert, "mailed", number=told)
    return alert


def title_of(alert: Alert) -> str:
    """What an alert says at once, on its page and as the subject of its mail."""
    return "Words in a language we cannot read" if alert.only_unreadable else "Someone may not be safe"


def acknowledge(*, alert: Alert, person: User) -> None:
    """A person has it now. The first one counts; a second is told who."""
    if alert.acknowledged_at is not None:
        raise AlertRefused(f"{alert.acknowledged_by.name if alert.acknowledged_by else 'Somebody'} has it.")
    alert.acknowledged_at, alert.acknowledged_by_id = datetime.now(UTC), person.id
    _note(alert, "acknowledged", person=person)
    trail.record(action="acknowledged alert", subject="alert", subject_id=alert.id)


def close(*, alert: Alert, person: User, because: str) -> None:
    """A person has done what had to be done, and says what."""
    if alert.acknowledged_at is None:
        raise AlertRefused("Say that you have it before you close it.")
    if alert.closed_at is not None:
        raise AlertRefused("This alert is closed already.")
    alert.closed_at, alert.closed_by_id, alert.closed_because = datetime.now(UTC), person.id, because
    _note(alert, "closed", person=person)
    trail.record(action="closed alert", subject="alert", subject_id=alert.id)


def close_as_translated(*, source_id: UUID, by: UUID) -> None:
    """A person put these words into English: an alert that nobody has taken, and that waited only for it, is done.

    Rationale: the English was screened as it was saved, and raised its own alert if there was a reason. One with a
    word of alarm in it stays: somebody on duty must look.
    """
    person = db.session.get_one(User, by)
    waiting = db.session.scalars(
        select(Alert)
        .where(Alert.source_id == source_id, Alert.acknowledged_at.is_(None), Alert.level == "review")
        .with_for_update(of=Alert)
    )
    for alert in waiting.all():
        if alert.only_unreadable:
            acknowledge(alert=alert, person=person)
            close(alert=alert, person=person, because=TRANSLATED)


def note_reading(*, alert: Alert, person: User) -> None:
    """Somebody reads the original words."""
    _note(alert, "read", person=person)
    trail.record(
        action="read original words",
        subject="response" if alert.room == "feedback" else "review",
        subject_id=alert.source_id,
        detail={"alert": str(alert.id)},
    )


def escalate(*, alert: Alert) -> None:
    """Nobody has taken it in time: tell those above as well, and again after the same time."""
    now = datetime.now(UTC)
    alert.escalated_at = alert.escalated_at or now
    alert.acknowledge_by = now + time_to_acknowledge(alert.level)
    on, team_id = rota(), alert.team_id
    people = {*on.on_duty(team_id), *on.above_of(team_id)}
    told = _tell(people, alert, template="alert_escalated", subject="Nobody has taken this alert yet")
    _note(alert, "escalated", number=told)


def overdue() -> list[Alert]:
    """Alerts that nobody has acknowledged in time, oldest first, locked so that two sweeps tell once."""
    return list(
        db.session.scalars(
            select(Alert)
            .where(Alert.acknowledged_at.is_(None), Alert.acknowledge_by <= datetime.now(UTC))
            .order_by(Alert.acknowledge_by)
            .with_for_update(skip_locked=True)
        )
    )


def time_to_acknowledge(level: Level | str) -> timedelta:
    """How long an alert may wait for somebody to take it: minutes where it is urgent, a day where it is for today."""
    if level == "review":
        return A_DAY
    minutes = db.session.scalar(select(Authority.acknowledge_minutes))
    return timedelta(minutes=minutes or 30)


def tell_of_many(raised: Sequence[Alert]) -> None:
    """One mail a person about alerts that came in together, however many they are."""
    for_each: dict[User, int] = {}
    now = rota()
    for alert in raised:
        people = now.on_duty(alert.team_id)
        for person in people:
            for_each[person] = for_each.get(person, 0) + 1
        _note(alert, "mailed", number=len(people))
    for person, number in for_each.items():
        mail.send(
            to=person.email,
            subject="Words that were brought in need a look",
            template="alerts_imported",
            name=person.name,
            number=number,
            address=f"{settings().base_url.rstrip('/')}{ADDRESS}/",
        )


def _tell(people: Iterable[User], alert: Alert, *, template: str, subject: str) -> int:
    """Mail each person. The mail holds no words and no name, only that there is something to look at."""
    address = f"{settings().base_url.rstrip('/')}{ADDRESS}/{alert.id}"
    told = sorted(people, key=lambda person: person.email)
    for person in told:
        mail.send(
            to=person.email,
            subject=subject,
            template=template,
            name=person.name,
            urgent=alert.level == "urgent",
            unreadable=alert.only_unreadable,
            unsure=alert.unsure,
            address=address,
        )
    return len(told)


def _note(alert: Alert, what: str, *, person: User | None = None, number: int | None = None) -> None:
    db.session.add(
        AlertEvent(
            alert_id=alert.id,
            what=what,
            at=datetime.now(UTC),
            person_id=person.id if person else None,
            number=number,
        )
    )
    db.session.flush()
