"""`heard import`: all or nothing, each bad row named, a second import adds nothing."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from commands import cli
from core.db import db
from core.mail import Message
from core.passages import Passage
from core.people.models import Role
from feedback.importing.screening import screen_what_was_left
from feedback.models import Alert, Response
from tests.conftest import SignIn
from tests.feedback.factories import HARM, make_collection


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    result = CliRunner().invoke(cli, ["import", *words], obj=lambda: app, standalone_mode=True)
    db.session.expire_all()
    return result


@pytest.fixture(autouse=True)
def the_app_of_the_command(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.create_app", lambda: app)


def stored(session: Session) -> int:
    return session.scalar(select(func.count(Response.id))) or 0


def table(path: Path, *rows: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    return path


GOOD = [
    ["day", "worker-listens", "Who came?", "worker-words", "note"],
    ["2026-01-03", "Really true", "", "She listens, always", "left out"],
    ["04/02/2026", "2", "", "", ""],
    ["", "", "", "", ""],
]


def test_a_table_is_taken_in(app: Flask, session: Session, tmp_path: Path) -> None:
    make_collection(questions="tell-us")
    done = run(app, str(table(tmp_path / "said.csv", *GOOD)), "--collection", "autumn")
    assert done.exit_code == 0, done.output
    assert "Kept 2 new responses of 3 rows" in done.output
    assert "Left out, because they answer no question: Who came?, note" in done.output
    responses = session.scalars(select(Response).order_by(Response.day)).all()
    assert [response.answers for response in responses] == [
        {"worker-listens": 5, "worker-words": "She listens, always"},
        {"worker-listens": 2},
    ]
    assert {(response.held_by, response.receipt_hash, response.screened) for response in responses} == {
        ("import", None, True)
    }
    passage = session.scalars(select(Passage)).one()
    assert (passage.words, passage.month.isoformat()) == ("She listens, always", "2026-01-01")
    assert passage.asked == "What is it like working with them?"


def test_a_second_import_adds_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    make_collection(questions="tell-us")
    file = str(table(tmp_path / "said.csv", GOOD[0], GOOD[1], GOOD[1]))
    run(app, file, "--collection", "autumn")
    assert "2 were here already" in run(app, file, "--collection", "autumn").output
    assert stored(session) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_each_kind_of_file_names_its_bad_rows_and_keeps_nothing(
    app: Flask, session: Session, tmp_path: Path, ending: str
) -> None:
    make_collection(questions="tell-us")
    file = tmp_path / f"said.{ending}"
    heads, rows = ["worker-listens", "worker-words"], [["5", "Good"], ["9", "Odd"], ["1", "Bad"]]
    if ending == "csv":
        table(file, heads, *rows)
    elif ending == "jsonl":
        file.write_text("".join(json.dumps(dict(zip(heads, row, strict=True))) + "\n" for row in rows))
    else:
        book = openpyxl.Workbook()
        for row in [heads, *rows]:
            book.active.append(row)
        book.save(file)
    done = run(app, str(file), "--collection", "autumn")
    assert done.exit_code == 1
    assert f"line {2 if ending == 'jsonl' else 3}: worker-listens: Pick one of the five faces." in done.output
    assert "1 of 3 rows are bad. Nothing was kept." in done.output
    assert stored(session) == 0

    done = run(app, str(file), "--collection", "autumn", "--skip-bad")
    assert done.exit_code == 0, done.output
    assert stored(session) == 2
    rejected = next(tmp_path.glob("said.rejected.*")).read_text()
    assert "Odd" in rejected and "Pick one of the five faces." in rejected
    assert "Good" not in rejected


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ('{"text": "\\ud800"}', "hidden mark"),
        ('{"text": "a\\u0000b"}', "hidden mark"),
        ('{"text": ["a"]}', "Answer this in words"),
        ("not json", "this line is not JSON"),
        ("[" * 100_000, "this line is not JSON"),
        ("[1]", "not an object"),
        ('{"text": "' + "x" * 20_000 + '"}', "too long by 10,000 letters"),
        ('{"text": "a", "day": "2999-01-01"}', "not in the future"),
        ('{"text": "a", "day": "soon"}', "is not a date"),
    ],
)
def test_bad_lines_are_named_with_their_reason(
    app: Flask, session: Session, tmp_path: Path, line: str, because: str
) -> None:
    make_collection()
    file = tmp_path / "said.jsonl"
    file.write_text('{"text": "Fine", "day": "2026-01-01"}\n' + line + "\n")
    done = run(app, str(file), "--collection", "autumn", "--map", "text=good-words")
    assert done.exit_code == 1
    assert "line 2: " in done.output and because in done.output
    assert stored(session) == 0


def test_bytes_that_are_no_text_are_a_bad_row(app: Flask, tmp_path: Path) -> None:
    make_collection()
    file = tmp_path / "said.csv"
    file.write_bytes(b"good-words\nfine\n\xff\xfe\n")
    done = run(app, str(file), "--collection", "autumn")
    assert done.exit_code == 1
    assert "line 3: good-words:" in done.output


def test_a_row_with_too_many_cells_is_a_bad_row(app: Flask, tmp_path: Path) -> None:
    make_collection()
    file = table(tmp_path / "said.csv", ["good-words", "note"], ["a", "b", "c"], ["line\nbreak", ""], ["x"])
    done = run(app, str(file), "--collection", "autumn")
    assert "line 2: 3 cells, but 2 columns" in done.output
    assert "line 5: 1 cells, but 2 columns" in done.output


@pytest.mark.parametrize(
    ("name", "content", "options", "says"),
    [
        ("a.csv", b"", [], "the first line must name the columns"),
        ("a.csv", b"x,x\n1,2\n", [], "two columns are called 'x'"),
        ("a.csv", b"x\n1\n", [], "no column fits a question"),
        ("a.csv", b"x\n1\n", ["--map", "y=good-words"], "the file has no column 'y'"),
        ("a.csv", b"x\n1\n", ["--map", "x=nothing"], "no question is called 'nothing'"),
        ("a.csv", b"x\n1\n", ["--map", "x"], "write COLUMN=QUESTION"),
        ("a.xlsx", b"not a workbook", [], "not a workbook that can be read"),
        ("a.doc", b"x", [], "ends in .csv, .xlsx or .jsonl"),
    ],
)
def test_a_file_that_cannot_be_used_says_so_in_a_line(
    app: Flask, tmp_path: Path, name: str, content: bytes, options: list[str], says: str
) -> None:
    make_collection()
    (tmp_path / name).write_bytes(content)
    done = run(app, str(tmp_path / name), "--collection", "autumn", *options)
    assert done.exit_code != 0
    assert says in done.output
    assert "Traceback" not in done.output


def test_an_unknown_collection_is_named(app: Flask, tmp_path: Path) -> None:
    done = run(app, str(table(tmp_path / "said.csv", ["good-words"], ["a"])), "--collection", "nothing")
    assert "There is no collection called 'nothing'" in done.output


def test_a_dry_run_looks_and_keeps_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    make_collection(questions="tell-us")
    done = run(app, str(table(tmp_path / "said.csv", *GOOD)), "--collection", "autumn", "--dry-run")
    assert "2 of 3 rows can be kept" in done.output
    assert stored(session) == 0


def test_what_is_brought_in_is_screened_and_mailed_once(
    app: Flask, session: Session, tmp_path: Path, sign_in: SignIn
) -> None:
    lead = sign_in(app.test_client(), Role.duty_lead)
    make_collection()
    file = table(tmp_path / "said.csv", ["worry-words"], [HARM], ["Nothing much"], [f"Again. {HARM}"])
    done = run(app, str(file), "--collection", "autumn")
    assert "2 need somebody to look" in done.output
    assert session.scalar(select(func.count(Alert.id))) == 2
    mail = session.scalars(select(Message)).one()
    assert mail.to == lead.email
    assert "belt" not in mail.body


def test_rows_whose_screening_was_lost_are_found_by_the_sweep(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    make_collection()
    run(app, str(table(tmp_path / "said.csv", ["worry-words"], [HARM])), "--collection", "autumn")
    session.scalars(select(Response)).one().screened = False
    session.flush()
    screen_what_was_left()
    waiting = session.connection().exec_driver_sql(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'feedback.screen_imported'"
    )
    assert waiting.scalar_one() == 1
