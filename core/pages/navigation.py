"""The rooms of the house, in the order they stand in the list beside each staff page."""

from dataclasses import dataclass
from itertools import groupby

from flask import current_app, request, url_for

from core.access import roles_for_templates
from core.people.models import Role

EVERYBODY = frozenset(Role)
LEADS = frozenset({Role.quality_lead, Role.administrator})
AUDITED = frozenset({Role.auditor, Role.quality_lead, Role.team_manager, Role.practitioner})
ADMINISTRATORS = frozenset({Role.administrator})


@dataclass(frozen=True)
class Entry:
    """One link. Pages whose endpoint starts with one of `within` count as being here."""

    group: str
    label: str
    endpoint: str
    roles: frozenset[Role]
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """One link as this person sees it on this page."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True)
class Door:
    """A way into the house from its front page, for people who have no account."""

    endpoint: str
    label: str
    about: str
    drawing: str


ENTRIES: tuple[Entry, ...] = (
    Entry("Start", "What is next", "account.home", EVERYBODY),
    Entry("Start", "Your account", "account.account", EVERYBODY),
    Entry("Audit", "My reviews", "auditor.home", frozenset({Role.auditor}), within=("reviews.",)),
    Entry(
        "Audit",
        "Practice weeks",
        "weeks.every_week",
        frozenset({Role.quality_lead}),
        within=("weeks.", "cases."),
    ),
    Entry("Audit", "What was found", "findings.every_finding", AUDITED, within=("findings.",)),
    Entry("Audit", "Actions", "actions.every_action", AUDITED, within=("actions.",)),
    Entry("The house", "People", "people.everyone", ADMINISTRATORS, within=("people.",)),
    Entry("The house", "Settings", "settings.authority", ADMINISTRATORS, within=("settings.",)),
    Entry("The house", "Trail", "trail.entries", ADMINISTRATORS, within=("trail.",)),
)

DOORS: tuple[Door, ...] = (
    Door(
        "receipt.come_back",
        "I have a code",
        "See what happened with what you told us, and write again.",
        "card",
    ),
    Door(
        "pledges.said_and_did",
        "You said, we did",
        "What has changed because people spoke.",
        "path-stone",
    ),
)


def doors() -> list[tuple[Door, str]]:
    """The ways in that this house has, with their addresses."""
    known = current_app.view_functions
    return [(door, url_for(door.endpoint)) for door in DOORS if door.endpoint in known]


def rooms() -> list[tuple[str, list[Link]]]:
    """The groups of links this person may use. Rooms that are not built into this house are left out."""
    held = roles_for_templates()
    known = current_app.view_functions
    mine = [entry for entry in ENTRIES if entry.endpoint in known and entry.roles & held]
    return [
        (group, [Link(entry.label, url_for(entry.endpoint), _here(entry)) for entry in entries])
        for group, entries in groupby(mine, key=lambda entry: entry.group)
    ]


def _here(entry: Entry) -> bool:
    endpoint = request.endpoint or ""
    return endpoint == entry.endpoint or any(endpoint.startswith(start) for start in entry.within)
