"""Collections as staff make, open, show and answer them."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.days import today
from core.people.models import Role
from feedback.models import Collection
from tests.conftest import SignIn
from tests.core.factories import TeamFactory
from tests.feedback.factories import make_collection, make_response


def filled(**changed: Any) -> dict[str, Any]:
    return {
        "title": "After your visit",
        "slug": "after-visits",
        "questions": "parents-and-carers",
        "source": "visit",
        "team": "",
        "readers": "Two people in the quality team",
        "managers_read": "no",
        "read_within_days": "5",
        "opens_on": ["", "", ""],
        "closes_on": ["", "", ""],
        "retention_months": "24",
        **changed,
    }


def test_a_quality_lead_makes_opens_and_closes_a_collection(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    public = app.test_client()
    assert client.post("/collections/new", data=filled()).location == "/collections/after-visits"
    assert public.get("/say/after-visits").status_code == 410
    client.post("/collections/after-visits/open")
    assert public.get("/say/after-visits").status_code == 200
    client.post("/collections/after-visits/close")
    assert public.get("/say/after-visits").status_code == 410


def test_a_collection_opens_and_closes_by_its_days(session: Session) -> None:
    collection = make_collection(opens_on=today(), closes_on=today())
    assert collection.takes_answers(on=today())
    collection.closes_on = today().replace(year=today().year - 1)
    assert not collection.takes_answers(on=today())


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"title": ""}, "Give it a name."),
        ({"slug": "No Spaces"}, "Use small letters"),
        ({"slug": "taken"}, "Another collection has this short name"),
        ({"slug": "new"}, "Choose a different short name"),
        ({"questions": "unknown"}, "Not a valid choice"),
        ({"team": "00000000-0000-4000-8000-000000000000"}, "Not a valid choice"),
        ({"read_within_days": "0"}, "Give 1 to 90 days."),
        ({"opens_on": ["3", "3", "2026"], "closes_on": ["2", "3", "2026"]}, "before the first day"),
        ({"opens_on": ["31", "2", "2026"]}, "a day that is in the calendar"),
        ({"title": "x\x00y"}, "hidden mark"),
    ],
)
def test_a_bad_collection_is_handed_back_with_its_reason(
    client: FlaskClient, session: Session, sign_in: SignIn, changed: dict[str, Any], because: str
) -> None:
    sign_in(client, Role.quality_lead)
    make_collection(slug="taken")
    answer = client.post("/collections/new", data=filled(**changed))
    assert answer.status_code == 422
    assert because in answer.get_data(as_text=True)


def test_questions_stay_once_somebody_has_answered(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    collection = make_collection(slug="after-visits")
    assert client.post("/collections/after-visits/edit", data=filled(questions="tell-us")).status_code == 302
    make_response(collection, {"change-words": "Ring us."})
    assert (
        client.post(
            "/collections/after-visits/edit", data=filled(title="Renamed", questions="tell-us")
        ).status_code
        == 302
    )
    refused = client.post("/collections/after-visits/edit", data=filled(questions="staff-survey"))
    assert refused.status_code == 422
    assert "so they stay" in refused.get_data(as_text=True)
    assert session.scalars(select(Collection)).one().title == "Renamed"


def test_a_manager_sees_the_collections_of_their_team_only(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    mine, other = TeamFactory(), TeamFactory()
    make_collection(slug="mine", title="Ours to see", team=mine)
    make_collection(slug="theirs", title="Not ours", team=other)
    make_collection(slug="whole", title="Whole service")
    sign_in(client, Role.team_manager, team=mine)
    page = client.get("/collections/").get_data(as_text=True)
    assert "Ours to see" in page
    assert "Not ours" not in page and "Whole service" not in page
    for address in ("theirs", "whole", "theirs/poster", "theirs/responses/", "nothing"):
        assert client.get(f"/collections/{address}").status_code == 404


def test_the_poster_and_the_picture_hold_a_square_code(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    make_collection()
    assert "heard-poster__square" in client.get("/collections/autumn/poster").get_data(as_text=True)
    picture = client.get("/collections/autumn/code.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "attachment" in picture.headers["Content-Disposition"]


def test_staff_see_words_only_once_names_are_hidden(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    receipt = make_response(make_collection(), {"good-words": "Larisa from flat 9 helps me."})
    address = f"/collections/autumn/responses/{receipt.response.id}"
    page = client.get(address).get_data(as_text=True)
    assert "Larisa" not in page
    assert "names are hidden first" in page


def test_an_answer_reaches_the_person_with_the_code(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    receipt = make_response(make_collection())
    address = f"/collections/autumn/responses/{receipt.response.id}"
    silent = client.post(address, data={"progress": "changed", "words": ""})
    assert silent.status_code == 422
    assert "Say what changed" in silent.get_data(as_text=True)
    client.post(address, data={"progress": "changed", "words": "Workers now come to say goodbye."})
    seen = app.test_client().post("/come-back", data={"code": " ".join(receipt.code)}).get_data(as_text=True)
    assert "Workers now come to say goodbye." in seen
    assert "Something has changed" in re.sub(r"<[^>]+>", "", seen)
