"""Nothing typed is lost: a lost answer to Send, a draft that has run out, a page that is asked no more."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, render_template, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.pages.errors import words_for
from feedback import drafts, visit
from feedback.collecting import CollectionValues, change
from feedback.models import Collection, Draft, Response
from feedback.receipts import new_key
from feedback.shipped import SHIPPED
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


def ask_instead(collection: Collection, questions: str) -> None:
    """Staff choose other questions while nobody has sent anything."""
    change(
        collection,
        CollectionValues(
            title=collection.title,
            slug=collection.slug,
            source=collection.source,
            team_id=collection.team_id,
            readers=collection.readers,
        ),
        questions=SHIPPED[questions],
    )


def test_a_draft_that_has_run_out_is_written_over(client: FlaskClient, session: Session) -> None:
    make_collection()
    client.post("/say/autumn/ask/good-words", data={"answer-good-words": "Cake"})
    session.scalars(select(Draft)).one().kept_until = datetime.now(UTC) - timedelta(minutes=1)
    saved = client.post("/say/autumn/ask/dream-words", data={"answer-dream-words": "A dog"})
    assert saved.status_code == 302
    assert session.scalars(select(Draft)).one().answers == {"dream-words": "A dog"}


def test_other_questions_keep_what_still_answers_them(client: FlaskClient, session: Session) -> None:
    collection = make_collection(questions="tell-us")
    client.post("/say/autumn/ask/change-words", data={"answer-change-words": "Ring me"})
    client.post("/say/autumn/ask/may-share", data={"answer-may-share": "yes"})
    client.post("/say/autumn/ask/how-safe", data={"answer-how-safe": "3"})
    ask_instead(collection, "parents-and-carers")
    assert "Ring me" in client.get("/say/autumn/check").get_data(as_text=True)
    saved = client.post("/say/autumn/ask/treated-words", data={"answer-treated-words": "Well"})
    assert saved.status_code == 302
    answers = session.scalars(select(Draft)).one().answers
    assert (answers["change-words"], answers["treated-words"]) == ("Ring me", "Well")
    assert "worker-words" not in answers


def test_two_first_saves_at_once_keep_one_draft(app: Flask, session: Session) -> None:
    collection = make_collection()
    token = new_key()
    for words in ("Cake", "Biscuits"):
        drafts.save(token=token, collection=collection, answers={"good-words": words})
    assert drafts.answers_so_far(token, collection) == {"good-words": "Biscuits"}
    assert count(session, Draft) == 1


@pytest.mark.parametrize("page", ["meetings-words", "a-question-of-before"])
def test_words_for_a_page_that_is_not_asked_any_more_are_handed_back(client: FlaskClient, page: str) -> None:
    make_collection(questions="tell-us")
    refused = client.post(
        f"/say/autumn/ask/{page}",
        data={f"answer-{page}": "They <b>talk</b> about me", "answer-meetings": "yes"},
    )
    assert refused.status_code == 409
    shown = refused.get_data(as_text=True)
    assert "They &lt;b&gt;talk&lt;/b&gt; about me" in shown
    assert ">yes<" not in shown


def test_a_page_that_is_not_asked_any_more_and_holds_no_words_goes_on(client: FlaskClient) -> None:
    make_collection(questions="tell-us")
    assert path(client.post("/say/autumn/ask/meetings-words", data={"go": "skip"})) == "/say/autumn/check"


def test_a_closed_collection_hands_short_words_back_and_no_picks(client: FlaskClient) -> None:
    make_collection(open_now=False)
    refused = client.post(
        "/say/autumn",
        data={"key": new_key(), "answer-good-words": "mum", "answer-worry-things": "hurt"},
    )
    assert ">mum<" in refused.get_data(as_text=True)
    assert ">hurt<" not in refused.get_data(as_text=True)


def test_the_way_out_is_open_where_the_database_is_not(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_collection()
    client.post("/say/autumn/ask/good-words", data={"answer-good-words": "Cake"})

    def gone(**_: object) -> None:
        raise OperationalError("wipe", {}, Exception("gone"))

    monkeypatch.setattr(drafts, "wipe", gone)
    left = client.post("/leave")
    assert left.status_code == 200
    assert left.headers["Refresh"].startswith("0; url=https://")
    assert "Cake" not in client.get("/say/autumn/check").text


def test_a_page_that_is_broken_has_the_way_out(app: Flask) -> None:
    with app.test_request_context():
        shown = render_template("errors/broken.html", words=words_for(500), code=500)
        way_out = url_for("receipt.leave")
    assert f'action="{way_out}" method="post"' in shown
    assert "Leave this page now" in shown


def test_the_next_person_on_the_device_does_not_find_the_code_of_a_lost_answer(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_collection()
    sent_and_the_answer_lost(client)
    now = visit._minute()
    monkeypatch.setattr(visit, "_minute", lambda: now + 31)
    assert client.get("/say/autumn").status_code == 200
    client.post("/say/autumn/ask/dream-words", data={"answer-dream-words": "A dog"})
    assert path(client.post("/say/autumn")) == "/say/autumn/thanks"
    assert count(session, Response) == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_collection_that_closes_before_send_hands_back_all_that_was_written(
    client: FlaskClient, method: str
) -> None:
    collection = make_collection()
    client.post("/say/autumn/ask/good-words", data={"answer-good-words": "Cake on Fridays"})
    client.post("/say/autumn/ask/dream-words", data={"answer-dream-words": "A dog"})
    collection.open = False
    address = "/say/autumn/check" if method == "get" else "/say/autumn"
    closed = getattr(client, method)(address)
    assert closed.status_code == 410
    assert "Cake on Fridays" in closed.text and "A dog" in closed.text


def test_one_page_that_was_sent_before_the_collection_closed_still_shows_its_code(
    client: FlaskClient, session: Session
) -> None:
    collection = make_collection()
    data = {"key": new_key(), "answer-good-words": "Cake"}
    client.post("/say/autumn", data=data)
    code = code_on(client.get("/say/autumn/thanks"))
    collection.open = False
    assert path(client.post("/say/autumn", data=data)) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == code
    assert count(session, Response) == 1
