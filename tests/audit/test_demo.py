"""The demo fills the audit room with what could have been."""

import time

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit import demo
from audit.models import Action, Grade, PracticeWeek, Review
from core.passages import Passage
from core.people import demo as people


def test_the_demo_holds_practice_weeks_of_every_stage(app: Flask, session: Session) -> None:
    house = people.seed()
    assert house is not None
    began = time.monotonic()
    doors = demo.seed(house)
    session.flush()
    took = time.monotonic() - began
    states = dict(session.execute(select(Review.state, func.count()).group_by(Review.state)).all())
    assert set(states) == {"not-started", "started", "submitted", "signed-off"}
    assert session.scalar(select(func.count()).select_from(PracticeWeek)) == 6
    grades = dict(session.execute(select(Grade.grade, func.count()).group_by(Grade.grade)).all())
    assert grades["good"] == max(grades.values())
    assert {action.status for action in session.scalars(select(Action))} == {
        "open",
        "under-way",
        "done",
        "stopped",
    }
    assert set(session.scalars(select(Passage.speaker).distinct())) == {"child", "family", "staff"}
    assert any(action.immediate and action.status == "open" for action in session.scalars(select(Action)))
    assert doors and took < 60
