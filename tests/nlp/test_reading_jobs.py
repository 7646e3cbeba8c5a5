"""New passages are read by jobs: each exactly once, whatever dies."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.jobs import nudge, run_waiting
from core.jobs.queue import waiting
from core.passages import Passage
from nlp import reading_jobs
from nlp.kept.models import PassageReading, Suggestion, ThemeRow
from nlp.kept.rollup import VoiceCount, disagreements, recounting
from tests.nlp.conftest import StartWorker, begin, wait_for
from tests.nlp.factories import make_passage, make_team

SAID = (
    ("child", "My social worker listens to me and she is kind."),
    ("child", "I have had four different social workers and nobody rings me back."),
    ("family", "We were never told why the plan changed."),
    ("staff", "My caseload is too high but supervision is good."),
)


@pytest.fixture(scope="module", autouse=True)
def end_the_reader() -> Iterator[None]:
    yield
    reading_jobs.reader.close()


def say(voices: int) -> None:
    """Passages of this many voices, four each, all new."""
    team = make_team()
    for _ in range(voices):
        source_id = uuid4()
        for speaker, words in SAID:
            make_passage(source_id=source_id, speaker=speaker, words=words, team_id=team.id)


def states(session: Session) -> dict[str, int]:
    session.rollback()
    return dict(session.execute(select(Passage.state, func.count()).group_by(Passage.state)).all())


def test_a_nudged_job_reads_what_is_new_and_counts_it(app: Flask, session: Session) -> None:
    say(voices=2)
    nudge(reading_jobs.READ_PASSAGES)
    session.commit()
    run_waiting(app)
    assert states(session) == {"read": 8}
    heard = session.scalars(select(Passage).where(Passage.speaker == "child")).first()
    assert heard is not None and heard.redacted and "social worker" in heard.redacted
    themes = set(session.scalars(select(Suggestion.theme)).all())
    assert {"listened-to", "change-of-worker", "workload-caseload"} <= themes
    assert session.scalars(select(func.sum(VoiceCount.n))).one() == 6
    assert disagreements() == 0


def test_a_short_answer_is_read_with_what_was_asked(app: Flask, session: Session) -> None:
    asked = {"What do you worry about?": "negative", "What is good right now?": "positive"}
    passages = {question: make_passage(words="my brother and my nan", asked=question) for question in asked}
    reading_jobs.read_passages()
    for question, passage in passages.items():
        found = session.scalars(select(Suggestion.valence).where(Suggestion.passage_id == passage.id)).all()
        assert found == [asked[question]]


def test_reading_again_doubles_nothing(app: Flask, session: Session) -> None:
    say(voices=1)
    reading_jobs.read_passages()
    before = session.scalars(select(func.count()).select_from(Suggestion)).one()
    passages = session.scalars(select(Passage)).all()
    with recounting({passage.source_id for passage in passages}):
        for passage in passages:
            passage.state = "new"
    session.commit()
    reading_jobs.read_passages()
    assert session.scalars(select(func.count()).select_from(Suggestion)).one() == before
    assert set(session.scalars(select(PassageReading.revision))) == {2}
    assert disagreements() == 0


def test_a_passage_whose_words_were_altered_waits_for_a_person_and_stops_nobody(
    app: Flask, session: Session
) -> None:
    say(voices=1)
    spoilt = session.scalars(select(Passage).limit(1)).one()
    spoilt.words_sealed = spoilt.words_sealed[:-1] + bytes([spoilt.words_sealed[-1] ^ 1])
    session.commit()
    reading_jobs.read_passages()
    session.commit()
    assert states(session) == {"read": 3, "pending": 1}
    reading = session.get(PassageReading, spoilt.id)
    assert reading is not None and reading.because == "sealed"


def test_text_that_the_database_refuses_is_read_all_the_same(app: Flask, session: Session) -> None:
    passage = make_passage(words="she\0 listens \ud83d to me \u202e\u200b")
    session.commit()
    reading_jobs.read_passages()
    session.commit()
    assert passage.state == "read" and passage.redacted
    assert passage.words == "she\0 listens \ud83d to me \u202e\u200b"


def test_the_sweep_finds_what_a_lost_nudge_left(app: Flask, session: Session) -> None:
    say(voices=1)
    session.commit()
    for _ in range(2):
        reading_jobs.find_unread()
        session.commit()
    assert waiting(reading_jobs.READ_PASSAGES) == 1
    assert session.scalars(select(func.count()).select_from(ThemeRow)).one() == 28
    run_waiting(app)
    assert states(session) == {"read": 4}


@pytest.mark.long
def test_workers_killed_at_any_moment_lose_nothing_and_count_nothing_twice(
    session: Session, start_worker: StartWorker
) -> None:
    say(voices=20)
    session.commit()
    pair = (start_worker(), start_worker())
    readers = [int(wait_for(worker, "ready").split()[1]) for worker in pair]
    for worker in pair:
        begin(worker)
    for worker in pair:
        wait_for(worker, "stored", times=2)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        session.rollback()
        assert disagreements() == 0
    left = states(session)
    assert left.get("new", 0) > 0 and left.get("read", 0) > 0
    reading_jobs.read_passages()
    session.commit()
    assert states(session) == {"read": 80}
    assert disagreements() == 0
    assert session.scalars(select(func.sum(VoiceCount.n))).one() == 60
    _wait_until_gone(readers)


def _wait_until_gone(readers: list[int]) -> None:
    """The readers of killed workers end by themselves."""
    deadline = time.monotonic() + 30
    while not all(_gone(reader) for reader in readers):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"
