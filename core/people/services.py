"""Writes about people and teams. Each flushes; the request or the command commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex, token_urlsafe
from uuid import UUID

from flask_security import hash_password
from sqlalchemy import select

from core import trail
from core.db import db
from core.people.models import Authority, Membership, Role, ServiceArea, Team, User
from core.people.sign_in import end_all_sessions


class EmailTaken(Exception):
    """Somebody here already has this address."""


@dataclass(frozen=True)
class Grant:
    """One role and its scope: a team, a service area, or (neither) the whole authority."""

    role: Role
    team_id: UUID | None = None
    service_area_id: UUID | None = None


def authority() -> Authority:
    """The authority this installation serves."""
    return db.session.scalars(select(Authority)).one()


def create_person(
    *, name: str, email: str, grants: Iterable[Grant] = (), password: str | None = None
) -> User:
    """Add a person. Without a password nobody can sign in until one is chosen through the mailed link.

    Raises EmailTaken.
    """
    address = email.strip().lower()
    if db.session.scalars(select(User.id).where(User.email == address)).first():
        raise EmailTaken(address)
    person = User(
        name=name.strip(),
        email=address,
        password=hash_password(password or token_urlsafe(32)),
        active=True,
        fs_uniquifier=token_hex(32),
        preferences={},
    )
    db.session.add(person)
    for grant in grants:
        person.memberships.append(_membership(grant))
    db.session.flush()
    trail.record(action="added person", subject="user", subject_id=person.id)
    return person


def change_grants(*, person: User, grants: Iterable[Grant]) -> None:
    """Give a person exactly these roles; their sessions end."""
    wanted = set(grants)
    kept = {grant_of_membership(m): m for m in person.memberships}
    for grant, membership in kept.items():
        if grant not in wanted:
            person.memberships.remove(membership)
    for grant in sorted(wanted - kept.keys(), key=str):
        person.memberships.append(_membership(grant))
    end_all_sessions(person)
    db.session.flush()
    trail.record(
        action="changed roles",
        subject="user",
        subject_id=person.id,
        detail={"roles": ", ".join(sorted({grant.role for grant in wanted}))},
    )


def set_active(*, person: User, active: bool) -> None:
    """Let a person in, or shut them out and end their sessions."""
    person.active = active
    end_all_sessions(person)
    db.session.flush()
    trail.record(
        action="enabled person" if active else "disabled person", subject="user", subject_id=person.id
    )


def set_password(*, person: User, password: str) -> None:
    person.password = hash_password(password)
    end_all_sessions(person)
    db.session.flush()
    trail.record(action="changed password", subject="user", subject_id=person.id)


def forget_second_step(*, person: User) -> None:
    """Remove a lost second factor: the person sets a new one at the next sign-in."""
    person.tf_primary_method = person.tf_totp_secret = person.tf_last_counter = None
    person.mf_recovery_codes = None
    end_all_sessions(person)
    db.session.flush()
    trail.record(action="removed second factor", subject="user", subject_id=person.id)


def create_team(*, name: str, slug: str, service_area: ServiceArea) -> Team:
    team = Team(name=name, slug=slug, service_area_id=service_area.id)
    db.session.add(team)
    db.session.flush()
    trail.record(action="added team", subject="team", subject_id=team.id)
    return team


def create_service_area(*, name: str, slug: str) -> ServiceArea:
    area = ServiceArea(name=name, slug=slug)
    db.session.add(area)
    db.session.flush()
    trail.record(action="added service area", subject="service area", subject_id=area.id)
    return area


def _membership(grant: Grant) -> Membership:
    return Membership(role=grant.role, team_id=grant.team_id, service_area_id=grant.service_area_id)


def grant_of_membership(membership: Membership) -> Grant:
    return Grant(Role(membership.role), membership.team_id, membership.service_area_id)


def grants_of(person: User) -> list[Grant]:
    return [grant_of_membership(membership) for membership in person.memberships]
