"""`heard bench import`: a big table taken in, against COPY of the same rows and sealing them."""

import csv
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import click
from psycopg import Connection

from core.bench import Figure, bench, bench_database
from core.db import db
from core.keys import key_ring
from core.running.command_line import make_app
from feedback.bench import SENTENCES
from feedback.collecting import CollectionValues, create
from feedback.importing.cli import Import
from feedback.models import Collection
from feedback.shipped import SHIPPED

ROWS = 100_000
GOAL = 3.0

FLOOR_TABLES = """
CREATE TABLE floor_answers (id uuid PRIMARY KEY, day date, answers bytea);
CREATE TABLE floor_words (id uuid PRIMARY KEY, source uuid, month date, words bytea);
"""


@bench("import")
def import_rows() -> Figure:
    """Seconds to take in a CSV of 100,000 rows, each with a pick and a text; screening follows in jobs."""
    with bench_database() as urls, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(["day", "respect", "treated-words"])
            table.writerows(_rows())
        app = make_app(click.get_current_context())
        with app.app_context():
            collection = _collection()
            began = time.perf_counter()
            done = Import(collection, file, {}, keep=True).run(skip_bad=False)
            done.finish()
            db.session.commit()
            ours = time.perf_counter() - began
            floor = _floor(urls.owner)
            kept = len(done.stored)
            db.session.close()
            db.engine.dispose()
    return Figure(ours=ours, floor=floor, unit="s", goal=GOAL, at_most=True, more={"rows": kept})


def _rows() -> Iterator[tuple[str, str, str]]:
    for number in range(ROWS):
        words = f"{SENTENCES[number % 8]} {SENTENCES[number // 8 % 8]} ({number})"
        yield f"2026-{number % 9 + 1:02}-{number % 28 + 1:02}", str(number % 5 + 1), words


def _collection() -> Collection:
    made = create(
        CollectionValues(
            title="Bench", slug="bench", source="other", team_id=None, readers="The people who measure"
        ),
        questions=SHIPPED["parents-and-carers"],
    )
    db.session.commit()
    return made


def _floor(url: str) -> float:
    """Seconds to seal the same answers and words and to COPY them into two bare tables."""
    with Connection.connect(url.replace("+psycopg", "")) as bare:
        bare.execute(FLOOR_TABLES)
        bare.commit()
        ring = key_ring()
        began = time.perf_counter()
        rows = [(uuid4(), day, pick, words) for day, pick, words in _rows()]
        with bare.cursor() as cursor:
            with cursor.copy("COPY floor_answers FROM STDIN") as copy:
                for row, day, pick, words in rows:
                    answers = json.dumps({"respect": int(pick), "treated-words": words}).encode()
                    copy.write_row((row, day, ring.seal(answers, bound_to=f"floor_answers:{row}")))
            with cursor.copy("COPY floor_words FROM STDIN") as copy:
                for row, day, _, words in rows:
                    mine = uuid4()
                    month = date.fromisoformat(day).replace(day=1)
                    copy.write_row(
                        (mine, row, month, ring.seal(words.encode(), bound_to=f"floor_words:{mine}"))
                    )
        bare.commit()
        return time.perf_counter() - began
