"""The numbered migrations and the models say the same."""

import json
from uuid import uuid4

import pytest
import sqlalchemy
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from core.db import migrate
from core.db.embedded import Urls
from core.refused import Refused
from tests.database import scratch_database


def test_models_and_migrations_are_equal(app: Flask, database: Urls) -> None:
    engine = sqlalchemy.create_engine(database.owner)
    with engine.connect() as connection:
        command.check(migrate.config(connection))


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory.from_config(migrate.config()).get_heads()) == 1


def test_every_migration_goes_up_down_and_up_again(app: Flask, shared_folder, worker_id: str) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"stairs_{worker_id}")
    engine = sqlalchemy.create_engine(urls.owner)
    revisions = [step.revision for step in ScriptDirectory.from_config(migrate.config()).walk_revisions()][
        ::-1
    ]
    with engine.connect() as connection:
        for revision in revisions:
            command.upgrade(migrate.config(connection), revision)
            command.downgrade(migrate.config(connection), "-1")
            command.upgrade(migrate.config(connection), revision)
            connection.commit()
        command.downgrade(migrate.config(connection), "base")
        connection.commit()
        left = connection.scalars(
            text(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
        ).all()
    assert left == []


# What raised alerts of before, and whether the screen was sure of none of it.
RAISED: list[tuple[list[dict[str, object]], bool]] = [
    ([{"category": "neglect", "level": "urgent", "question": "q", "chance": 0.5}], True),
    ([{"category": "neglect", "chance": 0.5}, {"category": "suicide", "chance": 0.699}], True),
    ([{"category": "neglect", "chance": 0.5}, {"category": "suicide", "chance": 0.7}], False),
    ([{"category": "neglect", "chance": 0.5}, {"category": "other-language", "chance": None}], False),
    ([{"category": "neglect"}], False),
    ([{"category": "neglect", "chance": 1}], False),
    ([{"category": "neglect", "chance": 0}], True),
    ([], False),
]


def test_alerts_of_before_are_told_apart_by_what_raised_them(
    app: Flask, shared_folder, worker_id: str
) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"unsure_{worker_id}")
    engine = sqlalchemy.create_engine(urls.owner)
    raised = text(
        "INSERT INTO alert (id, room, source_id, level, categories, findings, raised_at, acknowledge_by)"
        " VALUES (gen_random_uuid(), 'audit', gen_random_uuid(), 'urgent', '[]', :findings, now(), now())"
    )
    with engine.connect() as connection:
        command.upgrade(migrate.config(connection), "0010_codebook_kept")
        connection.execute(raised, [{"findings": json.dumps(findings)} for findings, _ in RAISED])
        command.upgrade(migrate.config(connection), "0011_unsure_alerts")
        rows = connection.execute(text("SELECT findings, unsure FROM alert")).all()
    assert len(rows) == len(RAISED)
    assert all((findings, found) in RAISED for findings, found in rows)


# How far the reviews are that two auditors were given for the same activity of a case, and what stays of them.
GIVEN_TWICE = [
    (["not-started", "not-started"], ["not-started"]),
    (["not-started", "started", "not-started"], ["started"]),
    (["submitted", "not-started"], ["submitted"]),
    (["started"], ["started"]),
]


def test_of_reviews_that_were_given_twice_the_one_that_was_begun_stays(
    app: Flask, shared_folder, worker_id: str
) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"twice_{worker_id}")
    engine = sqlalchemy.create_engine(urls.owner)
    given = text(
        "INSERT INTO review (id, week_id, case_file_id, team_id, template_id, activity, auditor_id, due_on, state,"
        " submitted_at) VALUES (gen_random_uuid(), gen_random_uuid(), :case, gen_random_uuid(),"
        " gen_random_uuid(), 'observation', gen_random_uuid(), '2026-03-03', :state,"
        " CASE :state WHEN 'submitted' THEN now() END)"
    )
    with engine.connect() as connection:
        command.upgrade(migrate.config(connection), "0011_unsure_alerts")
        connection.execute(text("SET session_replication_role = replica"))
        cases = {uuid4(): (states, left) for states, left in GIVEN_TWICE}
        rows = [{"case": case, "state": state} for case, (states, _) in cases.items() for state in states]
        connection.execute(given, rows)
        connection.execute(text("SET session_replication_role = origin"))
        command.upgrade(migrate.config(connection), "0014_reviews_stay")
        kept = connection.execute(text("SELECT case_file_id, state FROM review")).all()
    for case, (_, left) in cases.items():
        assert [state for case_file_id, state in kept if case_file_id == case] == left


def test_reviews_that_two_auditors_began_stop_the_upgrade_with_what_to_do(
    app: Flask, shared_folder, worker_id: str
) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"begun_{worker_id}")
    given = text(
        "INSERT INTO review (id, week_id, case_file_id, team_id, template_id, activity, auditor_id, due_on, state,"
        " submitted_at) VALUES (:id, gen_random_uuid(), :case, gen_random_uuid(), gen_random_uuid(),"
        " 'observation', :auditor, '2026-03-03', :state, CASE :state WHEN 'submitted' THEN now() END)"
    )
    twice, once = uuid4(), uuid4()
    begun = [
        {"id": uuid4(), "case": twice, "auditor": uuid4(), "state": state}
        for state in ("started", "submitted", "not-started")
    ]
    alone = {"id": uuid4(), "case": once, "auditor": uuid4(), "state": "started"}
    migrate.upgrade(urls.owner, "0013_administrators")
    with sqlalchemy.create_engine(urls.owner).connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(given, [*begun, alone])
        connection.execute(text("SET session_replication_role = origin"))
        connection.commit()
        with pytest.raises(Refused) as refused:
            migrate.upgrade(urls.owner, "0014_reviews_stay")
        says = str(refused.value)
        for each in begun[:2]:
            line = f"case file {twice}, observation: review {each['id']} of auditor {each['auditor']}, {each['state']}"
            assert line in says
        assert str(once) not in says and "not-started" not in says
        remedy = "".join(line for line in says.splitlines() if line.endswith(";"))
        remedy = remedy.replace("<its review>", str(begun[0]["id"]))
        remedy = remedy.replace("<the review that stays>", str(begun[1]["id"]))
        assert connection.scalar(text("SELECT count(*) FROM review")) == 4
        connection.execute(text(remedy))
        connection.commit()
        migrate.upgrade(urls.owner, "0014_reviews_stay")
        left = connection.scalars(text("SELECT id FROM review")).all()
    assert set(left) == {begun[1]["id"], alone["id"]}


def test_an_administrator_of_one_team_loses_that_role_and_nothing_else(
    app: Flask, shared_folder, worker_id: str
) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"administrators_{worker_id}")
    engine = sqlalchemy.create_engine(urls.owner)
    with engine.connect() as connection:
        command.upgrade(migrate.config(connection), "0011_unsure_alerts")
        connection.execute(
            text(
                "INSERT INTO service_area (id, slug, name) VALUES (gen_random_uuid(), 'a', 'A');"
                'INSERT INTO "user" (id, name, email, password, fs_uniquifier)'
                " VALUES (gen_random_uuid(), 'P', 'p@example.org', '', 'p');"
                "INSERT INTO membership (id, user_id, role, service_area_id)"
                ' SELECT gen_random_uuid(), "user".id, role, area'
                " FROM \"user\", service_area, LATERAL (VALUES ('administrator', service_area.id),"
                " ('administrator', NULL), ('auditor', service_area.id)) AS had (role, area)"
            )
        )
        command.upgrade(migrate.config(connection), "0013_administrators")
        rows = connection.execute(text("SELECT role, service_area_id IS NULL FROM membership")).all()
    assert sorted(map(tuple, rows)) == [("administrator", True), ("auditor", False)]


def test_passages_of_before_are_told_what_they_answer(app: Flask, shared_folder, worker_id: str) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"asked_{worker_id}")
    asks = {
        "sections": [
            {
                "questions": [
                    {"key": "worry", "ask": {"en": "What worries you?", "cy": "Beth?"}},
                    {"key": "x"},
                ]
            },
            {"questions": [{"key": "good", "ask": {"en": "What is good?"}}]},
        ]
    }
    passages = {
        ("feedback", "worry"): "What worries you?",
        ("feedback", "good"): "What is good?",
        ("feedback", "reply"): "",
        ("audit", "good"): "What is good?",
    }
    with sqlalchemy.create_engine(urls.owner).connect() as connection:
        command.upgrade(migrate.config(connection), "0017_marked_words")
        connection.execute(text("SET session_replication_role = replica"))
        ids = {"version": uuid4(), "response": uuid4(), "review": uuid4()}
        connection.execute(
            text(
                "INSERT INTO question_set_version (id, question_set_id, number, definition)"
                " VALUES (:version, gen_random_uuid(), 1, :asks)"
            ),
            {"version": ids["version"], "asks": json.dumps(asks)},
        )
        connection.execute(
            text(
                "INSERT INTO response (id, collection_id, version_id, speaker, held_by, day, answers_sealed,"
                " idempotency_hash) VALUES (:response, gen_random_uuid(), :version, 'child', 'import',"
                " '2026-03-03', '', '')"
            ),
            ids,
        )
        connection.execute(
            text(
                "INSERT INTO review (id, week_id, case_file_id, team_id, template_id, activity, auditor_id, due_on)"
                " VALUES (:review, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), :version,"
                " 'observation', gen_random_uuid(), '2026-03-03')"
            ),
            ids,
        )
        kept = text(
            "INSERT INTO passage (id, room, source_id, question, speaker, month, words_sealed)"
            " VALUES (gen_random_uuid(), :room, :source, :question, 'child', '2026-03-01', '')"
        )
        source = {"feedback": ids["response"], "audit": ids["review"]}
        connection.execute(
            kept, [{"room": room, "question": key, "source": source[room]} for room, key in passages]
        )
        connection.execute(text("SET session_replication_role = origin"))
        command.upgrade(migrate.config(connection), "0018_asked")
        found = connection.execute(text("SELECT room, question, asked FROM passage")).all()
    assert {(room, question): asked for room, question, asked in found} == passages


@pytest.mark.parametrize(
    "statement", ["UPDATE trail_entry SET action = 'x'", "DELETE FROM trail_entry", "TRUNCATE trail_entry"]
)
@pytest.mark.parametrize("who", ["app", "owner"])
def test_the_trail_cannot_be_changed_in_the_database(database: Urls, statement: str, who: str) -> None:
    refused = pytest.raises(sqlalchemy.exc.DBAPIError, match=r"append-only|permission denied")
    with sqlalchemy.create_engine(getattr(database, who)).connect() as connection, refused:
        connection.execute(text(statement))


def test_decisions_of_before_have_no_marked_words_and_stay_when_marks_go(
    app: Flask, shared_folder, worker_id: str
) -> None:  # type: ignore[no-untyped-def]
    urls = scratch_database(shared_folder, f"marks_{worker_id}")
    engine = sqlalchemy.create_engine(urls.owner)
    decided = text(
        "INSERT INTO tag (id, passage_id, month, theme, valence, decision, decided_by) VALUES (gen_random_uuid(),"
        " gen_random_uuid(), '2026-09-01', 'listened-to', 'positive', 'added', gen_random_uuid())"
    )
    with engine.connect() as connection:
        command.upgrade(migrate.config(connection), "0016_left")
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(decided)
        command.upgrade(migrate.config(connection), "0017_marked_words")
        assert connection.execute(text("SELECT marks, marks_in, redacted_marks FROM tag")).one() == (
            [],
            0,
            [],
        )
        connection.execute(text("UPDATE tag SET marks = '[[0, 4]]', redacted_marks = '[[0, 4]]'"))
        connection.commit()
        with pytest.raises(sqlalchemy.exc.IntegrityError, match="tag_rejected_has_no_marks"):
            connection.execute(text("UPDATE tag SET decision = 'rejected', valence = NULL"))
        connection.rollback()
        command.downgrade(migrate.config(connection), "0016_left")
        assert connection.scalar(text("SELECT count(*) FROM tag")) == 1
