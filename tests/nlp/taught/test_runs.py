"""One run at a time, finished or failed clearly whoever dies, and only by those who may."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import commands
from core.db import db
from core.db.embedded import Urls
from core.jobs import run_waiting
from core.jobs.queue import queued, run_sweeps
from core.people.models import Role, User
from core.settings import Settings
from nlp.codebook.versions import keep_codebook
from nlp.taught import kept, runs
from nlp.taught.models import ModelVersion, TrainingRun
from tests.conftest import SignIn
from tests.nlp.factories import make_team
from tests.nlp.taught.lessons import decide_many

ROOT = Path(__file__).parents[3]
PAGE = "/themes/how-well/"


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


@pytest.fixture
def dying(app: Flask, database: Urls, test_settings: Settings) -> Iterator["subprocess.Popen[str]"]:
    """A worker in a process of its own that works on the run that is going, and says each step."""
    environment = os.environ | {
        "HEARD_ENVIRONMENT": "test",
        "DATABASE_URL": database.app,
        "HEARD_OWNER_DATABASE_URL": database.owner,
        "HEARD_INSTANCE": str(test_settings.instance),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.nlp.taught.training_worker"],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.wait()


def the_run(session: Session) -> TrainingRun:
    session.rollback()
    return session.scalars(select(TrainingRun).execution_options(populate_existing=True)).one()


def test_two_at_once_are_impossible(client: FlaskClient, session: Session, lead: User) -> None:
    assert client.post(f"{PAGE}train").status_code == 302
    answer = client.post(f"{PAGE}measure", follow_redirects=True)
    assert "One is going on already" in answer.text
    assert session.scalars(select(func.count()).select_from(TrainingRun)).one() == 1
    with pytest.raises(runs.AlreadyGoing):
        runs.ask(kind="train", by=None)
    session.add(TrainingRun(kind="train"))
    with pytest.raises(IntegrityError, match="training_run_one_at_a_time_idx"):
        session.flush()
    session.rollback()


def test_whoever_comes_second_leaves_a_run_alone(
    app: Flask, session: Session, lead: User, database: Urls
) -> None:
    run = runs.ask(kind="train", by=lead.id)
    session.commit()
    with psycopg.connect(database.app.replace("postgresql+psycopg", "postgresql")) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [runs.RUN_LOCK])
        runs.work_on(run.id)
        runs.take_up_what_was_left()
        session.commit()
    assert the_run(session).state == "going" and the_run(session).tries == 0


def test_too_little_to_learn_from_is_said(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    decide_many(lead, learn=3, held_back=1)
    runs.ask(kind="train", by=lead.id)
    session.commit()
    run_waiting(app)
    run = the_run(session)
    assert run.state == "failed" and "3 decided passages, 20 are the least" in (run.because or "")
    page = client.get(PAGE).text
    assert "too little to learn from" in page and "The model in use stays" in page


def test_a_worker_killed_half_way_leaves_nothing_and_the_sweep_has_it_done(
    app: Flask, session: Session, lead: User, dying: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_many(lead, learn=30, held_back=8)
    run_id = runs.ask(kind="train", by=lead.id, hurry=False).id
    session.commit()
    assert dying.stdin is not None and dying.stdout is not None
    dying.stdin.write("begin\n")
    dying.stdin.flush()
    for line in dying.stdout:
        if line.startswith("Learning which words"):
            break
    assert the_run(session).step.startswith("Learning which words") and the_run(session).share > 0
    run_sweeps(app)
    assert not queued(runs.TRAIN), "somebody still works on it"
    os.kill(dying.pid, signal.SIGKILL)
    dying.wait()
    session.rollback()
    run = the_run(session)
    assert (run.state, run.tries, run.figures) == ("going", 1, {})
    assert session.scalars(select(func.count()).select_from(ModelVersion)).one() == 0
    run_sweeps(app)
    assert queued(runs.TRAIN)
    monkeypatch.setattr(runs, "EXAMPLES_EVERY", 100)
    run_waiting(app)
    run = the_run(session)
    assert (run.id, run.state, run.tries, run.learnt) == (run_id, "done", 2, 30)


def test_a_run_that_kills_its_worker_each_time_is_given_up(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    runs.ask(kind="train", by=lead.id, hurry=False)
    session.execute(text("UPDATE training_run SET tries = 3"))
    session.commit()
    run_sweeps(app)
    run = the_run(session)
    assert run.state == "failed" and "stopped 3 times" in (run.because or "")
    assert "stopped 3 times" in client.get(PAGE).text


def test_a_model_that_somebody_put_in_use_meanwhile_is_not_replaced(
    app: Flask, session: Session, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_many(lead, learn=80, held_back=64)
    monkeypatch.setattr(runs, "EXAMPLES_EVERY", 100)
    learn = runs.taken_apart

    def and_meanwhile(*given: object) -> object:
        found = learn(*given)  # type: ignore[arg-type]
        run = TrainingRun(kind="train", state="failed", because="made for a test", ended_at=func.now())
        db.session.add(run)
        db.session.flush()
        assert found.model is not None
        other = kept.keep_learnt(packed=found.model, version="other", run_id=run.id)
        kept.put_in_use(model=other, by=lead.id)
        return found

    monkeypatch.setattr(runs, "taken_apart", and_meanwhile)
    run_id = runs.ask(kind="train", by=lead.id).id
    session.commit()
    run_waiting(app)
    session.rollback()
    run = session.get_one(TrainingRun, run_id, populate_existing=True)
    assert [part["name"] for part in run.verdict if not part["passed"]] == ["still the same"]
    using = kept.in_use()
    assert using is not None and using.version == "other"


def test_only_the_whole_authoritys_people_may_look_and_change(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    team = make_team()
    keep_codebook()
    for role, where, status in (
        (Role.quality_lead, None, 200),
        (Role.administrator, None, 200),
        (Role.quality_lead, team, 404),
        (Role.duty_lead, None, 403),
        (Role.team_manager, team, 403),
    ):
        client = app.test_client()
        sign_in(client, role, team=where)
        assert client.get(PAGE).status_code == status
        assert client.get(f"{PAGE}theme/listened-to").status_code == status
        for address in ("train", "use/1", "read-again/1"):
            answer = client.post(f"{PAGE}{address}")
            assert answer.status_code == (status if status != 200 else answer.status_code)
    assert session.scalars(select(func.count()).select_from(TrainingRun)).one() == 1


def test_forms_need_their_token(
    app: Flask, client: FlaskClient, session: Session, lead: User, csrf: None
) -> None:
    for address in ("train", "measure", "use/1", "read-again/1"):
        assert client.post(f"{PAGE}{address}").status_code == 400
    assert session.scalars(select(func.count()).select_from(TrainingRun)).one() == 0


def test_the_command_line_trains_here_and_says_what_came_out(
    app: Flask, session: Session, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "create_app", lambda: app)
    monkeypatch.setattr(runs, "EXAMPLES_EVERY", 100)
    decide_many(lead, learn=24, held_back=8)
    run = CliRunner()
    found = run.invoke(commands.cli, ["nlp", "train"])
    assert found.exit_code == 0, found.output
    assert "32 decided passages, the same words once: 24 learnt from, 8 measured on" in found.output
    assert "kept, not used; not passed: enough" in found.output
    explained = run.invoke(commands.cli, ["nlp", "explain", "--in-use", "She never rings me back"])
    assert "said by      the model, version" in explained.output
    runs.ask(kind="measure", by=lead.id)
    session.commit()
    refused = run.invoke(commands.cli, ["nlp", "train"])
    assert refused.exit_code == 1 and "going on already" in refused.output
