"""Background work on the real queue."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.db import db
from core.jobs import nudge, registry, run_waiting, sweep, task
from core.jobs.queue import run_sweeps, waiting
from core.people.models import ServiceArea


@pytest.fixture(autouse=True)
def only_the_work_of_this_test(monkeypatch: pytest.MonkeyPatch, app: Flask) -> Iterator[None]:
    """Registers nothing that outlives the test."""
    monkeypatch.setattr("core.jobs.registry.TASKS", tasks := dict(registry.TASKS))
    monkeypatch.setattr("core.jobs.queue.TASKS", tasks)
    monkeypatch.setattr("core.jobs.registry.SWEEPS", sweeps := {})
    monkeypatch.setattr("core.jobs.queue.SWEEPS", sweeps)
    yield


def add_area(slug: str) -> None:
    db.session.add(ServiceArea(slug=slug, name=slug))
    db.session.flush()


def areas(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(ServiceArea.slug).order_by(ServiceArea.slug)))


def jobs_left(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(text("SELECT status::text FROM procrastinate_jobs ORDER BY id")))


def test_a_job_runs_in_a_transaction_that_is_committed_once(app: Flask, session: Session) -> None:
    @task("try.add")
    def add(slug: str) -> None:
        add_area(slug)

    nudge("try.add", slug="by-job")
    session.commit()
    run_waiting(app)
    assert areas(session) == ["by-job"]
    assert jobs_left(session) == []


def test_what_was_rolled_back_is_never_worked_on(app: Flask, session: Session) -> None:
    @task("try.add")
    def add(slug: str) -> None:
        add_area(slug)

    nudge("try.add", slug="never")
    session.rollback()
    run_waiting(app)
    assert areas(session) == []


def test_a_job_that_fails_leaves_no_half_and_is_tried_again_later(app: Flask, session: Session) -> None:
    @task("try.break")
    def break_half_way() -> None:
        add_area("half")
        raise RuntimeError("broken")

    nudge("try.break")
    session.commit()
    run_waiting(app)
    assert areas(session) == []
    assert jobs_left(session) == ["todo"]
    assert session.scalar(text("SELECT scheduled_at > now() FROM procrastinate_jobs"))


def test_a_job_that_keeps_failing_is_set_aside(app: Flask, session: Session) -> None:
    @task("try.break", tries=1)
    def break_always() -> None:
        raise RuntimeError("broken")

    nudge("try.break")
    session.commit()
    run_waiting(app)
    assert jobs_left(session) == ["failed"]


def test_identifiers_arrive_as_text_and_words_are_refused(app: Flask, session: Session) -> None:
    seen: list[object] = []

    @task("try.look")
    def look(ids: list[str]) -> None:
        seen.extend(UUID(found) for found in ids)

    ids = [uuid4(), uuid4()]
    nudge("try.look", ids=ids)
    session.commit()
    run_waiting(app)
    assert seen == ids
    with pytest.raises(TypeError, match="scalars and identifiers"):
        nudge("try.look", ids={"a": "form"})


def test_a_sweep_finds_what_a_lost_nudge_left(app: Flask, session: Session) -> None:
    @task("try.finish")
    def finish(slug: str) -> None:
        db.session.execute(text("UPDATE service_area SET name = 'done' WHERE slug = :slug"), {"slug": slug})

    @sweep(unless_waiting="try.finish")
    def find_left() -> None:
        for slug in db.session.scalars(select(ServiceArea.slug).where(ServiceArea.name != "done")):
            nudge("try.finish", slug=slug)

    add_area("left-behind")
    session.commit()
    run_sweeps(app)
    assert waiting("try.finish") == 1
    run_sweeps(app)
    assert waiting("try.finish") == 1, "a sweep does not ask again while the job still waits"
    session.rollback()
    run_waiting(app)
    session.rollback()
    assert session.scalar(select(func.count()).where(ServiceArea.name == "done")) == 1


def test_a_sweep_that_breaks_does_not_stop_the_next(app: Flask, session: Session) -> None:
    @sweep()
    def broken() -> None:
        raise RuntimeError("broken")

    @sweep()
    def working() -> None:
        add_area("swept")

    run_sweeps(app)
    assert areas(session) == ["swept"]


def test_two_jobs_may_not_share_a_name() -> None:
    @task("try.twice")
    def first() -> None: ...

    with pytest.raises(ValueError, match=r"two jobs are called try\.twice"):

        @task("try.twice")
        def second() -> None: ...
