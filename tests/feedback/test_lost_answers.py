"""Nothing typed is lost: a lost answer to Send, an old page, a draft that has run out, a page that has moved."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback import visit
from feedback.models import Draft, Response
from feedback.views import say
from tests.feedback.factories import make_collection
from tests.feedback.test_journey import code_on, count, path, text


def cookie_of(client: FlaskClient) -> str:
    name = client.application.config["SESSION_COOKIE_NAME"]
    found = client.get_cookie(name)
    assert found is not None
    return found.value


def put_back(client: FlaskClient, cookie: str) -> None:
    """The browser has never seen the last answer, so it holds the cookie of before."""
    client.set_cookie(client.application.config["SESSION_COOKIE_NAME"], cookie)


def sent_and_the_answer_lost(client: FlaskClient) -> str:
    """Words are sent; gives the code that nobody has seen."""
    client.post("/say/autumn/ask/good-words", data={"answer-good-words": "Cake"})
    before = cookie_of(client)
    client.post("/say/autumn")
    code = code_on(client.get("/say/autumn/thanks"))
    put_back(client, before)
    return code


def test_sending_again_when_the_answer_was_lost_shows_the_same_code(
    client: FlaskClient, session: Session
) -> None:
    make_collection()
    code = sent_and_the_answer_lost(client)
    assert path(client.post("/say/autumn")) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == code
    assert count(session, Response) == 1


def test_a_collection_that_closes_meanwhile_still_shows_the_code(
    client: FlaskClient, session: Session
) -> None:
    collection = make_collection()
    code = sent_and_the_answer_lost(client)
    collection.open = False
    assert path(client.post("/say/autumn")) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == code


@pytest.mark.parametrize("page", ["", "/begin", "/doors", "/ask/good-words", "/check"])
def test_whoever_goes_back_or_loads_again_after_a_lost_answer_finds_the_code(
    client: FlaskClient, page: str
) -> None:
    make_collection()
    code = sent_and_the_answer_lost(client)
    assert path(client.get(f"/say/autumn{page}")) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == code


def test_whoever_answers_more_after_a_lost_answer_gets_the_first_code_and_keeps_the_words(
    client: FlaskClient, session: Session
) -> None:
    make_collection()
    code = sent_and_the_answer_lost(client)
    more = client.post("/say/autumn/ask/dream-words", data={"answer-dream-words": "A dog"})
    assert path(more) == "/say/autumn/thanks"
    thanks = client.get("/say/autumn/thanks")
    assert code_on(thanks) == code
    assert "Carry on" in text(thanks)
    assert "A dog" in client.get("/say/autumn/check").get_data(as_text=True)
    client.post("/say/autumn")
    assert code_on(client.get("/say/autumn/thanks")) != code
    assert sorted(str(kept.answers) for kept in session.scalars(select(Response))) == [
        "{'dream-words': 'A dog'}",
        "{'good-words': 'Cake'}",
    ]


def test_nothing_more_after_a_lost_answer_begins_nothing(client: FlaskClient, session: Session) -> None:
    make_collection()
    code = sent_and_the_answer_lost(client)
    assert path(client.post("/say/autumn/ask/dream-words", data={"go": "back"})) == "/say/autumn/thanks"
    thanks = client.get("/say/autumn/thanks")
    assert code_on(thanks) == code
    assert "Carry on" not in text(thanks)
    assert count(session, Draft) == 0


def test_other_words_that_meet_the_first_on_the_way_are_kept_too(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_collection()
    code = sent_and_the_answer_lost(client)
    monkeypatch.setattr(say, "sent_before", lambda _: None)
    client.post("/say/autumn/ask/dream-words", data={"answer-dream-words": "A dog"})
    assert path(client.post("/say/autumn")) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == code
    assert "A dog" in client.get("/say/autumn/check").get_data(as_text=True)


def test_the_code_is_shown_for_half_an_hour_and_a_draft_for_as_long_as_it_is_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_collection()
    sent_and_the_answer_lost(client)
    draft = cookie_of(client)
    client.post("/say/autumn")
    now = visit._minute()
    monkeypatch.setattr(visit, "_minute", lambda: now + 29)
    assert client.get("/say/autumn/thanks").status_code == 200
    monkeypatch.setattr(visit, "_minute", lambda: now + 31)
    assert path(client.get("/say/autumn/thanks")) == "/say/autumn"
    put_back(client, draft)
    monkeypatch.setattr(visit, "_minute", lambda: now + 6 * 60)
    assert client.get("/say/autumn").status_code == 200
