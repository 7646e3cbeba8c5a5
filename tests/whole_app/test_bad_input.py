"""Whatever is sent to whichever address, the answer is a clear page, never a fault of ours."""

from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.people.models import Role
from tests.conftest import SignIn
from tests.core.factories import TeamFactory
from tests.whole_app.actors import knocks

NASTY = {
    "empty": b"",
    "long": b"a" * 70_000,
    "nul": b"a\0b",
    "lone surrogate": b"\xed\xa0\x80",
    "not utf-8": b"\xff\xfe\xfa",
    "bidi": "‮evil‬⁦x".encode(),
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈".encode(),
    "html": b"<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "formula": b'=HYPERLINK("x","y")',
    "template": b"{{ 7*7 }}{% raw %}",
    "huge number": b"99999999999999999999999999",
    "negative": b"-1",
    "path": b"../../etc/passwd",
    "sql": b"' OR 1=1 --",
}

FIELDS = (
    "name", "email", "password", "code", "title", "slug", "q", "words", "page", "before", "after", "from", "to",
    "month", "team", "theme", "speaker", "state", "key", "next", "version", "answers", "file", "reason", "cron",
    "grade", "lead", "due", "scope", "role", "threshold",
)  # fmt: skip


@pytest.fixture
def everybody(app: Flask, sign_in: SignIn) -> FlaskClient:
    """One person with every role over everything: nothing is refused for want of a right."""
    client = app.test_client()
    TeamFactory()
    person = sign_in(client, Role.administrator)
    for role in Role:
        if role is not Role.administrator:
            sign_in(client, role, person=person)
    return client


def mixture(turn: int, *, longest: int) -> str:
    """Every field with a nasty value, a different one each turn, so that three turns mix them well."""
    values = list(NASTY.values())
    return "&".join(
        f"{field}={quote_from_bytes(values[(number + turn * 5) % len(values)][:longest])}"
        for number, field in enumerate(FIELDS)
    )


def sweep(app: Flask, client: FlaskClient, turn: int) -> list[str]:
    broken = []
    for _, method, address in knocks(app):
        if method == "GET":
            answer = client.get(f"{address}?{mixture(turn, longest=100)}")
        else:
            answer = client.open(
                address,
                method=method,
                data=mixture(turn, longest=70_000),
                content_type="application/x-www-form-urlencoded",
            )
        if answer.status_code >= 500:
            broken.append(f"{method} {address} answered {answer.status_code}")
    return broken


@pytest.fixture(autouse=True)
def faults_become_pages(app: Flask) -> Iterator[None]:
    """As in production: a fault is answered with a page, which these tests then find."""
    app.testing = False
    yield
    app.testing = True


@pytest.mark.parametrize("turn", range(3))
def test_no_input_breaks_a_page_for_someone_with_every_role(
    app: Flask, everybody: FlaskClient, turn: int
) -> None:
    assert sweep(app, everybody, turn) == []


@pytest.mark.parametrize("turn", range(3))
def test_no_input_breaks_a_page_for_nobody_in_particular(app: Flask, client: FlaskClient, turn: int) -> None:
    assert sweep(app, client, turn) == []


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", "nonsense", ""]
)
def test_no_body_that_is_not_what_it_says_breaks_a_page(
    app: Flask, everybody: FlaskClient, kind: str
) -> None:
    broken = [
        f"{method} {address}"
        for _, method, address in knocks(app)
        if method != "GET"
        and everybody.open(address, method=method, data=b"--x\r\n{[\0", content_type=kind).status_code >= 500
    ]
    assert broken == []
