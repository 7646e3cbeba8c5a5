"""Names the rooms know are taken out of messages wherever they stand."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs import nudge, run_waiting
from core.known_names import Kind
from core.known_names.lists import keep_list
from core.passages import Passage
from core.people.models import Role
from core.trail import TrailEntry
from nlp import reading_jobs
from nlp.redact import Familiar, redact
from tests.audit.factories import CaseFileFactory
from tests.conftest import SignIn
from tests.core.factories import UserFactory
from tests.nlp.factories import make_passage, make_team


@pytest.fixture(scope="module", autouse=True)
def end_the_reader() -> Iterator[None]:
    yield
    reading_jobs.reader.close()


def copy_of(words: str, app: Flask, session: Session) -> str:
    """What is stored of a passage once it was read."""
    passage = make_passage(source_id=uuid4(), speaker="family", words=words, team_id=make_team().id)
    nudge(reading_jobs.READ_PASSAGES)
    session.commit()
    run_waiting(app)
    session.expire_all()
    return str(session.scalars(select(Passage.redacted).where(Passage.id == passage.id)).one())


def test_staff_case_files_and_the_administrators_places_are_found(app: Flask, session: Session) -> None:
    by = UserFactory(name="Brontwyn Table")
    CaseFileFactory(reference="AB77/Q2", practitioner="Tolliver Marsh")
    keep_list(kind=Kind.place, names=["The Old Mill"], by=by.id)
    copy = copy_of("brontwyn table saw us at the old mill about ab77-q2, then tolliver rang", app, session)
    assert copy == "[name] saw us at [place] about [case number], then [name] rang"


def test_a_name_added_later_counts_from_the_next_message_on(app: Flask, session: Session) -> None:
    by = UserFactory(name="Ada Fell")
    words = "nothing happens at the blue gate corner"
    assert copy_of(words, app, session) == words
    keep_list(kind=Kind.place, names=["The Blue Gate Corner"], by=by.id)
    assert copy_of(words, app, session) == "nothing happens at [place]"


def test_names_added_by_an_administrator_go_from_what_was_said_before_too(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    words = "nothing happens at the blue gate corner"
    assert copy_of(words, app, session) == words
    sign_in(client, Role.administrator)
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]*)"', client.get("/settings/names/").text)
    assert seen
    lists = {"person": "", "school": "", "place": "The Blue Gate Corner", "seen": seen[1]}
    answer = client.post("/settings/names/", data={**lists, "again": "y"}, follow_redirects=True)
    assert "reading everything again" in answer.text
    run_waiting(app)
    session.expire_all()
    copies = session.scalars(select(Passage.redacted)).all()
    assert copies == ["nothing happens at [place]"]
    assert session.scalars(select(TrailEntry).where(TrailEntry.action.startswith("read again"))).one()


@pytest.mark.parametrize("typed", ["p 12 34 56", "P123456", "P12/34.56", "P 12-3456"])
def test_a_reference_is_found_however_its_parts_are_typed(typed: str) -> None:
    here = Familiar.of(references=["P 12 34 56"])
    assert redact(f"the file {typed} was lost", familiar=here).text == "the file [case number] was lost"
    assert not redact("they came at 12 and 34 of 56 stayed", familiar=here).redactions


def test_a_known_name_that_is_an_ordinary_word_leaves_ordinary_messages_alone() -> None:
    here = Familiar.of(people=["Hope Table", "Will Worker"], places=["Home"], references=["12"])
    words = "i hope my worker will put the table at home by 12"
    assert redact(words, familiar=here).text == words
    assert (
        redact("then Hope Table came, hope table again", familiar=here).text
        == "then [name] came, [name] again"
    )
