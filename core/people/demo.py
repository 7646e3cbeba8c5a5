"""The made-up authority of the demo: its service areas, teams and people. Nobody here exists."""

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.people import services
from core.people.models import Authority, Role, Team, User
from core.people.services import Grant

AUTHORITY = "Northwick Council (made up)"
PASSWORD = "try-heard-with-me-today"  # noqa: S105 - printed for everyone who starts the demo

AREAS = {
    ("help-and-protection", "Help and protection"): (
        ("assessment-east", "Assessment East"),
        ("assessment-west", "Assessment West"),
        ("family-support", "Family Support"),
    ),
    ("children-in-care", "Children in care and care leavers"): (
        ("children-in-care-team", "Children in Care"),
        ("leaving-care", "Leaving Care"),
        ("fostering", "Fostering"),
    ),
}

# (sign-in name, name, role, team or None for the whole authority)
PEOPLE = (
    ("quality", "Quinn Sample", Role.quality_lead, None),
    ("quality2", "Quilla Fabricated", Role.quality_lead, None),
    ("admin", "Ada Madeup", Role.administrator, None),
    ("duty", "Dana Pretend", Role.duty_lead, None),
    ("duty2", "Dev Imaginary", Role.duty_lead, None),
    ("auditor", "Avery Notreal", Role.auditor, None),
    ("auditor2", "Asha Invented", Role.auditor, None),
    ("auditor3", "Arlo Fictional", Role.auditor, None),
    ("manager", "Mo Examplesson", Role.team_manager, "children-in-care-team"),
    ("manager2", "Mina Makebelieve", Role.team_manager, "assessment-east"),
    ("worker", "Wren Placeholder", Role.practitioner, "children-in-care-team"),
    ("worker2", "Will Standin", Role.practitioner, "leaving-care"),
    ("worker3", "Wanda Dummy", Role.practitioner, "assessment-west"),
)


@dataclass(frozen=True)
class DemoHouse:
    """What the rooms fill: teams by slug, people by sign-in name."""

    authority: Authority
    teams: dict[str, Team]
    people: dict[str, User]


def email_of(sign_in_name: str) -> str:
    return f"{sign_in_name}@northwick.example"


def seed() -> DemoHouse | None:
    """Fill an empty installation; None where it already holds people."""
    if db.session.scalars(select(User.id)).first():
        return None
    authority = services.authority()
    authority.name = AUTHORITY
    teams: dict[str, Team] = {}
    for (area_slug, area_name), named in AREAS.items():
        area = services.create_service_area(name=area_name, slug=area_slug)
        for slug, name in named:
            teams[slug] = services.create_team(name=name, slug=slug, service_area=area)
    people = {
        sign_in_name: services.create_person(
            name=name,
            email=email_of(sign_in_name),
            grants=[Grant(role, team_id=teams[team].id if team else None)],
            password=PASSWORD,
        )
        for sign_in_name, name, role, team in PEOPLE
    }
    return DemoHouse(authority=authority, teams=teams, people=people)
