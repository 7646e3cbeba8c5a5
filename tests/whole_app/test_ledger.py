"""Who may use which address, held against one table that a person can read: `ledger.txt`."""

import pytest
from flask import Flask

from core.access import ANYONE, LIBRARY_ENDPOINTS, SIGNED_IN, guard_of
from tests.conftest import SignIn
from tests.whole_app.actors import Actor, actors, client_of, knocks
from tests.whole_app.ledger import LEDGER, declared


def test_the_ledger_says_who_may_use_every_endpoint(app: Flask) -> None:
    """When you add an endpoint, run `python -m tests.whole_app.ledger` and read what it changed."""
    written = [line for line in LEDGER.read_text().splitlines() if line and not line.startswith("#")]
    assert declared(app) == written


@pytest.mark.parametrize("actor", actors(), ids=lambda actor: actor.name)
def test_every_door_opens_only_for_those_in_the_ledger(app: Flask, actor: Actor, sign_in: SignIn) -> None:
    wrong: list[str] = []
    client = client_of(app, actor, sign_in)
    for rule, method, address in knocks(app):
        answer = client.open(address, method=method, headers={"Accept": "text/html"})
        if answer.status_code >= 500:
            wrong.append(f"{actor.name}: {method} {address} broke with {answer.status_code}")
        elif guard_of(app, rule.endpoint) is None:
            if answer.status_code != 404:
                wrong.append(f"{actor.name}: undeclared {method} {address} answered {answer.status_code}")
        elif rule.endpoint in LIBRARY_ENDPOINTS and opened(app, rule.endpoint, actor):
            continue  # the library sends a half-finished sign-in back to its start
        elif opened(app, rule.endpoint, actor) is shut(
            answer.status_code, answer.headers.get("Location", "")
        ):
            wrong.append(f"{actor.name}: {method} {address} answered {answer.status_code}")
    assert wrong == []


def opened(app: Flask, endpoint: str, actor: Actor) -> bool:
    guard = guard_of(app, endpoint)
    if guard is None:
        return False
    if ANYONE in guard:
        return True
    return actor.signed_in and (SIGNED_IN in guard or actor.role in guard)


def shut(status: int, location: str) -> bool:
    return status in (401, 403) or (status in (302, 303) and location.startswith("/sign-in"))
