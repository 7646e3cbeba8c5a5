"""Made-up authority, teams and people, one factory per model."""

from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import Any
from uuid import UUID

import factory
from flask_security import hash_password

from core.db import db
from core.people.models import Membership, Role, ServiceArea, Team, User

PASSWORD = "seven quiet hedgehogs dance"


@dataclass(frozen=True)
class Moment:
    day: date
    row: UUID


FIRST_OF_MAY = Moment(date(2026, 5, 1), UUID("7a0f6cb5-2f6f-4b67-9d0c-6f1a2b3c4d5e"))


class Kept(factory.Factory):  # type: ignore[misc]
    """Adds what it makes to the session and flushes."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **values: Any) -> Any:
        row = model_class(*args, **values)
        db.session.add(row)
        db.session.flush()
        return row


class ServiceAreaFactory(Kept):
    class Meta:
        model = ServiceArea

    name = factory.Sequence(lambda n: f"Area {n}")
    slug = factory.Sequence(lambda n: f"area-{n}")


class TeamFactory(Kept):
    class Meta:
        model = Team

    class Params:
        area = factory.SubFactory(ServiceAreaFactory)

    name = factory.Sequence(lambda n: f"Team {n}")
    slug = factory.Sequence(lambda n: f"team-{n}")
    service_area_id = factory.SelfAttribute("area.id")


class UserFactory(Kept):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Made-up Person {n}")
    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    fs_uniquifier = factory.LazyFunction(lambda: token_hex(32))
    active = True
    preferences: dict[str, Any] = {}
    password = factory.LazyFunction(lambda: hash_password(PASSWORD))

    @factory.post_generation  # type: ignore[misc]
    def roles(self: User, create: bool, extracted: list[Role] | None, **_: Any) -> None:
        for role in extracted or ():
            self.memberships.append(Membership(role=role.value))
