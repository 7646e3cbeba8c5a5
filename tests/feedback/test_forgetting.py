"""What was said is deleted when its time is over, whole and once; what must stay, stays until it need not."""

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.clock import DuePeriod, Schedule
from core.clock.due import make_due
from core.db import db
from core.jobs import run_waiting
from core.passages import Passage
from core.people.models import Role, User
from core.trail import TrailEntry, faults
from feedback import alerts, conversation, forgetting
from feedback.forgetting_cli import forget
from feedback.models import Alert, AlertEvent, Collection, ConversationMessage, Response
from feedback.submission import Receipt
from learning.models import State, Summary, SummaryQuote
from learning.outputs import make_outputs
from learning.publication import approve, draft_summary, publish
from learning.scope import scope_of
from nlp.kept import rollup
from nlp.kept.models import PassageReading
from nlp.reading_jobs import read_passages
from tests.conftest import SignIn
from tests.core.factories import UserFactory
from tests.feedback.factories import HARM, make_alert, make_collection, make_response

SENT = date(2026, 1, 31)
OVER = date(2027, 1, 31)


@pytest.fixture
def collection(app: Flask) -> Collection:
    return make_collection(retention_months=12)


def kept(session: Session, receipt: Receipt) -> Response:
    return session.get_one(Response, receipt.response.id)


def left(session: Session, rows: type) -> int:
    return session.scalar(select(func.count()).select_from(rows)) or 0


def counted(session: Session) -> list[dict[str, object]]:
    chosen = select(TrailEntry.detail).where(TrailEntry.action == "deleted what was kept for its time")
    return list(session.scalars(chosen.order_by(TrailEntry.number)))


def test_everything_of_an_old_response_goes_and_what_is_younger_stays(
    session: Session, collection: Collection
) -> None:
    old = kept(session, make_response(collection, on=SENT))
    conversation.write_ours(response=old, words="Thank you for telling us.", person=UserFactory())
    conversation.write_theirs(response=old, words="She still rings me each week.")
    young = make_response(collection, on=date(2026, 2, 1)).response
    session.commit()
    read_passages()
    session.commit()
    assert left(session, PassageReading) == 3
    assert not forgetting.forget_some(on=OVER)
    session.commit()
    session.expire_all()
    assert list(session.scalars(select(Response.id))) == [young.id]
    assert list(session.scalars(select(Passage.source_id))) == [young.id]
    assert (left(session, PassageReading), left(session, ConversationMessage)) == (1, 0)
    assert rollup.disagreements() == 0
    assert counted(session) == [{"responses": 1, "passages": 2, "messages": 2, "alerts": 0}]
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("months", "sent", "last_day_kept", "gone"),
    [
        (12, date(2026, 3, 5), date(2027, 3, 4), date(2027, 3, 5)),
        (1, date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1)),
        (1, date(2026, 2, 28), date(2026, 3, 27), date(2026, 3, 28)),
        (300, date(2026, 5, 1), date(2051, 4, 30), date(2051, 5, 1)),
    ],
)
def test_it_is_kept_for_as_long_as_was_said_and_no_day_less(
    app: Flask, session: Session, months: int, sent: date, last_day_kept: date, gone: date
) -> None:
    made = make_collection(retention_months=months)
    make_response(made, on=sent)
    assert session.scalars(forgetting.due_on(last_day_kept)).all() == []
    assert len(session.scalars(forgetting.due_on(gone)).all()) == 1


def test_an_open_alert_keeps_the_words_until_somebody_closes_it(
    session: Session, collection: Collection
) -> None:
    lead = UserFactory(roles=[Role.duty_lead])
    alert = make_alert(collection)
    alert.response.day = SENT  # type: ignore[union-attr]
    session.commit()
    forgetting.forget_some(on=OVER)
    assert left(session, Response) == 1 and counted(session) == []
    alerts.acknowledge(alert=alert, person=lead)
    alerts.close(alert=alert, person=lead, because="Spoke to school. Safe.")
    session.commit()
    forgetting.forget_some(on=OVER)
    assert [left(session, rows) for rows in (Response, Passage, Alert, AlertEvent)] == [0, 0, 0, 0]
    assert counted(session) == [{"responses": 1, "passages": 1, "messages": 0, "alerts": 1}]


def test_what_was_brought_in_stays_until_it_is_screened(session: Session, collection: Collection) -> None:
    response = kept(session, make_response(collection, on=SENT))
    response.screened = False
    session.commit()
    forgetting.forget_some(on=OVER)
    assert left(session, Response) == 1


def test_what_came_in_while_it_waited_for_a_lock_is_seen(
    app: Flask, session: Session, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alert that is raised between looking and locking holds the response back."""
    response = make_response(collection, on=SENT).response
    lock = forgetting._lock

    def raise_then_lock(found: Sequence[UUID]) -> None:
        with app.app_context():
            conversation.write_theirs(response=db.session.get_one(Response, response.id), words=HARM)
            db.session.commit()
        lock(found)

    monkeypatch.setattr(forgetting, "_lock", raise_then_lock)
    forgetting.forget_some(on=OVER)
    assert left(session, Response) == 1 and left(session, Alert) == 1


def test_many_workers_delete_each_once_and_the_trail_counts_them_all(
    app: Flask, session: Session, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 4)
    for _ in range(14):
        make_response(collection, on=SENT)
    wrong: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                while forgetting.forget_some(on=OVER):
                    db.session.commit()
                db.session.commit()
        except BaseException as fault:
            wrong.append(fault)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    session.rollback()
    assert wrong == []
    assert (left(session, Response), left(session, Passage)) == (0, 0)
    assert sum(int(str(entry["responses"])) for entry in counted(session)) == 14
    assert rollup.disagreements() == 0 and list(faults()) == []


def test_a_crash_in_the_middle_leaves_everything_or_nothing(
    app: Flask, session: Session, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_response(collection, on=SENT)

    def crash(**_: object) -> None:
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as broken:
        broken.setattr(forgetting.trail, "record", crash)
        with pytest.raises(RuntimeError):
            forgetting.forget_some(on=OVER)
    session.rollback()
    assert (left(session, Response), left(session, Passage), counted(session)) == (1, 1, [])
    forgetting.forget_some(on=OVER)
    assert (left(session, Response), left(session, Passage), len(counted(session))) == (0, 0, 1)


def test_each_night_it_is_done_by_the_worker(
    app: Flask, session: Session, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for _ in range(5):
        make_response(collection, on=SENT)
    with time_machine.travel(datetime(2027, 1, 30, 12, tzinfo=UTC)):
        forgetting.keep_the_schedule()
        forgetting.keep_the_schedule()
        session.execute(text("UPDATE schedule SET since = :now"), {"now": datetime.now(UTC)})
        session.commit()
    assert left(session, Schedule) == 1
    session.expire_all()
    assert make_due(now=datetime(2027, 1, 31, 3, tzinfo=UTC)) == 0
    assert make_due(now=datetime(2027, 1, 31, 4, tzinfo=UTC)) == 1
    session.commit()
    monkeypatch.setattr(forgetting, "today", lambda: OVER)
    run_waiting(app)
    session.rollback()
    assert list(session.scalars(select(DuePeriod.state))) == ["done"]
    assert left(session, Response) == 0
    assert [entry["responses"] for entry in counted(session)] == [2, 2, 1]


def approved_with_quote(passage: Passage, *, start: date, end: date, by: User) -> Summary:
    made = draft_summary(scope=scope_of(start=start, end=end), on=OVER, recipients=())
    made.quotes.append(
        SummaryQuote(
            passage_id=passage.id,
            words="My worker is kind.",
            speaker="a child",
            approved_by=by.id,
            approved_at=datetime.now(UTC),
        )
    )
    db.session.flush()
    approve(summary=made, by=by)
    make_outputs(summary=made)
    return made


def test_a_published_summary_stays_and_a_draft_lets_go_of_the_quote(
    session: Session, collection: Collection
) -> None:
    lead = UserFactory(roles=[Role.quality_lead])
    make_response(collection, on=SENT)
    passage = session.scalars(select(Passage)).one()
    out = approved_with_quote(passage, start=date(2026, 2, 1), end=date(2026, 2, 28), by=lead)
    publish(summary=out, by=lead)
    waiting = approved_with_quote(passage, start=date(2026, 1, 1), end=date(2026, 1, 31), by=lead)
    session.commit()
    figures, pdfs = dict(out.data), {output.sha256 for output in out.outputs}
    forgetting.forget_some(on=OVER)
    session.commit()
    session.expire_all()
    assert left(session, Response) == left(session, Passage) == 0
    assert (out.stage, len(out.quotes), out.data) == (State.published, 1, figures)
    assert {output.sha256 for output in out.outputs} == pdfs
    assert (waiting.stage, waiting.quotes, waiting.outputs) == (State.drafted, [], [])


def test_whoever_asks_with_their_code_has_everything_deleted_at_once(
    app: Flask, session: Session, collection: Collection
) -> None:
    mine, other = make_response(collection), make_response(collection)
    run = CliRunner()
    code = " ".join(mine.code)
    wrong = run.invoke(forget, input="acorn acorn\n", obj=lambda: app)
    assert wrong.exit_code == 1 and "Your code is eight words" in wrong.output
    kept = run.invoke(forget, input=f"{code}\nn\n", obj=lambda: app)
    assert kept.exit_code == 1 and left(session, Response) == 2
    done = run.invoke(forget, input=f"{code}\ny\n", obj=lambda: app)
    assert done.exit_code == 0 and mine.code[0] not in done.output
    session.expire_all()
    assert list(session.scalars(select(Response.id))) == [other.response.id]
    assert "not a code we know" in run.invoke(forget, input=f"{code}\ny\n", obj=lambda: app).output


def test_an_open_alert_is_seen_to_before_anything_is_deleted_on_request(
    app: Flask, session: Session, collection: Collection
) -> None:
    receipt = make_response(collection, {"worry-words": HARM})
    found = CliRunner().invoke(forget, input=" ".join(receipt.code) + "\ny\n", obj=lambda: app)
    assert found.exit_code == 1 and isinstance(found.exception, forgetting.HeldBack)
    assert left(session, Response) == 1


def test_a_code_of_something_deleted_opens_nothing(
    client: FlaskClient, session: Session, collection: Collection
) -> None:
    receipt = make_response(collection, on=SENT)
    forgetting.forget_some(on=OVER)
    session.commit()
    answer = client.post("/come-back", data={"code": " ".join(receipt.code)})
    assert answer.status_code == 404


@pytest.mark.parametrize("questions", ["three-houses", "parents-and-carers"])
def test_before_they_start_people_read_how_long_their_words_are_kept(
    client: FlaskClient, app: Flask, questions: str
) -> None:
    make_collection(questions=questions, retention_months=18)
    assert "We keep your words for 1 year and 6 months" in client.get("/say/autumn").text


def test_what_people_were_told_is_never_made_longer_afterwards(
    client: FlaskClient, session: Session, sign_in: SignIn, collection: Collection
) -> None:
    sign_in(client, Role.quality_lead)
    fields = {
        "title": collection.title,
        "slug": collection.slug,
        "questions": "three-houses",
        "source": "visit",
        "team": "",
        "readers": "Two people in the quality team",
        "managers_read": "no",
        "read_within_days": "5",
    }
    edit = f"/collections/{collection.slug}/edit"
    assert client.post(edit, data=fields | {"retention_months": "24"}).status_code == 302
    make_response(collection)
    refused = client.post(edit, data=fields | {"retention_months": "36"})
    assert refused.status_code == 422 and "were told 2 years" in refused.text
    assert client.post(edit, data=fields | {"retention_months": "6"}).status_code == 302
