"""Fixtures that every room's tests stand on: the real database, the real application, real mail."""

import contextvars
import importlib
import socket
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as SMTP_POLICY
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_security import hash_password
from pydantic import SecretStr
from sqlalchemy.orm import Session as DatabaseSession
from werkzeug.test import TestResponse

from core.db import db
from core.db.embedded import Urls
from core.people.models import Membership, Role, ServiceArea, Team, User
from core.people.sign_in import SEEN, STARTED
from core.settings import Settings, read_settings
from tests.database import empty, worker_database
from wsgi import JOBS, create_app

for module in JOBS:
    importlib.import_module(module)

SignIn = Callable[..., User]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: the others fill the time of whoever is done."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@cache
def hash_of_no_password() -> str:
    """A real hash that nobody knows the password of."""
    return hash_password(token_hex(32))


class SeparateClient(FlaskClient):
    """A client whose requests see what the test has stored, in a context of their own as in production."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if not has_app_context():  # a redirect being followed: already in a context of its own
            return super().open(*args, **kwargs)
        db.session.commit()
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return response


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for the whole run, however many workers there are."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def database_of_worker(shared_folder: Path, worker_id: str) -> Urls:
    return worker_database(shared_folder, worker_id)


@pytest.fixture(scope="session")
def test_settings(database_of_worker: Urls, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_settings(
        {},
        environment="test",
        database_url=database_of_worker.app,
        owner_database_url=database_of_worker.owner,
        instance=tmp_path_factory.mktemp("instance"),
    )


@pytest.fixture(scope="session")
def app_of_worker(test_settings: Settings) -> Flask:
    app = create_app(test_settings)
    app.testing = True
    app.test_client_class = SeparateClient
    return app


@pytest.fixture
def database(database_of_worker: Urls) -> Urls:
    """The addresses of an empty, migrated database."""
    empty(database_of_worker)
    return database_of_worker


@pytest.fixture
def app(app_of_worker: Flask, database: Urls) -> Iterator[Flask]:
    """The application over an empty database, with its context open. CSRF is off; see `csrf`."""
    app_of_worker.config["WTF_CSRF_ENABLED"] = False
    with app_of_worker.app_context():
        yield app_of_worker
        db.session.rollback()


@pytest.fixture
def csrf(app: Flask) -> Iterator[None]:
    """Forms must carry their token, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def session(app: Flask) -> DatabaseSession:
    return db.session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(session: DatabaseSession) -> SignIn:
    """`sign_in(client, Role.auditor, team=team)`: a new person with that role, signed in; gives the person.

    `team` or `service_area` scope the role; with neither it reaches the whole authority. `person` signs in
    somebody who exists already.
    """

    def enter(
        client: FlaskClient,
        role: Role | str | None = None,
        *,
        team: Team | None = None,
        service_area: ServiceArea | None = None,
        person: User | None = None,
    ) -> User:
        if person is None:
            mark = token_hex(4)
            person = User(
                name=f"Test Person {mark}",
                email=f"person-{mark}@example.org",
                password=hash_of_no_password(),
                fs_uniquifier=token_hex(32),
            )
            session.add(person)
        if role is not None:
            person.memberships.append(
                Membership(
                    role=Role(role).value,
                    team_id=team.id if team else None,
                    service_area_id=service_area.id if service_area else None,
                )
            )
        session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = person.fs_uniquifier
            cookie["_fresh"] = True
            cookie["fs_cc"] = "set"
            cookie[STARTED] = cookie[SEEN] = int(time.time())
        return person

    return enter


class Postbox:
    """What a real SMTP server on loopback has received. `refuse` makes it turn mail away for a while."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = False
        self.url = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuse:
            return "451 Try again later"
        assert isinstance(envelope.content, bytes)
        parsed = BytesParser(policy=SMTP_POLICY).parsebytes(envelope.content)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return "250 OK"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def postbox(app: Flask, test_settings: Settings) -> Iterator[Postbox]:
    """A real SMTP server that the application sends to."""
    box = Postbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    app.extensions["heard_settings"] = test_settings.model_copy(update={"smtp_url": SecretStr(box.url)})
    yield box
    app.extensions["heard_settings"] = test_settings
    controller.stop()
