"""Keys change while the words stay."""

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.db.embedded import Urls
from core.keys import KeyRing, Unreadable
from core.keys import reseal as module
from core.keys.reseal import SealedColumn, reseal, sealed_columns
from core.mail import Message
from core.passages import Passage, write_passage
from tests.audit.factories import ReviewFactory
from tests.core.factories import FIRST_OF_MAY

WAITING = sqlalchemy.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
NEW = base64.b64encode(b"n" * 32).decode()


def test_every_sealed_column_of_the_house_is_known(app: Flask) -> None:
    found = {(column.table.name, column.column) for column in sealed_columns()}
    stored = {
        (table.name, column.name)
        for table in Passage.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed")
    }
    assert found == stored and ("passage", "words_sealed") in found


def test_old_words_open_with_the_new_key_alone_after_resealing(
    app: Flask, session: Session, database: Urls
) -> None:
    old = app.extensions["heard_keys"]
    for number in range(3):
        write_passage(room="feedback", source_id=FIRST_OF_MAY.row, question="q", speaker="child",
                      words=f"words {number}", on=FIRST_OF_MAY.day)  # fmt: skip
    session.commit()
    both = KeyRing(keys={"new": b"n" * 32, **old.keys}, current="new")
    engine = sqlalchemy.create_engine(database.owner)
    done = {c.table.name: reseal(engine, both, c) for c in sealed_columns() if c.table.name == "passage"}
    assert done == {"passage": 3}
    app.extensions["heard_keys"] = KeyRing.from_text(f"new:{NEW}")
    try:
        session.expire_all()
        assert sorted(p.words for p in session.query(Passage)) == ["words 0", "words 1", "words 2"]
    finally:
        app.extensions["heard_keys"] = old
    again = next(c for c in sealed_columns() if c.table.name == "passage")
    assert reseal(engine, both, again) == 0


def test_a_value_that_does_not_open_stops_its_lot_and_changes_nothing(
    app: Flask, session: Session, database: Urls
) -> None:
    session.add_all(
        Message(to="a@example.org", subject="s", body="b", template="t", state="due") for _ in range(2)
    )
    session.commit()
    before = session.execute(sqlalchemy.text("SELECT id, body_sealed FROM message ORDER BY id")).all()
    session.execute(
        sqlalchemy.text("UPDATE message SET body_sealed = :b WHERE id = :i"),
        {"b": before[0][1], "i": before[1][0]},
    )
    session.commit()
    old = app.extensions["heard_keys"]
    both = KeyRing(keys={"new": b"n" * 32, **old.keys}, current="new")
    column = next(c for c in sealed_columns() if (c.table.name, c.column) == ("message", "body_sealed"))
    with pytest.raises(Unreadable):
        reseal(sqlalchemy.create_engine(database.owner), both, column)
    kept = session.execute(
        sqlalchemy.text("SELECT body_sealed FROM message WHERE id = :i"), {"i": before[0][0]}
    )
    assert bytes(kept.scalar_one()) == bytes(before[0][1])


def test_others_write_while_keys_are_changed_and_nothing_of_it_is_lost(
    app: Flask, session: Session, database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = app.extensions["heard_keys"]
    for number in range(3):
        write_passage(room="feedback", source_id=FIRST_OF_MAY.row, question="q", speaker="child",
                      words=f"words {number}", on=FIRST_OF_MAY.day)  # fmt: skip
    session.commit()
    written: list[str] = []
    held: list[str] = []
    other = sqlalchemy.create_engine(database.app)
    seal_lot = module._reseal_batch

    def write_beside(connection: Connection, ring: KeyRing, found: SealedColumn, rows: list[Any]) -> int:
        """Somebody changes every row but the one that is being sealed, and waits for that one."""
        for row in session.scalars(sqlalchemy.select(Passage.id)).all():
            try:
                with other.begin() as mine:
                    mine.execute(sqlalchemy.text("SET LOCAL lock_timeout = '200ms'"))
                    mine.execute(
                        sqlalchemy.text("UPDATE passage SET question = 'changed' WHERE id = :row"),
                        {"row": row},
                    )
                written.append("written")
            except sqlalchemy.exc.OperationalError:
                held.append("held")
        return seal_lot(connection, ring, found, rows)

    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(module, "_reseal_batch", write_beside)
    both = KeyRing(keys={"new": b"n" * 32, **old.keys}, current="new")
    column = next(c for c in sealed_columns() if c.table.name == "passage")
    assert reseal(sqlalchemy.create_engine(database.owner), both, column) == 3
    assert (len(written), len(held)) == (6, 3)


def test_triggers_of_what_never_changes_are_awake_again_afterwards(
    app: Flask, session: Session, database: Urls
) -> None:
    asleep = sqlalchemy.text("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
    ring = KeyRing(keys={"new": b"n" * 32, **app.extensions["heard_keys"].keys}, current="new")
    for column in sealed_columns():
        reseal(sqlalchemy.create_engine(database.owner), ring, column)
    assert session.scalar(asleep) == 0


def waits(owner: sqlalchemy.Engine) -> bool:
    """Whether somebody waits for a lock. Only the owner sees that of the owner."""
    with owner.connect() as looking:
        return bool(looking.scalar(WAITING))


def test_who_holds_a_row_of_a_table_with_triggers_can_write_it_although_keys_are_being_changed(
    app: Flask, session: Session, database: Urls
) -> None:
    """Their row is held before keys are changed, and written after: neither waits for the other for good."""
    review = ReviewFactory()
    review.answers = {"working-well": "words"}
    session.commit()
    row = {"row": review.id}
    ring = KeyRing(keys={"new": b"n" * 32, **app.extensions["heard_keys"].keys}, current="new")
    column = next(c for c in sealed_columns() if c.table.name == "review")
    patient = {"connect_args": {"options": "-c lock_timeout=20s"}}
    owner, other = (sqlalchemy.create_engine(url, **patient) for url in (database.owner, database.app))
    with ThreadPoolExecutor(1) as beside:
        with other.begin() as mine:
            mine.execute(sqlalchemy.text("SELECT FROM review WHERE id = :row FOR UPDATE"), row)
            sealing = beside.submit(reseal, owner, ring, column)
            until = time.monotonic() + 20
            while not waits(owner):
                assert time.monotonic() < until and not sealing.done(), "nobody waits for the row"
                time.sleep(0.01)
            mine.execute(sqlalchemy.text("UPDATE review SET last_section = 'voice' WHERE id = :row"), row)
        assert sealing.result(timeout=30) == 1
