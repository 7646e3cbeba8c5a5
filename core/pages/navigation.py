"""The rooms of the house, in the order they stand in the list beside each staff page."""

from dataclasses import dataclass
from itertools import groupby

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from core.access import SIGNED_IN, guard_of, of_the_whole, roles_for_templates
from core.settings import settings


@dataclass(frozen=True)
class Entry:
    """One link, shown to whoever its endpoint lets in; `for_the_whole` to those of the whole authority alone.

    Pages whose endpoint starts with one of `within` count as being here.
    """

    group: str
    label: str
    endpoint: str
    within: tuple[str, ...] = ()
    demo_only: bool = False
    for_the_whole: bool = False


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
    Entry("Start", "What is next", "account.home"),
    Entry("Start", "Your account", "account.account", within=("security.",)),
    Entry("Listen", "Alerts", "alerts.inbox", within=("alerts.",)),
    Entry("Listen", "How well the screen works", "screen.how_well"),
    Entry("Listen", "What we ask", "collections.everything", within=("collections.", "responses.")),
    Entry("Audit", "My reviews", "auditor.home", within=("auditor.", "reviews.")),
    Entry("Audit", "Practice weeks", "weeks.every_week", within=("weeks.", "cases.")),
    Entry("Audit", "What was found", "findings.every_finding", within=("findings.",)),
    Entry("Audit", "Actions", "actions.every_action", within=("actions.",)),
    Entry("Learn", "What people say", "dashboard.overview", within=("dashboard.",)),
    Entry(
        "Learn",
        "Check the themes",
        "theme_review.start",
        within=("theme_review.one_passage", "agreement.", "translations."),
    ),
    Entry(
        "Learn", "Themes", "theme_review.codebook", within=("codebook.", "codebook_versions.", "rereading.")
    ),
    Entry("Learn", "New and rising", "rising.feed", within=("rising.",)),
    Entry("Learn", "How well themes are found", "how_well.show", within=("how_well.",), for_the_whole=True),
    Entry("Learn", "Learning summaries", "summaries.every", within=("summaries.", "quotes.")),
    Entry("Learn", "Schedules", "schedules.every", within=("schedules.",), for_the_whole=True),
    Entry("The house", "People", "people.everyone", within=("people.",)),
    Entry("The house", "Settings", "settings.authority", within=("settings.",)),
    Entry("The house", "Names we know", "known_names.every_list"),
    Entry("The house", "Outbox", "outbox.messages", demo_only=True),
    Entry("The house", "Trail", "trail.entries", within=("trail.",)),
)

DOORS: tuple[Door, ...] = (
    Door("receipt.come_back", "I have a code", "See what happened with what you told us.", "card"),
)


def rooms() -> list[tuple[str, list[Link]]]:
    """The groups of links this person may use. Rooms that are not built into this house are left out."""
    here = [entry for entry in ENTRIES if settings().demo or not entry.demo_only]
    mine = [entry for entry in here if _lets_in(current_app, entry)]
    return [
        (group, [Link(entry.label, url_for(entry.endpoint), _here(entry)) for entry in entries])
        for group, entries in groupby(mine, key=lambda entry: entry.group)
    ]


def doors() -> list[tuple[Door, str]]:
    """The ways in that this house has, with their addresses."""
    known = current_app.view_functions
    return [(door, url_for(door.endpoint)) for door in DOORS if door.endpoint in known]


def _lets_in(app: Flask, entry: Entry) -> bool:
    if entry.endpoint not in app.view_functions or not current_user.is_authenticated:
        return False
    guard = guard_of(app, entry.endpoint) or frozenset()
    held = roles_for_templates() & guard
    if entry.for_the_whole:
        return bool(held) and of_the_whole(*held)
    return SIGNED_IN in guard or bool(held)


def _here(entry: Entry) -> bool:
    endpoint = request.endpoint or ""
    return endpoint == entry.endpoint or any(endpoint.startswith(start) for start in entry.within)
