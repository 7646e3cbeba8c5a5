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


class GrantRefused(ValueError):
    """A role that cannot be had in that scope; the message says why."""


ONLY_EVERYWHERE = "An administrator looks after everything, so this role is only given everywhere."


@dataclass(frozen=True)
class Grant:
    """One role and its scope: a team, a service area, or (neither) the whole authority. Raises GrantRefused."""

    role: Role
    team_id: UUID | None = None
    service_area_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.role is Role.administrator and (self.team_id or self.service_area_id):
            raise GrantRefused(ONLY_EVERYWHERE)

    def __str__(self) -> str:
        """As the trail holds it: `auditor everywhere`, `team_manager of team 0190…`."""
        if self.team_id:
            return f"{self.role.value} of team {self.team_id}"
        if self.service_area_id:
            return f"{self.role.value} of service area {self.service_area_id}"
        return f"{self.role.value} everywhere"


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
    given = set(grants)
    for grant in given:
        person.memberships.append(_membership(grant))
    db.session.flush()
    trail.record(
        action="added person", subject="user", subject_id=person.id, detail={"given": _in_trail(given)}
    )
    return person


def change_grants(*, person: User, grants: Iterable[Grant]) -> None:
    """Give a person exactly these roles; their sessions end."""
    wanted = set(grants)
    kept = {grant_of_membership(m): m for m in person.memberships}
    given, taken = wanted - kept.keys(), kept.keys() - wanted
    for grant in taken:
        person.memberships.remove(kept[grant])
    for grant in given:
        person.memberships.append(_membership(grant))
    end_all_sessions(person)
    db.session.flush()
    trail.record(
        action="changed roles",
        subject="user",
        subject_id=person.id,
        detail={"given": _in_trail(given), "taken": _in_trail(taken)},
    )


def set_active(*, person: User, active: bool) -> None:
    """Let a person in, or shut them out and end their sessions."""
    person.active = active
    end_all_sessions(person)
    db.session.flush()
    trail.record(
        action="enabled person" if active else "disabled person", subject="user", subject_id=person.id
    )


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


def rename_service_area(*, area: ServiceArea, name: str) -> None:
    """Call it something else. Its short name stays, as addresses and files hold it."""
    area.name = name
    db.session.flush()
    trail.record(action="renamed service area", subject="service area", subject_id=area.id)


def _in_trail(grants: Iterable[Grant]) -> str:
    return ", ".join(sorted(map(str, grants))) or "no role"


def _membership(grant: Grant) -> Membership:
    return Membership(role=grant.role, team_id=grant.team_id, service_area_id=grant.service_area_id)


def grant_of_membership(membership: Membership) -> Grant:
    return Grant(Role(membership.role), membership.team_id, membership.service_area_id)


def grants_of(person: User) -> list[Grant]:
    return [grant_of_membership(membership) for membership in person.memberships]
