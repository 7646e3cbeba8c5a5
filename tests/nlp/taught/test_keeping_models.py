"""Models in the database: sealed, whole or refused, one in use, and the last good one keeps working."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.jobs import nudge, run_waiting
from nlp import reading_jobs
from nlp.bounded import ModelRefused
from nlp.kept.models import Suggestion
from nlp.taught import kept
from nlp.taught.models import ModelVersion, TrainingRun
from nlp.taught.packing import RULES_FILE, checksum, packed, unpacked
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import LabelledText
from nlp.trained.refused import ModelRefusedError
from nlp.trained.training import train
from tests.nlp.factories import make_passage

ROWS = [
    LabelledText(f"the torvex {word}", frozenset({"contact-speed"}), None)
    for word in ("was", "is", "never", "a")
] + [LabelledText(f"a {word} day", frozenset({"privacy"}), None) for word in ("good", "long", "bad", "short")]


@pytest.fixture(scope="module")
def small() -> LabelModel:
    return train(ROWS)


@pytest.fixture(autouse=True)
def end_the_reader() -> Iterator[None]:
    yield
    reading_jobs.reader.close()


def keep(session: Session, model: LabelModel) -> ModelVersion:
    run = TrainingRun(kind="train", state="failed", because="made for a test", ended_at=datetime.now(UTC))
    session.add(run)
    session.flush()
    row = kept.keep_learnt(packed=packed(model), version=model.version, run_id=run.id)
    session.commit()
    return row


def read_something(app: Flask, session: Session) -> set[str]:
    passage = make_passage(words="The torvex never rings back and nobody listens")
    nudge(reading_jobs.READ_PASSAGES)
    session.commit()
    run_waiting(app)
    session.rollback()
    return set(session.scalars(select(Suggestion.source).where(Suggestion.passage_id == passage.id)))


def test_a_model_comes_back_as_it_was_and_its_words_are_sealed(
    app: Flask, session: Session, small: LabelModel
) -> None:
    row = keep(session, small)
    assert unpacked(kept.packed_of(row.id)).version == small.version
    stored = session.scalars(select(ModelVersion.packed_sealed)).one()
    assert stored is not None and b"torvex" not in stored and b"torvex" in packed(small)


def test_the_last_that_was_put_in_use_is_in_use(session: Session, app: Flask, small: LabelModel) -> None:
    assert kept.in_use() is None and kept.to_read_with() is None
    first, second = keep(session, small), keep(session, small)
    kept.put_in_use(model=first, by=None)
    kept.put_in_use(model=second, by=None)
    assert kept.in_use() is second
    kept.put_in_use(model=first, by=None)
    assert kept.in_use() is first
    kept.refuse(first.number, because="it is broken")
    assert kept.in_use() is second
    kept.put_in_use(model=kept.keep_shipped(), by=None)
    assert kept.to_read_with() is None


def test_models_that_were_never_used_are_let_go_but_for_the_newest(
    session: Session, app: Flask, small: LabelModel
) -> None:
    used = keep(session, small)
    kept.put_in_use(model=used, by=None)
    others = [keep(session, small) for _ in range(kept.KEPT_UNUSED + 2)]
    kept.forget_unused()
    left = set(session.scalars(select(ModelVersion.number)))
    assert left == {used.number, *(one.number for one in others[2:])}


@pytest.mark.parametrize("harm", ["sealed", "checksum", "opened", "rules"])
def test_a_damaged_model_is_refused_with_its_reason_and_the_last_good_one_reads(
    app: Flask, session: Session, small: LabelModel, harm: str
) -> None:
    good, bad = keep(session, small), keep(session, small)
    kept.put_in_use(model=good, by=None)
    session.commit()
    assert f"model:{small.version}" in read_something(app, session)
    damage(session, bad, harm)
    kept.put_in_use(model=bad, by=None)
    session.commit()
    assert f"model:{small.version}" in read_something(app, session)
    session.expire_all()
    assert bad.refused, "whoever looks at the page sees why"
    assert kept.in_use() is good and good.refused is None


def damage(session: Session, row: ModelVersion, harm: str) -> None:
    if harm == "sealed":
        sealed = bytes(
            session.scalars(select(ModelVersion.packed_sealed).where(ModelVersion.id == row.id)).one() or b""
        )
        flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
        session.execute(update(ModelVersion).where(ModelVersion.id == row.id).values(packed_sealed=flipped))
    elif harm == "checksum":
        session.execute(update(ModelVersion).where(ModelVersion.id == row.id).values(checksum="0" * 64))
    else:
        row.packed = broken = b"no model" if harm == "opened" else of_another_release(kept.packed_of(row.id))
        row.checksum = checksum(broken)
    session.commit()


def of_another_release(whole: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            after.writestr(name, b"other rules" if name == RULES_FILE else before.read(name))
    return made.getvalue()


@pytest.mark.parametrize("name", [RULES_FILE, "model.json", "weights.npz", "whole.txt"])
def test_a_half_written_model_is_refused_with_the_file_that_is_missing(small: LabelModel, name: str) -> None:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(packed(small))) as before, zipfile.ZipFile(made, "w") as after:
        for one in before.namelist():
            if one != name:
                after.writestr(one, before.read(one))
    with pytest.raises(ModelRefusedError, match=name):
        unpacked(made.getvalue())


def test_a_blob_that_says_nothing_of_itself_is_not_opened(
    session: Session, app: Flask, small: LabelModel
) -> None:
    row = keep(session, small)
    damage(session, row, "checksum")
    with pytest.raises(ModelRefused, match="not whole"):
        kept.packed_of(row.id)


def test_reading_again_is_offered_only_where_another_model_may_have_read(
    session: Session, app: Flask, small: LabelModel
) -> None:
    def offered() -> bool:
        session.flush()
        rows = session.scalars(select(ModelVersion)).all()
        return kept.something_was_read_with_another(rows, kept.number_in_use())

    shipped = kept.keep_shipped()
    assert not offered(), "nothing else was ever in use"
    kept.put_in_use(model=shipped, by=None)
    assert not offered()
    learnt = keep(session, small)
    assert not offered(), "a model that is only kept reads nothing"
    kept.put_in_use(model=learnt, by=None)
    assert offered()
    learnt.read_again_at = datetime.now(UTC)
    assert not offered()
    kept.put_in_use(model=shipped, by=None)
    assert offered()
    shipped.read_again_at = datetime.now(UTC)
    assert not offered()
    kept.put_in_use(model=learnt, by=None)
    assert offered(), "the other has read meanwhile"
