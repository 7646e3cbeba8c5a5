"""An auditor who is signed in, and a review of theirs."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audit.models import Review
from core.people.models import Role, User
from tests.audit.factories import ReviewFactory
from tests.conftest import SignIn


@pytest.fixture
def auditor(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.auditor)


@pytest.fixture
def review(app: Flask, auditor: User) -> Review:
    made: Review = ReviewFactory(auditor=auditor)
    return made
