"""The page says how well themes are found, what stopped a model, and never shows a small number."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import db
from core.jobs.queue import run_sweeps, waiting
from core.people.models import Role, User
from nlp.codebook.versions import keep_codebook, newest_version
from nlp.findings import Reading, ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import PassageReading
from nlp.kept.reading import to_keep
from nlp.rereading import left_to_reread, rereading_of
from nlp.taught import kept
from nlp.taught.drift import Part, count_drift, months_shown
from nlp.taught.jobs import DRIFT
from nlp.taught.models import DriftMonth
from tests.conftest import SignIn
from tests.nlp.factories import make_passage, make_read_passage, make_suggestion
from tests.nlp.taught.lessons import make_looked_at

PAGE = "/themes/how-well/"


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


def test_an_empty_house_is_told_what_will_be_here(client: FlaskClient, lead: User) -> None:
    page = client.get(PAGE).text
    assert "Nobody has decided anything yet" in page and "Check the themes" in page
    assert "The model that came with Heard" in page
    assert "Learn from what people decided" not in page


def test_the_review_says_words_score_and_model_of_each_suggestion(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    words = "Kim never rings me back and I am still waiting"
    finding = ThemeFinding(
        "contact-speed", Valence.negative, 0.9, 4, 15, "model:0123456789ab", ((4, 15), (39, 46))
    )
    passage = make_passage(words=words)
    keep_readings(
        [(passage, to_keep(words, Reading((finding,), (), (), words, "en")))], codebook=keep_codebook()
    )
    session.commit()
    page = client.get(f"/themes/review/{passage.id}").text
    assert "Very sure, because of “never rings” and “waiting”." in page
    assert "The model that came with Heard, version 0123456789ab" in page


def test_reading_everything_again_is_asked_for_and_uses_what_there_is(
    client: FlaskClient, session: Session, lead: User
) -> None:
    make_looked_at("She listens", {"listened-to": "positive"}, by=lead)
    model = kept.keep_shipped()
    kept.put_in_use(model=model, by=lead.id)
    before = keep_codebook()
    session.commit()
    assert "Read everything again with it" in client.get(PAGE).text
    assert left_to_reread(before.id) == 0, "putting a model in use reads nothing again by itself"
    answer = client.post(f"{PAGE}read-again/{model.number}")
    assert answer.status_code == 302 and answer.location.endswith("/themes/reading/")
    session.expire_all()
    version = newest_version()
    assert version is not None and version.number == before.number + 1
    assert (version.fingerprint, version.origin) == (before.fingerprint, "shipped")
    assert left_to_reread(version.id) == 1
    going = rereading_of(version.id)
    assert going is not None and going.state == "running"
    assert "Read everything again with it" not in client.get(PAGE).text


def voices(many: int, *, month: date, themed: int = 0, words: str = "she came to see us") -> None:
    for at in range(many):
        passage = make_read_passage(words=words, on=month, source_id=uuid4())
        keep_reading(passage.id)
        if at < themed:
            make_suggestion(passage, "listened-to")


def keep_reading(passage_id: object) -> None:
    db.session.add(PassageReading(passage_id=passage_id, reader="test", codebook_id=keep_codebook().id))
    db.session.flush()


def test_drift_is_counted_by_month_and_small_numbers_are_hidden(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    keep_codebook()
    voices(9, month=date(2026, 7, 1))
    voices(30, month=date(2026, 8, 1), themed=15)
    voices(30, month=date(2026, 9, 1), themed=26, words="the zumbik was blorpish and grelling")
    count_drift()
    session.commit()
    july, august, september = months_shown(10)
    assert july.themeless == Part(None, None)
    assert (august.themeless.hundredths, august.new_words.n) == (50, 0)
    assert september.themeless == Part(None, 30), "four people without a theme are too few to show"
    assert september.new_words.hundredths == 100
    page = client.get(PAGE).text
    assert "fewer than 10 people" in page and "too few to show" in page and "50 in 100" in page


def test_drift_is_counted_once_a_day(app: Flask, session: Session) -> None:
    run_sweeps(app)
    session.commit()
    assert waiting(DRIFT) == 1
    session.execute(DriftMonth.__table__.insert().values(
        month=date(2026, 9, 1), passages=1, voices=1, themeless=0, themeless_voices=0, looked_at=0,
        looked_at_voices=0, with_new_words=0, with_new_words_voices=0, counted_at=datetime.now(UTC),
    ))  # fmt: skip
    session.commit()
    run_sweeps(app)
    assert waiting(DRIFT) == 1
    assert session.scalars(select(func.count()).select_from(DriftMonth)).one() == 1


@given(st.integers(0, 60), st.integers(0, 60), st.integers(5, 15))
def test_no_part_shown_stands_for_few_people(voices_of_part: int, others: int, threshold: int) -> None:
    of = voices_of_part + others
    part = Part.told(voices_of_part, of, voices=voices_of_part, of_voices=of, threshold=threshold)
    if part.n is not None:
        assert part.n == 0 or part.n >= threshold
        assert others == 0 or others >= threshold
        assert of >= threshold
