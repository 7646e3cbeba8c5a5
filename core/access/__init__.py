"""Who may do what: default deny. Every view declares its people with `@allow`; a test holds the ledger.

What is missing and what is out of reach answer alike (404), so nobody learns that something exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import InstrumentedAttribute

from core.db import SAFE_METHODS, db
from core.people.models import Role, Team, User

View = TypeVar("View", bound=Callable[..., Any])


class Anybody(StrEnum):
    """Guards that are not roles."""

    anyone = "anyone"
    signed_in = "signed_in"


ANYONE = Anybody.anyone
SIGNED_IN = Anybody.signed_in

Guard = frozenset[Anybody | Role]

# Endpoints that libraries bring, and who may use each. Whatever is not here and not declared is refused.
LIBRARY_ENDPOINTS: dict[str, Guard] = {
    "static": frozenset({ANYONE}),
    "security.login": frozenset({ANYONE}),
    "security.logout": frozenset({SIGNED_IN}),
    "security.verify": frozenset({SIGNED_IN}),
    "security.forgot_password": frozenset({ANYONE}),
    "security.reset_password": frozenset({ANYONE}),
    "security.change_password": frozenset({SIGNED_IN}),
    "security.two_factor_setup": frozenset({ANYONE}),
    "security.two_factor_setup_validate": frozenset({ANYONE}),
    "security.two_factor_token_validation": frozenset({ANYONE}),
    "security.tf_select": frozenset({ANYONE}),
    "security.mf_recovery": frozenset({ANYONE}),
    "security.mf_recovery_codes": frozenset({SIGNED_IN}),
}


def allow(*who: Anybody | Role) -> Callable[[View], View]:
    """Declare who may use a view. Goes directly under the route decorator."""

    def declare(view: View) -> View:
        view.allowed = frozenset(who)  # type: ignore[attr-defined]
        return view

    return declare


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """The declared guard of an endpoint, or None where nobody declared one."""
    declared: Guard | None = getattr(app.view_functions.get(endpoint), "allowed", None)
    return declared if declared is not None else LIBRARY_ENDPOINTS.get(endpoint)


@dataclass(frozen=True)
class Reach:
    """The teams a person may see in some role; `everything` is the whole authority."""

    everything: bool
    team_ids: frozenset[UUID]

    def covers(self, team_id: UUID | None) -> bool:
        """Whether something of this team is in reach. What belongs to no team needs the whole authority."""
        return self.everything or team_id in self.team_ids

    @property
    def nothing(self) -> bool:
        return not self.everything and not self.team_ids


WHOLE_AUTHORITY = Reach(everything=True, team_ids=frozenset())


def current_person() -> User:
    """The signed-in person. Only for views that are not open to anyone."""
    person = current_user._get_current_object()
    assert isinstance(person, User)  # noqa: S101 - the guard has run
    return person


def roles_of(person: User) -> frozenset[Role]:
    """What this person does here, in whatever scope.

    An administrator of less than the whole authority is none, though the database refuses such a role already: the
    pages of people, settings and trail ask for no reach.
    """
    return frozenset(
        Role(held.role)
        for held in person.memberships
        if held.of_the_whole or Role(held.role) is not Role.administrator
    )


def reach(person: User, *roles: Role) -> Reach:
    """The teams where this person holds one of `roles` (any role, when none is named)."""
    held = [m for m in person.memberships if not roles or Role(m.role) in roles]
    if any(m.of_the_whole for m in held):
        return WHOLE_AUTHORITY
    teams = {m.team_id for m in held if m.team_id is not None}
    areas = {m.service_area_id for m in held if m.service_area_id is not None}
    if areas:
        teams.update(db.session.scalars(select(Team.id).where(Team.service_area_id.in_(areas))))
    return Reach(everything=False, team_ids=frozenset(teams))


def of_the_whole(*roles: Role) -> bool:
    """Whether the signed-in person holds one of `roles` (any role, when none is named) for the whole authority."""
    return reach(current_person(), *roles).everything


def only_for_the_whole(*roles: Role) -> None:
    """Not found, for whoever holds none of `roles` for the whole authority: what follows is not one team's matter."""
    if not of_the_whole(*roles):
        abort(404)


def within(found: Reach, team_id: InstrumentedAttribute[Any] | ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that keeps a query inside a reach."""
    if found.everything:
        return true()
    return team_id.in_(found.team_ids) if found.team_ids else false()


def init_app(app: Flask) -> None:
    app.before_request(_deny_by_default)


def _deny_by_default() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    guard = guard_of(current_app, request.endpoint)
    if guard is None:
        abort(404)
    if ANYONE in guard:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if SIGNED_IN in guard or roles_of(current_person()) & guard:
        return None
    abort(403)


def _ask_to_sign_in() -> ResponseReturnValue:
    wanted = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    if request.method in SAFE_METHODS and wanted == "text/html":
        return redirect(url_for("security.login", next=request.path))
    abort(401)


def roles_for_templates() -> frozenset[Role]:
    """The roles of whoever looks at this page, worked out once a request."""
    if "held_roles" not in g:
        g.held_roles = roles_of(current_person()) if current_user.is_authenticated else frozenset()
    found: frozenset[Role] = g.held_roles
    return found
