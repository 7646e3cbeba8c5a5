"""Logs hold scalars and identifiers only."""

import json
import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
import structlog
from flask.testing import FlaskClient

from core.people.models import Role
from core.running import logs
from core.running.logs import WITHHELD
from tests.conftest import SignIn


@pytest.fixture(autouse=True)
def put_logging_back() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_words_a_form_and_an_address_are_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    identifier = uuid4()
    structlog.get_logger().info(
        "stored", passage=identifier, count=3, words="my mum is sad", who="a@b.org", form={"a": 1}
    )
    (line,) = lines(capsys)
    assert line["passage"] == str(identifier)
    assert line["count"] == 3
    assert line["words"] == line["who"] == line["form"] == WITHHELD


def test_a_fault_is_told_by_its_kind_and_place_never_by_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("info")
    try:
        raise ValueError("could not read 'my mum is sad'")
    except ValueError as fault:
        structlog.get_logger().error("job failed", exc_info=fault)
    (line,) = lines(capsys)
    assert line["fault"] == "builtins.ValueError"
    assert "test_logs.py" in str(line["where"])
    assert "mum" not in json.dumps(line)


def test_a_library_is_quoted_by_its_template(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    logging.getLogger("library").warning("bad value %s from %s", "my mum is sad", "10.0.0.1")
    logging.getLogger("library").warning("Invalid request from ip=10.0.0.1")
    first, second = lines(capsys)
    assert first["says"] == "bad value %s from %s"
    assert "says" not in second
    assert "10.0.0.1" not in json.dumps([first, second])


def test_a_request_of_staff_is_logged_by_endpoint_and_a_childs_not_at_all(
    client: FlaskClient, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info")
    client.get("/health/live?secret=1", headers={"User-Agent": "the-browser"})
    assert lines(capsys) == []
    sign_in(client, Role.administrator)
    client.get("/account/recovery-codes?secret=1", headers={"User-Agent": "the-browser"})
    found = [line for line in lines(capsys) if line["event"] == "request"]
    assert [line["endpoint"] for line in found] == ["security.mf_recovery_codes"]
    assert "secret" not in json.dumps(found)
    assert "the-browser" not in json.dumps(found)
    assert "127.0.0.1" not in json.dumps(found)
