"""The page says how well themes are found, what stopped a model, and never shows a small number."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.db import db
from core.jobs.queue import run_sweeps, waiting
from core.people.models import Role, User
from core.trail import TrailEntry
from nlp.codebook.versions import keep_codebook, newest_version
from nlp.findings import Reading, ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import PassageReading
from nlp.kept.reading import to_keep
from nlp.rereading import left_to_reread, rereading_of
from nlp.taught import kept
from nlp.taught.drift import count_drift
from nlp.taught.drifting import Part, drift_of, drifts
from nlp.taught.figures import ModelFigures, ThemeFigures
from nlp.taught.jobs import DRIFT
from nlp.taught.models import DriftMonth, ModelVersion, TrainingRun
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
    assert "Very sure, 0.90: not good, because of “never rings” and “waiting”." in page
    assert "The model that came with Heard, version 0123456789ab" in page


def test_reading_everything_again_is_asked_for_and_uses_what_there_is(
    client: FlaskClient, session: Session, lead: User
) -> None:
    make_looked_at("She listens", {"listened-to": "positive"}, by=lead)
    before = keep_codebook()
    shipped = kept.keep_shipped()
    session.commit()
    assert AGAIN not in client.get(PAGE).text, "it has read everything"
    model = make_model(FAILED)
    kept.put_in_use(model=model, by=lead.id)
    session.commit()
    assert AGAIN in client.get(PAGE).text
    assert left_to_reread(before.id) == 0, "putting a model in use reads nothing again by itself"
    answer = client.post(f"{PAGE}read-again/{shipped.number}", follow_redirects=True)
    assert "Another model is in use by now" in answer.text
    answer = client.post(f"{PAGE}read-again/{model.number}")
    assert answer.status_code == 302 and answer.location.endswith("/themes/reading/")
    session.expire_all()
    version = newest_version()
    assert version is not None and version.number == before.number + 1
    assert (version.fingerprint, version.origin) == (before.fingerprint, "shipped")
    assert left_to_reread(version.id) == 1
    going = rereading_of(version.id)
    assert going is not None and going.state == "running"
    assert AGAIN not in client.get(PAGE).text


AGAIN = "Read everything again with it"
FAILED = (
    {"name": "enough", "passed": False, "found": 23, "needed": 60, "themes": []},
    {"name": "better", "passed": True, "found": 0.9, "needed": 0.8, "themes": []},
    {"name": "no theme worse", "passed": False, "found": 1, "needed": 0, "themes": ["listened-to"]},
)
PASSED = tuple({**part, "passed": True, "themes": []} for part in FAILED)


def figures(number: int) -> dict[str, Any]:
    each = ThemeFigures(right=9, given=12, there=10, asked=14)
    return ModelFigures(number, 30, 20, each, (0.6, 0.9), {"listened-to": each}).to_keep()


def make_model(verdict: Sequence[Mapping[str, Any]], *, at: datetime | None = None) -> ModelVersion:
    """A model that took the test, and came out like this."""
    keep_codebook()
    run = TrainingRun(kind="train", state="done", ended_at=at or datetime.now(UTC), verdict=list(verdict))
    db.session.add(run)
    db.session.flush()
    model = kept.keep_learnt(packed=b"made for a test", version="0123456789ab", run_id=run.id)
    shipped = kept.keep_shipped()
    run.figures = {"in_use": figures(shipped.number), "new": figures(model.number)}
    db.session.flush()
    return model


def test_a_model_that_failed_the_test_is_put_in_use_only_by_whoever_was_told_so(
    client: FlaskClient, session: Session, lead: User
) -> None:
    model = make_model(FAILED)
    session.commit()
    page = client.get(PAGE).text
    assert "Did not pass the test" in page and "23 passages were held back; 60 are the least." in page
    assert "It finds “Being listened to” clearly worse." in page
    asked = client.post(f"{PAGE}use/{model.number}", follow_redirects=True)
    assert f"Put Model {model.number} in use?" in asked.text
    assert "23 passages were held back" in asked.text and "Being listened to" in asked.text
    assert kept.number_in_use() != model.number
    client.post(f"{PAGE}use/{model.number}", data={"all_the_same": "yes"})
    session.rollback()
    assert kept.number_in_use() == model.number
    entry = session.scalars(
        select(TrailEntry).where(TrailEntry.action == "put a model in use").order_by(TrailEntry.number.desc())
    ).first()
    assert entry is not None and entry.detail["not_passed"] == "enough, no theme worse"


def test_a_model_that_passed_and_the_one_that_came_with_heard_need_one_click(
    client: FlaskClient, session: Session, lead: User
) -> None:
    model, shipped = make_model(PASSED), kept.keep_shipped()
    session.commit()
    assert "It passed the test." in client.get(PAGE).text
    assert client.get(f"{PAGE}use/{model.number}").status_code == 302, "there is nothing to confirm"
    for number in (model.number, shipped.number):
        client.post(f"{PAGE}use/{number}")
        session.rollback()
        assert kept.number_in_use() == number


def test_each_theme_shows_precision_recall_and_count_of_every_model_over_time(
    client: FlaskClient, session: Session, lead: User
) -> None:
    keep_codebook()
    for day in (1, 2):
        make_model(PASSED, at=datetime(2026, 9, day, tzinfo=UTC))
    session.commit()
    page = client.get(f"{PAGE}theme/listened-to").text
    assert "How well we find “Being listened to”" in page and "4 measurings" in page
    assert page.count("75 (47 to 91)") == 4 and page.count("90 (60 to 98)") == 4
    assert "1 September 2026" in page and "2 September 2026" in page and "<svg" in page
    assert "Not measured yet" in client.get(f"{PAGE}theme/privacy").text
    assert client.get(f"{PAGE}theme/no-such-theme").status_code == 404


def test_the_page_says_why_wordings_are_fewer_than_passages_and_what_is_missing(
    client: FlaskClient, session: Session, lead: User
) -> None:
    for words in ("She listens", "she listens!", "Nobody rings"):
        make_looked_at(words, {}, by=lead)
    make_looked_at("The bus is late", {}, by=lead, held_back=True)
    session.commit()
    page = client.get(PAGE).text
    assert "about 4 passages, in 3 different wordings: the same words count once" in page
    assert "2 are there to learn from, 1 is held back" in page
    assert "about 236 more passages" in page


def voices(many: int, *, month: date, themed: int = 0, words: str = "she came to see us") -> None:
    for at in range(many):
        passage = make_read_passage(words=words, on=month, source_id=uuid4())
        keep_reading(passage.id)
        if at < themed:
            make_suggestion(passage, "listened-to")


def keep_reading(passage_id: object) -> None:
    db.session.add(PassageReading(passage_id=passage_id, reader="test", codebook_id=keep_codebook().id))
    db.session.flush()


def test_drift_is_counted_by_month_and_months_of_few_people_are_put_together(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    keep_codebook()
    voices(9, month=date(2026, 6, 1))
    voices(30, month=date(2026, 7, 1), themed=15)
    voices(30, month=date(2026, 8, 1), themed=26)
    voices(30, month=date(2026, 9, 1), themed=22, words="the zumbik was blorpish and grelling")
    voices(20, month=date(2026, 10, 1), themed=18)
    count_drift()
    session.commit()
    found = drifts(threshold=10)
    assert [(period.said, period.part.n, period.part.of) for period in found.themeless.periods] == [
        ("June to July 2026", 24, 39),
        ("August to September 2026", 12, 60),
    ]
    assert found.themeless.open_since == date(2026, 10, 1)
    page = client.get(PAGE).text
    assert "In August to September 2026, 20 in 100 passages had no theme." in page
    assert "Since October 2026 too few people did to show more." in page


def month_of(number: int) -> date:
    return date(2025 + number // 12, number % 12 + 1, 1)


def counted(shares: Sequence[int]) -> None:
    for number, share in enumerate(shares):
        db.session.add(
            DriftMonth(
                month=month_of(number), passages=200, voices=150, themeless=2 * share, themeless_voices=share + 10,
                looked_at=200, looked_at_voices=150, with_new_words=20, with_new_words_voices=15,
            )
        )  # fmt: skip
    db.session.commit()


def test_a_rise_beyond_what_is_usual_is_said_with_what_to_do(
    client: FlaskClient, session: Session, lead: User
) -> None:
    usual = [10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12]
    counted([*usual, 11])
    page = client.get(PAGE).text
    assert "In December 2025, 11 in 100 passages had no theme. Usual is between 7 and 15 in 100." in page
    assert "More passages than usual" not in page.replace("When more", "")
    assert "People may be saying new things" not in client.get("/home").text
    session.execute(delete(DriftMonth))
    counted([*usual, 40])
    page = client.get(PAGE).text
    assert "More passages than usual have no theme." in page
    assert "More passages than usual hold new words." not in page
    assert 'href="/themes/review"' in page and 'href="/themes/rising/"' in page
    assert "People may be saying new things" in client.get("/home").text


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


PARTS = st.builds(
    lambda voices, others, every: Part(
        voices, voices + others, voices, voices + others - min(voices, others, every)
    ),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 3),
)


@given(st.lists(PARTS, max_size=12), st.integers(5, 15))
def test_no_period_shown_stands_for_few_people_and_nothing_is_counted_twice(
    parts: list[Part], threshold: int
) -> None:
    found = drift_of([(month_of(at), part) for at, part in enumerate(parts)], threshold=threshold)
    for period in found.periods:
        part = period.part
        assert part.of_voices >= threshold
        assert part.voices == 0 or part.voices >= threshold
        assert (
            part.n == part.of
            or part.of_voices - part.voices == 0
            or part.of_voices - part.voices >= threshold
        )
    shown = [part for at, part in enumerate(parts) if not found.open_since or month_of(at) < found.open_since]
    assert sum(period.part.n for period in found.periods) == sum(part.n for part in shown)
