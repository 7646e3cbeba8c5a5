"""What happens by itself: drafts that are due, and PDFs of what was approved."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from commands import cli
from core.clock import Schedule
from core.clock.due import make_due
from core.jobs import run_waiting
from core.people.services import create_person
from learning.models import Summary
from learning.publication import approve, draft_summary
from learning.schedules import ScheduledScope, make_schedule
from learning.scope import scope_of
from tests.learning.factories import hear, make_area, settle, themes

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
