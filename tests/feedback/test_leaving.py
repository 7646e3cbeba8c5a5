"""The way out forgets what was typed, and what was still on its way when it was taken."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db
from feedback import drafts
from feedback.models import Draft
from tests.feedback.factories import answers_drafted, make_collection
from tests.feedback.test_journey import code_on, path, text
from tests.feedback.test_lost_answers import cookie_of, put_back

PAGE = "/say/autumn/ask/good-words"


@pytest.fixture
def on_its_way(client: FlaskClient) -> str:
    """Somebody has looked at a page and left it; gives the cookie that went with the answer sent before."""
    make_collection()
    client.get(PAGE)
    before = cookie_of(client)
    client.post("/leave")
    return before


def test_a_first_answer_that_comes_after_the_way_out_is_not_kept(
    client: FlaskClient, on_its_way: str
) -> None:
    put_back(client, on_its_way)
    late = client.post(PAGE, data={"answer-good-words": "Something"})
    assert late.status_code == 409
    assert "You left this page" in text(late) and "Something" in text(late)
    assert answers_drafted() == []
    assert "Something" not in client.get(PAGE).get_data(as_text=True)


def test_a_later_answer_that_comes_after_the_way_out_is_not_kept(client: FlaskClient) -> None:
    make_collection()
    client.post("/say/autumn/ask/worry-words", data={"answer-worry-words": "Dark"})
    before = cookie_of(client)
    client.post("/leave")
    put_back(client, before)
    assert client.post(PAGE, data={"answer-good-words": "Something"}).status_code == 409
    put_back(client, before)
    assert client.post("/say/autumn/ask/worry-words/take-out").status_code == 409
    assert answers_drafted() == []


def test_an_answer_that_is_being_kept_while_the_way_out_is_taken_is_not_kept(client: FlaskClient) -> None:
    collection = make_collection()
    drafts.leave(token="token", collection=collection)
    with pytest.raises(drafts.Left):
        drafts.save(token="token", collection=collection, answers={"good-words": "Something"})
    assert answers_drafted() == []


def test_whoever_comes_with_the_cookie_of_a_left_visit_can_start_again(
    client: FlaskClient, on_its_way: str
) -> None:
    put_back(client, on_its_way)
    again = client.get(PAGE)
    assert path(again) == PAGE
    assert client.get(PAGE).status_code == 200
    client.post(PAGE, data={"answer-good-words": "Cake"})
    assert answers_drafted() == [{"good-words": "Cake"}]


def test_to_look_at_a_page_after_sending_loses_no_code(client: FlaskClient) -> None:
    make_collection()
    client.post(PAGE, data={"answer-good-words": "Cake"})
    client.post("/say/autumn")
    code = code_on(client.get("/say/autumn/thanks"))
    client.get(PAGE)
    assert code_on(client.get("/say/autumn/thanks")) == code
    client.post("/say/autumn")
    assert code_on(client.get("/say/autumn/thanks")) == code
    client.post(PAGE, data={"answer-good-words": "And sweets"})
    assert path(client.get("/say/autumn/thanks")) == "/say/autumn"


def test_what_remains_of_a_left_visit_goes_with_the_old_drafts(client: FlaskClient, on_its_way: str) -> None:
    [left] = db.session.scalars(select(Draft))
    assert left.left
    left.kept_until = left.kept_until.replace(year=2020)
    db.session.flush()
    assert drafts.wipe_old() == 1
