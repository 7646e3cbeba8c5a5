"""Writing back with a code: kept once, never lost, and seen by whoever answers."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.days import day_in_words, today
from core.db import migrate
from core.db.embedded import Urls
from core.passages import Passage
from core.people.models import Role
from feedback import conversation
from feedback.models import Collection, ConversationMessage, Response
from feedback.receipts import new_key
from feedback.submission import Receipt
from tests.conftest import SignIn
from tests.database import scratch_database
from tests.feedback.factories import make_collection, make_response

MORE = "Nobody has rung me yet."


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def write_back(app: Flask, receipt: Receipt, words: str = MORE) -> int:
    answer = app.test_client().post("/come-back", data={"code": " ".join(receipt.code), "reply": words})
    return answer.status_code


def make_ready(session: Session) -> None:
    """Names are hidden in all that was written."""
    for passage in session.scalars(select(Passage)):
        passage.redacted = passage.words


def page_of(receipt: Receipt) -> str:
    return f"/collections/autumn/responses/{receipt.response.id}"


def test_two_clicks_at_once_keep_one_message(app: Flask, session: Session, database_of_worker: Urls) -> None:
    receipt = make_response(make_collection())
    response_id = receipt.response.id
    with sqlalchemy.create_engine(database_of_worker.owner).connect() as other, ThreadPoolExecutor(2) as both:
        other.execute(text("SELECT 1 FROM response WHERE id = :id FOR UPDATE"), {"id": response_id})
        clicks = [both.submit(write_back, app, receipt) for _ in range(2)]
        time.sleep(2)
        other.rollback()
        assert [click.result() for click in clicks] == [200, 200]
    session.rollback()
    assert len(session.scalars(select(ConversationMessage)).all()) == 1


@pytest.mark.usefixtures("csrf")
def test_an_old_page_hands_back_what_was_written_and_can_be_sent_again(
    client: FlaskClient, session: Session
) -> None:
    code = " ".join(make_response(make_collection()).code)
    refused = client.post("/come-back", data={"code": code, "reply": MORE, "csrf_token": "forged"})
    assert refused.status_code == 400
    assert MORE in refused.text
    assert "Press Send again" in plain(refused.text)
    assert session.scalars(select(ConversationMessage)).all() == []
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', refused.text)
    assert token
    again = client.post("/come-back", data={"code": code, "reply": MORE, "csrf_token": token[1]})
    assert again.status_code == 200
    assert session.scalars(select(ConversationMessage)).one().words == MORE


@pytest.mark.usefixtures("csrf")
def test_an_old_page_with_a_code_alone_shows_nothing_yet(client: FlaskClient) -> None:
    code = " ".join(make_response(make_collection()).code)
    refused = client.post("/come-back", data={"code": code, "csrf_token": "forged"})
    assert refused.status_code == 400
    assert code in refused.text and "What happened with your words" not in refused.text


def test_one_message_too_many_is_handed_back(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "MOST_OF_THEIRS", 1)
    code = " ".join(make_response(make_collection()).code)
    client.post("/come-back", data={"code": code, "reply": MORE})
    full = client.post("/come-back", data={"code": code, "reply": "And one more"})
    assert full.status_code == 409
    assert "And one more" in full.text and "These were not sent" in full.text
    again = client.post("/come-back", data={"code": code, "reply": MORE})
    assert again.status_code == 200


def test_who_wrote_back_is_counted_marked_and_stands_first_until_it_is_read(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    collection = make_collection()
    older = make_response(collection, on=today() - timedelta(days=40))
    newer = make_response(collection)
    for receipt in (older, newer):
        client.post(page_of(receipt), data={"progress": "read", "words": "", "seen": "0"})
    assert "wrote back" not in client.get("/home").text
    assert write_back(app, older) == 200
    assert "Somebody wrote back" in client.get("/home").text
    listed = client.get("/collections/autumn/responses/").text
    assert listed.count("They wrote back") == 1
    assert listed.index(str(older.response.id)) < listed.index(str(newer.response.id))
    assert 'name="seen" value="0"' in client.get(page_of(older)).text
    make_ready(session)
    assert 'name="seen" value="1"' in client.get(page_of(older)).text
    client.post(page_of(older), data={"progress": "read", "words": "", "seen": "1"})
    assert "wrote back" not in client.get("/home").text
    assert "They wrote back" not in client.get("/collections/autumn/responses/").text


def test_what_came_in_while_somebody_wrote_the_answer_is_still_new(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    receipt = make_response(make_collection())
    write_back(app, receipt)
    write_back(app, receipt, "Wait, one more thing.")
    client.post(page_of(receipt), data={"progress": "talking", "words": "We ring you.", "seen": "1"})
    assert "They wrote back" in client.get("/collections/autumn/responses/").text


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_mark_of_what_was_seen_that_is_none_is_no_fault(
    client: FlaskClient, sign_in: SignIn, seen: str
) -> None:
    sign_in(client, Role.quality_lead)
    receipt = make_response(make_collection())
    assert client.post(page_of(receipt), data={"progress": "read", "seen": seen}).status_code == 302


def test_a_thank_you_after_the_end_needs_no_second_answer(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    receipt = make_response(make_collection())
    client.post(page_of(receipt), data={"progress": "changed", "words": "They ring now.", "seen": "0"})
    write_back(app, receipt, "Thank you!")
    saved = client.post(page_of(receipt), data={"progress": "changed", "words": "", "seen": "2"})
    assert saved.status_code == 302
    assert "They wrote back" not in client.get("/collections/autumn/responses/").text


def test_the_list_says_by_when_it_was_promised_and_that_it_is_late(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    collection = make_collection(read_within_days=5)
    late = make_response(collection, on=today() - timedelta(days=6))
    in_time = make_response(collection, on=today() - timedelta(days=5))
    done = make_response(collection, on=today() - timedelta(days=30))
    client.post(page_of(done), data={"progress": "read", "seen": "0"})
    listed = client.get("/collections/autumn/responses/").text
    assert f"Read by {day_in_words(today() - timedelta(days=1))}" in listed
    assert f"Read by {day_in_words(today())}" in listed
    assert listed.count("Read by") == 2
    assert listed.count("Late") == 1
    order = [listed.index(str(receipt.response.id)) for receipt in (late, in_time, done)]
    assert order == sorted(order)


def test_of_what_was_written_before_what_we_answered_counts_as_read(
    app: Flask, shared_folder: Path, worker_id: str
) -> None:
    engine = sqlalchemy.create_engine(scratch_database(shared_folder, f"back_{worker_id}").owner)
    said = text(
        "INSERT INTO conversation_message (id, response_id, position, ours, written_by_id, day, words_sealed)"
        " VALUES (gen_random_uuid(), :of, :at, :ours, CASE WHEN :ours THEN gen_random_uuid() END, :day, '')"
    )
    one, other = uuid4(), uuid4()
    days = [date(2026, 5, day) for day in range(1, 6)]
    with engine.connect() as connection:
        command.upgrade(migrate.config(connection), "0011_unsure_alerts")
        connection.execute(text("SET session_replication_role = replica"))
        for at, ours in enumerate([False, False, True, False], start=1):
            connection.execute(said, {"of": one, "at": at, "ours": ours, "day": days[at]})
        connection.execute(said, {"of": other, "at": 1, "ours": False, "day": days[0]})
        command.upgrade(migrate.config(connection), "0012_listening_promises")
        rows = connection.execute(
            text("SELECT response_id, position, read_on FROM conversation_message WHERE NOT ours")
        ).all()
    assert {(row[0], row[1]): row[2] for row in rows} == {
        (one, 1): days[3], (one, 2): days[3], (one, 4): None, (other, 1): None,
    }  # fmt: skip


def imported(session: Session, collection: Collection) -> Response:
    """A row as an import leaves it: nobody has a code for it."""
    made = make_response(collection, key=new_key()).response
    session.execute(
        sqlalchemy.update(Response).where(Response.id == made.id).values(held_by="import", receipt_hash=None)
    )
    session.commit()
    return made


def test_what_was_imported_promises_no_day_and_no_answer(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    response = imported(session, make_collection())
    assert "Read by" not in client.get("/collections/autumn/responses/").text
    address = f"/collections/autumn/responses/{response.id}"
    assert "nobody has a code for it" in plain(client.get(address).text)
    saved = client.post(address, data={"progress": "read"}, follow_redirects=True)
    assert "Saved." in saved.text and "come back with their code" not in saved.text
