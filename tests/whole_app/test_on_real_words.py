"""The whole loop on real people's words: in by import and by form, read, counted, drafted by the clock, published.

The words are read where they lie beside the project and never copied; without them these tests are left out.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import commands
from core.clock.due import make_due
from core.clock.models import Schedule
from core.jobs.queue import load, run_sweeps, run_waiting
from core.mail import Message
from core.passages import Passage
from core.people.models import Role
from learning.models import Summary
from learning.schedules import KIND
from nlp.kept.models import Suggestion
from tests.conftest import SignIn
from tests.feedback.factories import make_collection, make_response

QUOTES = Path(__file__).parents[3] / "shared" / "data" / "quotes"
SETS = {"child": ("tell-us", "say-words"), "family": ("parents-and-carers", "treated-words")}
SAID_ON = date(2026, 9, 14)

pytestmark = pytest.mark.skipif(not QUOTES.exists(), reason=f"no real words at {QUOTES}")


def quotes(speaker: str) -> Iterator[str]:
    for name in ("verbatim", "paraphrased"):
        for line in (QUOTES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["speaker"] == speaker:
                yield row["text"]


def work(app: Flask) -> None:
    """What a worker does in a minute: look for what was left, and do it."""
    load(app)
    run_sweeps(app)
    run_waiting(app)


@pytest.fixture
def taken_in(app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The real quotations, imported from the command line and read by the worker; how many."""
    monkeypatch.setattr(commands, "create_app", lambda: app)
    count = 0
    for speaker, (questions, key) in SETS.items():
        make_collection(questions=questions, slug=questions)
        file = tmp_path / f"{speaker}.jsonl"
        rows = [json.dumps({"day": str(SAID_ON), "words": words}) for words in quotes(speaker)]
        file.write_text("\n".join(rows), encoding="utf-8")
        done = CliRunner().invoke(
            commands.cli, ["import", str(file), "--collection", questions, "--map", f"words={key}"]
        )
        assert done.exit_code == 0, done.output
        count += len(rows)
    work(app)
    session.expire_all()
    return count


def test_every_real_passage_is_kept_read_and_redacted(taken_in: int, session: Session) -> None:
    passages = session.scalars(select(Passage)).all()
    assert len(passages) == taken_in
    assert {passage.state for passage in passages} == {"read"}
    assert {passage.words for passage in passages} == {*quotes("child"), *quotes("family")}
    with_theme = session.scalar(select(func.count(Suggestion.passage_id.distinct())))
    assert with_theme is not None and with_theme > taken_in / 2


def test_words_come_in_and_a_summary_goes_out(
    app: Flask, client: FlaskClient, taken_in: int, session: Session, sign_in: SignIn
) -> None:
    make_collection(questions="three-houses", slug="three-houses")
    sign_in(client, Role.quality_lead)
    assert f"{taken_in} voices" in client.get("/learning/?from=2026-09&to=2026-09").text

    session.add(
        Schedule(
            kind=KIND,
            name="Each month",
            cron="0 6 1 * *",
            timezone="Europe/London",
            scope={"months": 1},
            enabled=True,
            since=datetime(2026, 9, 15, tzinfo=UTC),
        )
    )
    session.commit()
    assert make_due(now=datetime(2026, 10, 2, tzinfo=UTC)) == 1
    session.commit()
    work(app)
    session.expire_all()

    summary = session.scalars(select(Summary)).one()
    assert str(summary.frozen.voices.everybody) == str(taken_in)
    for move in ("approve", "publish"):
        client.post(f"/learning/summaries/{summary.id}/{move}", data={"seen": summary.mark})
        session.commit()
        work(app)
        session.expire_all()
        summary = session.scalars(select(Summary)).one()
    assert summary.state == "published"
    for kind in ("committee", "children"):
        answer = client.get(f"/learning/summaries/{summary.id}/{kind}.pdf")
        with pikepdf.open(BytesIO(answer.data)) as pdf:
            assert pdf.Root.Lang == "en-GB" and pdf.Root.MarkInfo.Marked
    make_response(make_collection(questions="three-houses", slug="later"), on=SAID_ON)
    work(app)
    session.expire_all()
    assert str(session.scalars(select(Summary)).one().frozen.voices.everybody) == str(taken_in)
    assert all(
        words not in message.body for message in session.scalars(select(Message)) for words in quotes("child")
    )
