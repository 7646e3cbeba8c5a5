"""Everybody who may knock: nobody, each role here and in another team, and who was shut out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.db import db
from core.people.models import Role, ServiceArea, Team

MISSING = "00000000-0000-4000-8000-000000000000"
END_A_SESSION = {"security.logout", "security.two_factor_token_validation"}  # tested in tests/core
SCOPED = [role for role in Role if role is not Role.administrator]
SENDING = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Actor:
    """One knocker; `role` is None for nobody and for somebody without a role."""

    name: str
    role: Role | None
    signed_in: bool
    other_team: bool = False
    disabled: bool = False


def actors() -> list[Actor]:
    return [
        Actor("anonymous", None, signed_in=False),
        Actor("nobody in particular", None, signed_in=True),
        *(Actor(role.label, role, signed_in=True) for role in Role),
        *(Actor(f"{role.label}, other team", role, signed_in=True, other_team=True) for role in SCOPED),
        Actor("shut out", Role.administrator, signed_in=False, disabled=True),
    ]


def client_of(app: Flask, actor: Actor, sign_in: Callable[..., object]) -> FlaskClient:
    client = app.test_client()
    if not actor.signed_in and not actor.disabled:
        return client
    team = _other_team() if actor.other_team else None
    person = sign_in(client, actor.role, team=team)
    if actor.disabled:
        person.active = False  # type: ignore[attr-defined]
        db.session.commit()
    return client


def knocks(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule with every method it takes and an address made of things that do not exist."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        for method in sorted(set(rule.methods or ()) & set(SENDING)):
            if rule.endpoint not in END_A_SESSION:
                yield rule, method, address_of(app, rule)


def address_of(app: Flask, rule: Rule) -> str:
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        kind = type(converter).__name__
        if kind == "UUIDConverter":
            values[name] = MISSING
        elif kind == "AnyConverter":
            values[name] = sorted(converter.items)[0]
        elif kind == "IntegerConverter":
            values[name] = 1
        else:
            values[name] = "no-such-thing"
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


def _other_team() -> Team:
    area = ServiceArea(name="Elsewhere", slug="elsewhere")
    db.session.add(area)
    db.session.flush()
    team = Team(name="Another team", slug="another-team", service_area_id=area.id)
    db.session.add(team)
    db.session.flush()
    return team
