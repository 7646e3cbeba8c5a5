"""The trail shows any edit, deletion, reorder, forged entry or cut tail."""

import pytest
import sqlalchemy
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.orm import Session

import commands
from core import trail
from core.db.embedded import Urls
from core.people.models import Role
from tests.conftest import SignIn


@pytest.fixture
def ten_entries(app: Flask, session: Session) -> None:
    for number in range(10):
        trail.record(action="looked", subject="passage", detail={"number": number})
    session.commit()


def tamper(database: Urls, statement: str) -> None:
    """Change the table as someone would who owns the database."""
    with sqlalchemy.create_engine(database.owner).begin() as connection:
        connection.execute(text("ALTER TABLE trail_entry DISABLE TRIGGER trail_entry_stays"))
        connection.execute(text(statement))
        connection.execute(text("ALTER TABLE trail_entry ENABLE TRIGGER trail_entry_stays"))


def test_an_untouched_trail_is_whole(ten_entries: None) -> None:
    assert list(trail.faults()) == []


def test_a_trail_that_others_append_to_while_it_is_checked_is_whole(
    app: Flask, ten_entries: None, session: Session
) -> None:
    """Somebody signs in before, between and after everything that the check reads."""
    busy: list[str] = []

    def append(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if busy or "FROM trail_" not in statement:
            return
        busy.append(statement)
        with app.app_context():
            trail.record(action="signed in", subject="user")
            trail.db.session.commit()
        seen.append(busy.pop())

    seen: list[str] = []
    event.listen(trail.db.engine, "before_cursor_execute", append)
    event.listen(trail.db.engine, "after_cursor_execute", append)
    try:
        assert list(trail.faults()) == []
    finally:
        event.remove(trail.db.engine, "before_cursor_execute", append)
        event.remove(trail.db.engine, "after_cursor_execute", append)
    assert len(seen) >= 4


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE trail_entry SET action = 'slept' WHERE number = 4", 4),
        ("UPDATE trail_entry SET detail = '{}' WHERE number = 4", 4),
        ("UPDATE trail_entry SET actor_id = gen_random_uuid() WHERE number = 4", 4),
        ("UPDATE trail_entry SET at = at + interval '1 second' WHERE number = 4", 4),
        ("DELETE FROM trail_entry WHERE number = 4", 4),
        ("UPDATE trail_entry SET number = CASE number WHEN 4 THEN 105 ELSE 104 END WHERE number IN (4, 5);"
         "UPDATE trail_entry SET number = number - 100 WHERE number > 100", 4),
        ("DELETE FROM trail_entry WHERE number > 8", 10),
        ("INSERT INTO trail_entry SELECT 11, at, actor_id, action, subject, subject_id, detail, hash"
         " FROM trail_entry WHERE number = 10", 11),
        ("UPDATE trail_head SET number = 8, hash = (SELECT hash FROM trail_entry WHERE number = 8)", 8),
        ("UPDATE trail_head SET hash = (SELECT hash FROM trail_entry WHERE number = 9)", 10),
        ("DELETE FROM trail_entry", 10),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_found(
    ten_entries: None, database: Urls, session: Session, statement: str, at: int
) -> None:
    tamper(database, statement)
    session.expire_all()
    assert at in {fault.number for fault in trail.faults()}


def test_words_have_no_place_in_the_trail(app: Flask) -> None:
    with pytest.raises(TypeError, match="scalar"):
        trail.record(action="looked", subject="passage", detail={"form": {"name": "x"}})  # type: ignore[dict-item]


def test_an_administrator_can_check_the_trail(
    app: Flask, sign_in: SignIn, ten_entries: None, database: Urls
) -> None:
    client = app.test_client()
    sign_in(client, Role.administrator)
    assert "The trail is whole" in client.post("/trail/check", follow_redirects=True).text
    tamper(database, "DELETE FROM trail_entry WHERE number = 4")
    assert "does not hold at entry 4" in client.post("/trail/check", follow_redirects=True).text


def test_heard_trail_verify_fails_when_the_trail_was_changed(
    app: Flask, ten_entries: None, database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "create_app", lambda: app)
    run = CliRunner()
    assert run.invoke(commands.cli, ["trail", "verify"]).exit_code == 0
    tamper(database, "DELETE FROM trail_entry WHERE number = 4")
    broken = run.invoke(commands.cli, ["trail", "verify"])
    assert broken.exit_code == 1 and "entry 4" in broken.output
