"""What happens by itself: drafts that are due, and PDFs of what was approved."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from commands import cli
from core.clock import Schedule
from core.clock.due import make_due
from core.jobs import run_waiting
from core.people.models import Role
from core.people.services import create_person
from core.trail import TrailEntry
from learning import outputs
from learning.models import Summary
from learning.pdf.render import DrawingError
from learning.publication import approve, draft_summary, publish, set_recipients
from learning.schedules import ScheduledScope, make_schedule
from learning.scope import scope_of
from learning.work import find_undrawn
from tests.conftest import SignIn
from tests.learning.factories import draw_nothing, hear, make_area, settle, themes

MAY = date(2026, 5, 3)


@pytest.fixture
def heard(app: Flask, session: Session) -> None:
    themes("listened-to")
    (north, _) = make_area("North", "South")
    hear(30, team=north, on=MAY, themes={"listened-to": "positive"})
    settle()


def test_a_schedule_drafts_the_whole_months_before_once(heard: None, app: Flask, session: Session) -> None:
    schedule = make_schedule(
        name="Quarterly", cron="0 6 1 */3 *", scope=ScheduledScope(months=3), recipients=["a@example.org"]
    )
    schedule.since = datetime(2026, 5, 1, tzinfo=UTC)
    session.commit()
    for _ in range(2):
        make_due(now=datetime(2026, 7, 2, tzinfo=UTC))
        session.commit()
        run_waiting(app)
    session.expire_all()
    (summary,) = session.scalars(select(Summary)).all()
    assert (summary.period_start, summary.period_end) == (date(2026, 4, 1), date(2026, 6, 30))
    assert [recipient.address for recipient in summary.recipients] == ["a@example.org"]
    assert session.get_one(Schedule, schedule.id).periods[0].state == "done"


def test_a_schedule_that_runs_each_week_drafts_a_month_once(
    heard: None, app: Flask, session: Session
) -> None:
    schedule = make_schedule(name="Weekly", cron="0 6 * * 1", scope=ScheduledScope(months=1), recipients=[])
    schedule.since = datetime(2026, 6, 1, 12, tzinfo=UTC)
    session.commit()
    make_due(now=datetime(2026, 7, 14, tzinfo=UTC))
    session.commit()
    run_waiting(app)
    session.expire_all()
    starts = session.scalars(select(Summary.period_start).order_by(Summary.period_start)).all()
    assert starts == [date(2026, 5, 1), date(2026, 6, 1)]
    assert {period.state for period in session.get_one(Schedule, schedule.id).periods} == {"done"}


def run_two_schedules(app: Flask, session: Session, *, publish_first: bool = False) -> Summary:
    """The summary of the second quarter, which two schedules are due for."""
    for name, hour, address in (("One", 6, "a@example.org"), ("Other", 7, "b@example.org")):
        schedule = make_schedule(
            name=name, cron=f"0 {hour} 1 */3 *", scope=ScheduledScope(months=3), recipients=[address]
        )
        schedule.since = datetime(2026, 5, 1, tzinfo=UTC)
    session.commit()
    for hour in (5, 6):  # by the clock of London, in summer
        make_due(now=datetime(2026, 7, 1, hour, 30, tzinfo=UTC))
        session.commit()
        run_waiting(app)
        session.expire_all()
        summary = session.scalars(select(Summary)).one()
        if publish_first and hour == 5:
            lead = create_person(name="Ada Lead", email="ada@example.org")
            approve(summary=summary, by=lead)
            draw_nothing(summary)
            publish(summary=summary, by=lead)
            session.commit()
    return summary


def test_of_two_schedules_for_the_same_months_the_people_of_both_are_told(
    heard: None, app: Flask, session: Session
) -> None:
    summary = run_two_schedules(app, session)
    assert {each.address for each in summary.recipients} == {"a@example.org", "b@example.org"}


def test_where_the_first_is_published_already_the_trail_says_that_the_others_were_not_told(
    heard: None, app: Flask, session: Session
) -> None:
    summary = run_two_schedules(app, session, publish_first=True)
    assert [each.address for each in summary.recipients] == ["a@example.org"]
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "summary.not told")).one()
    assert (entry.subject_id, entry.detail["addresses"]) == (summary.id, 1)


def test_somebody_taken_off_the_list_is_not_put_back_by_the_same_schedule(
    heard: None, app: Flask, session: Session
) -> None:
    schedule = make_schedule(
        name="Weekly", cron="0 6 * * 1", scope=ScheduledScope(months=1), recipients=["a@example.org"]
    )
    schedule.since = datetime(2026, 7, 1, 12, tzinfo=UTC)
    session.commit()
    for day in (7, 14):
        make_due(now=datetime(2026, 7, day, tzinfo=UTC))
        session.commit()
        run_waiting(app)
        session.expire_all()
        summary = session.scalars(select(Summary)).one()
        assert bool(summary.recipients) is (day == 7)
        set_recipients(summary=summary, addresses=[])
        session.commit()


def test_a_pdf_that_cannot_be_drawn_is_tried_three_times_and_said(
    heard: None,
    app: Flask,
    client: FlaskClient,
    sign_in: SignIn,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise DrawingError("drawing took longer than 120 seconds")

    monkeypatch.setattr(outputs, "draw_pdf", refuse)
    summary = draft_summary(scope=scope_of(start=MAY, end=MAY), on=date(2026, 6, 1))
    approve(summary=summary, by=create_person(name="Ada Lead", email="ada@example.org"))
    session.commit()
    for _ in range(5):
        run_waiting(app)
        find_undrawn()
        session.commit()
    session.expire_all()
    assert (summary.state, summary.drawing_tries, summary.outputs) == ("approved", 3, [])
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/summaries/{summary.id}").text
    assert "We tried 3 times" in page and "longer than 120 seconds" in page
    assert "1 learning summary whose PDFs could not be made" in client.get("/home").text
    monkeypatch.undo()
    client.post(f"/learning/summaries/{summary.id}/draw")
    run_waiting(app)
    session.expire_all()
    assert len(summary.outputs) == 2


def test_what_waits_for_a_quality_lead_is_on_their_first_page(
    heard: None, client: FlaskClient, sign_in: SignIn
) -> None:
    (elsewhere, _) = make_area("Elsewhere", "Other")
    draft_summary(scope=scope_of(start=MAY, end=MAY), on=date(2026, 6, 1))
    other = client.application.test_client()
    sign_in(client, Role.quality_lead)
    sign_in(other, Role.quality_lead, team=elsewhere)
    assert "1 learning summary to write up" in client.get("/home").text
    assert "to write up" not in other.get("/home").text


def test_the_first_of_a_month_is_londons(heard: None, client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        sign_in(client, Role.quality_lead)
        page = client.get("/learning/summaries/new").text
    assert '<option value="2026-06-01" selected>' in page


def test_a_worker_draws_what_was_approved(heard: None, app: Flask, session: Session) -> None:
    lead = create_person(name="Ada Lead", email="ada@example.org")
    summary = draft_summary(scope=scope_of(start=MAY, end=MAY), on=date(2026, 6, 1))
    approve(summary=summary, by=lead)
    session.commit()
    run_waiting(app)
    session.expire_all()
    assert {output.kind for output in summary.outputs} == {"committee", "children"}


def test_the_command_makes_a_pdf_of_whole_months(
    heard: None, app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("out") / "report.pdf"
    arguments = [
        "make",
        "--from",
        "2026-05-03",
        "--to",
        "2026-05-20",
        "--kind",
        "committee",
        "--out",
        str(out),
    ]
    summary = cli.get_command(None, "summary")  # type: ignore[arg-type]
    assert summary is not None
    answer = CliRunner().invoke(summary, arguments, obj=lambda: app)
    assert answer.exit_code == 0, answer.output
    assert out.read_bytes().startswith(b"%PDF")
    assert "Counted in whole months: May 2026." in answer.output


def test_the_command_says_which_teams_there_are(heard: None, app: Flask) -> None:
    summary = cli.get_command(None, "summary")  # type: ignore[arg-type]
    assert summary is not None
    arguments = ["make", "--from", "2026-05-01", "--to", "2026-05-31", "--team", "x", "--kind", "children"]
    answer = CliRunner().invoke(summary, [*arguments, "--out", "unused.pdf"], obj=lambda: app)
    assert answer.exit_code == 1
    assert "There is no team called x. Known: north-" in answer.output
