"""What holds for the whole application, whoever adds to it."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from core.db import db
from core.people.models import Role
from tests.conftest import SignIn
from tests.whole_app.actors import knocks

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "nlp", "feedback", "audit", "learning")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FROM_IMPORT = re.compile(
    r"{%-?\s*from\s+[\"'][^\"']+[\"']\s+import\s+(.+?)(?:\s+with(?:out)?\s+context)?\s*-?%}", re.S
)
WRITES = ("INSERT", "UPDATE", "DELETE")


def modules() -> list[str]:
    found = []
    for room in ROOMS:
        package = importlib.import_module(room)
        found += [
            module.name
            for module in pkgutil.walk_packages(package.__path__, f"{room}.")
            if ".migrations" not in module.name
        ]
    return found


def test_every_blueprint_is_switched_on_in_one_place(app: Flask) -> None:
    written = {
        thing.name
        for name in modules()
        for thing in vars(importlib.import_module(name)).values()
        if isinstance(thing, Blueprint)
    }
    assert written - set(app.blueprints) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_uses_what_it_imports(path: Path) -> None:
    source = path.read_text()
    unused = []
    for match in FROM_IMPORT.finditer(source):
        for name in match.group(1).split(","):
            used_as = name.split(" as ")[-1].strip()
            if len(re.findall(rf"\b{re.escape(used_as)}\b", source)) < 2:
                unused.append(used_as)
    assert unused == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    if path.parts[-2] == "pdf":
        return  # print documents are never sent to a browser
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", source)


def test_a_get_changes_nothing(app: Flask, sign_in: SignIn) -> None:
    client = app.test_client()
    person = sign_in(client, Role.administrator)
    for role in Role:
        if role is not Role.administrator:
            sign_in(client, role, person=person)
    written: list[str] = []

    def watch(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            written.append(f"{address}: {statement[:60]}")

    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        for _, method, address in knocks(app):
            if method == "GET":
                client.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)
    assert written == []


def test_every_answer_carries_the_headers_that_protect_its_reader(app: Flask, client: FlaskClient) -> None:
    for _, method, address in knocks(app):
        answer = client.open(address, method=method)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy and "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        if not address.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "no-store", address


def test_no_setting_or_address_names_a_person() -> None:
    """Addresses are made of slugs and identifiers, never of a personal detail."""
    personal = re.compile(r"<[^>]*(name|email|code|receipt|words)[^>]*>")
    named = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            named += [
                f"{path.name}: {m}"
                for m in re.findall(r"@\w+\.(?:get|post|route)\(\"([^\"]+)\"", path.read_text())
                if personal.search(m)
            ]
    assert named == []
