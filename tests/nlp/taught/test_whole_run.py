"""A whole training on the real database: what teaches is put in use, noise is not, and the old comes back."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import db
from core.jobs import nudge, run_waiting
from core.people.models import Role, User
from core.trail import TrailEntry
from nlp import reading_jobs
from nlp.kept.models import Suggestion
from nlp.taught import kept, runs
from nlp.taught.figures import ModelFigures
from nlp.taught.models import ModelVersion, TrainingRun
from tests.conftest import SignIn
from tests.nlp.factories import make_passage
from tests.nlp.taught.lessons import decide_many

PAGE = "/themes/how-well/"


@pytest.fixture(autouse=True)
def few_examples(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One in a hundred of the worked examples is learnt from, so that a training takes seconds."""
    monkeypatch.setattr(runs, "EXAMPLES_EVERY", 100)
    yield
    reading_jobs.reader.close()


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


def only_run(session: Session) -> TrainingRun:
    session.rollback()
    return session.scalars(select(TrainingRun).execution_options(populate_existing=True)).one()


def test_decisions_that_teach_put_the_new_model_in_use_and_one_click_takes_it_back(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    decide_many(lead, learn=120, held_back=80)
    assert client.post(f"{PAGE}train").status_code == 302
    assert "Going on" in client.get(PAGE).text
    run_waiting(app)
    run = only_run(session)
    assert (run.state, run.because, run.decided, run.learnt, run.held_back) == ("done", None, 200, 120, 80)
    assert [part["passed"] for part in run.verdict] == [True] * 5
    old, new = (ModelFigures.kept(run.figures[name]) for name in ("in_use", "new"))
    assert (new.whole.f1 or 0) > (old.whole.f1 or 0) + 0.3
    using = kept.in_use()
    assert using is not None and using.origin == "learnt" and using.put_by is None
    assert "It passed every part of the test" in client.get(PAGE).text

    # What is said from now on is read with it, by the bounded reader, with the words that made it.
    passage = make_passage(words="The torvex was late again and again")
    nudge(reading_jobs.READ_PASSAGES)
    session.commit()
    run_waiting(app)
    found = session.scalars(select(Suggestion).where(Suggestion.passage_id == passage.id)).all()
    suggestion = next(one for one in found if one.theme == "contact-speed")
    assert suggestion.source == f"model:{using.version}"
    assert any("torvex" in passage.words[start:end] for start, end in suggestion.reasons)

    shipped = session.scalars(select(ModelVersion).where(ModelVersion.origin == "shipped")).one()
    client.post(f"{PAGE}use/{shipped.number}")
    session.rollback()
    now = kept.in_use()
    assert now is not None and now.id == shipped.id and now.put_by == lead.id
    entry = session.scalars(
        select(TrailEntry).where(TrailEntry.action == "put a model in use").order_by(TrailEntry.number.desc())
    ).first()
    assert entry is not None and entry.actor_id == lead.id and entry.subject_id == shipped.id
    again = make_passage(words="The torvex was late again and again")
    nudge(reading_jobs.READ_PASSAGES)
    session.commit()
    run_waiting(app)
    sources = session.scalars(select(Suggestion.source).where(Suggestion.passage_id == again.id)).all()
    assert f"model:{using.version}" not in sources


def test_noise_is_kept_and_not_used_and_the_page_says_why(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    decide_many(lead, learn=120, held_back=40, noise=True)
    runs.ask(kind="train", by=lead.id)
    session.commit()
    run_waiting(app)
    run = only_run(session)
    assert run.state == "done"
    failed = {part["name"] for part in run.verdict if not part["passed"]}
    assert "enough" in failed
    assert kept.in_use() is None
    assert session.scalars(select(func.count()).where(ModelVersion.origin == "learnt")).one() == 1
    page = client.get(PAGE).text
    assert "Kept, not used" in page and "40 passages were held back; 60 are the least" in page


def test_measuring_alone_makes_no_model(app: Flask, session: Session, lead: User) -> None:
    decide_many(lead, learn=4, held_back=8)
    runs.ask(kind="measure", by=lead.id)
    session.commit()
    run_waiting(app)
    run = only_run(session)
    assert (run.state, run.learnt, run.held_back) == ("done", 0, 8)
    assert list(run.figures) == ["in_use"]
    assert [row.origin for row in db.session.scalars(select(ModelVersion))] == ["shipped"]
