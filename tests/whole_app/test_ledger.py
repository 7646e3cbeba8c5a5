"""Who may use which address, held against one table that a person can read: `ledger.txt`."""

from pathlib import Path

import pytest
from flask import Flask

from core.access import ANYONE, LIBRARY_ENDPOINTS, SIGNED_IN, guard_of
from tests.conftest import SignIn
from tests.whole_app.actors import Actor, actors, client_of, knocks

LEDGER = Path(__file__).with_name("ledger.txt")
NOBODY = "nobody"


def declared(app: Flask) -> list[str]:
    """The ledger as the code declares it: `endpoint methods who`."""
    lines: dict[str, tuple[set[str], str]] = {}
    for rule in app.url_map.iter_rules():
        guard = guard_of(app, rule.endpoint)
        who = ", ".join(sorted(guard)) if guard else NOBODY
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        lines.setdefault(rule.endpoint, (set(), who))[0].update(methods)
    return [
        f"{endpoint} | {' '.join(sorted(methods))} | {who}"
        for endpoint, (methods, who) in sorted(lines.items())
    ]


def test_the_ledger_says_who_may_use_every_endpoint(app: Flask) -> None:
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
