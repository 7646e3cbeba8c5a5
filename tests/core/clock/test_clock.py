"""Each period of a schedule happens once."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.clock import CronRefused, DuePeriod, Schedule, add_schedule, change_schedule, next_ends, on_due
from core.clock.due import HANDLERS, find_left, make_due
from core.clock.periods import end_before, ends_after
from core.db import db
from core.jobs import run_waiting
from core.people.models import ServiceArea

LONDON = ZoneInfo("Europe/London")


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc, arg-type]


def local(moments: list[datetime]) -> list[str]:
    return [moment.astimezone(LONDON).strftime("%d %H:%M") for moment in moments]


@pytest.fixture(autouse=True)
def handler(monkeypatch: pytest.MonkeyPatch) -> list[DuePeriod]:
    """Writes a row for each period it is given, which the database counts."""
    seen: list[DuePeriod] = []
    monkeypatch.setattr("core.clock.due.HANDLERS", dict(HANDLERS))

    @on_due("try")
    def note(period: DuePeriod) -> None:
        seen.append(period)
        slug = period.period_end.astimezone(UTC).strftime("%Y-%m-%d-%H%M")
        db.session.add(ServiceArea(slug=slug, name="noted"))
        db.session.flush()

    return seen


def noted(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(ServiceArea.slug).order_by(ServiceArea.slug)))


def daily(session: Session, *, since: datetime) -> Schedule:
    schedule = add_schedule(kind="try", name="Each day", cron="30 1 * * *", since=since)
    session.commit()
    return schedule


def test_a_time_that_comes_twice_in_autumn_ends_one_period() -> None:
    ends = list(islice(ends_after("30 1 * * *", "Europe/London", at(2026, 10, 23, 12)), 4))
    assert local(ends) == ["24 01:30", "25 01:30", "26 01:30", "27 01:30"]


def test_a_time_that_spring_leaves_out_still_ends_its_period() -> None:
    ends = list(islice(ends_after("30 1 * * *", "Europe/London", at(2026, 3, 27, 12)), 4))
    assert local(ends) == ["28 01:30", "29 02:30", "30 01:30", "31 01:30"]


def test_periods_follow_each_other_through_both_clock_changes() -> None:
    for begin in (at(2026, 3, 28), at(2026, 10, 24)):
        ends = list(islice(ends_after("*/15 * * * *", "Europe/London", begin), 4 * 24 * 3))
        assert all(first < second for first, second in pairwise(ends))
        assert all(end_before("*/15 * * * *", "Europe/London", end) < end for end in ends)


def test_each_period_is_done_once_and_a_second_look_finds_nothing(
    app: Flask, session: Session, handler: list[DuePeriod]
) -> None:
    daily(session, since=at(2026, 6, 1))
    assert make_due(now=at(2026, 6, 2)) == 1
    assert make_due(now=at(2026, 6, 2)) == 0
    session.commit()
    run_waiting(app)
    assert noted(session) == ["2026-06-01-0030"]
    period = session.scalars(select(DuePeriod)).one()
    assert (period.state, period.attempts, period.lease) == ("done", 1, None)
    assert period.period_end - period.period_start == timedelta(days=1)


def test_three_days_off_give_each_day_once(app: Flask, session: Session) -> None:
    daily(session, since=at(2026, 6, 1))
    make_due(now=at(2026, 6, 2))
    session.commit()
    assert make_due(now=at(2026, 6, 5)) == 3
    session.commit()
    run_waiting(app)
    assert noted(session) == ["2026-06-01-0030", "2026-06-02-0030", "2026-06-03-0030", "2026-06-04-0030"]


def test_the_clock_change_gives_each_day_once(app: Flask, session: Session) -> None:
    daily(session, since=at(2026, 10, 24, 12))
    with time_machine.travel(at(2026, 10, 24, 12), tick=False) as now:
        for _ in range(4 * 24 * 2):
            now.shift(timedelta(minutes=15))
            make_due(now=datetime.now(UTC))
    session.commit()
    run_waiting(app)
    assert noted(session) == ["2026-10-25-0030", "2026-10-26-0130"]


def test_a_failure_leaves_nothing_and_is_tried_again_later(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    @on_due("fails")
    def fail(period: DuePeriod) -> None:
        db.session.add(ServiceArea(slug="half", name="half"))
        db.session.flush()
        raise RuntimeError("broken")

    add_schedule(kind="fails", name="Fails", cron="0 0 * * *", since=at(2026, 6, 1, 12))
    make_due(now=at(2026, 6, 2, 12))
    session.commit()
    run_waiting(app)
    assert noted(session) == []
    period = session.scalars(select(DuePeriod)).one()
    assert (period.state, period.attempts) == ("due", 1)
    assert period.lease_until is not None
    assert period.lease_until > datetime.now(UTC)

    on_due("fails")(lambda _: None)
    session.execute(text("UPDATE due_period SET lease_until = now()"))
    find_left()
    session.commit()
    run_waiting(app)
    session.expire_all()
    assert session.scalars(select(DuePeriod.state)).one() == "done"


def test_a_period_whose_worker_died_is_taken_over_when_its_lease_ends(app: Flask, session: Session) -> None:
    daily(session, since=at(2026, 6, 1))
    make_due(now=at(2026, 6, 2))
    session.execute(text("DELETE FROM procrastinate_jobs"))
    session.execute(
        text("UPDATE due_period SET state='running', lease=gen_random_uuid(), lease_until=now() + '1 minute'")
    )
    session.commit()
    find_left()
    session.commit()
    run_waiting(app)
    assert noted(session) == [], "nobody takes what somebody holds"

    session.execute(text("UPDATE due_period SET lease_until = now()"))
    find_left()
    session.commit()
    run_waiting(app)
    assert noted(session) == ["2026-06-01-0030"]


def test_a_schedule_switched_off_makes_nothing_due_and_does_not_catch_up(session: Session) -> None:
    with time_machine.travel(at(2026, 6, 1, 12), tick=False) as now:
        schedule = daily(session, since=at(2026, 6, 1, 12))
        change_schedule(schedule, name="Each day", cron="30 1 * * *", scope={}, enabled=False)
        assert make_due(now=at(2026, 6, 10)) == 0
        now.move_to(at(2026, 6, 10, 12))
        change_schedule(schedule, name="Each day", cron="30 1 * * *", scope={}, enabled=True)
        assert make_due(now=at(2026, 6, 11, 12)) == 1
        assert local(next_ends(schedule, count=2, after=at(2026, 6, 11, 12))) == ["12 01:30", "13 01:30"]


@pytest.mark.parametrize(
    ("cron", "zone", "says"),
    [
        ("every day", "Europe/London", "five parts"),
        ("0 0 * * * *", "Europe/London", "five parts"),
        ("61 0 * * *", "Europe/London", "five parts"),
        ("0 0 31 2 *", "Europe/London", "never comes"),
        ("0 0 * * *", "Europe/Atlantis", "not a time zone"),
    ],
)
def test_a_wrong_line_is_refused_in_words(app: Flask, cron: str, zone: str, says: str) -> None:
    with pytest.raises(CronRefused, match=says):
        add_schedule(kind="try", name="Wrong", cron=cron, timezone=zone)
