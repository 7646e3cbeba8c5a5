"""Trainings and measurings: asking for one, working on it, and what becomes of it.

Whoever works on a run holds a lock of the database until the transaction ends, so that nobody else does, and so
that a run whose worker died is known by nobody holding it. How far it is is written beside the transaction; what
came out is stored in it, all of it or nothing.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core import trail
from core.db import db
from core.jobs import nudge
from core.jobs.queue import queued
from nlp.bounded import ModelRefused
from nlp.codebook import shipped_codebook
from nlp.codebook.versions import read_with, shipped_fingerprint
from nlp.taught import kept
from nlp.taught.apart import LessonFailed, taken_apart
from nlp.taught.decided import decided_passages
from nlp.taught.figures import figures_of
from nlp.taught.lesson import FEWEST_TO_LEARN, Learnt, Tell, lesson_of
from nlp.taught.models import ModelVersion, TrainingRun
from nlp.taught.promotion import Part, verdict
from nlp.taught.splitting import split

TRAIN = "nlp.learn_from_decisions"
RUN_LOCK = 7_305_119  # any number, the same for every process
MOST_TRIES = 3
EXAMPLES_EVERY = 1

Kind = Literal["train", "measure"]


class AlreadyGoing(Exception):
    """Another run is asked for, or worked on."""


def going() -> TrainingRun | None:
    """The run that is asked for or worked on."""
    return db.session.scalars(
        select(TrainingRun).where(TrainingRun.state == "going").execution_options(populate_existing=True)
    ).one_or_none()


def ask(*, kind: Kind, by: UUID | None, hurry: bool = True) -> TrainingRun:
    """Ask for a run; `hurry` lets a worker begin at once. Raises `AlreadyGoing`. Flushes."""
    made = TrainingRun(kind=kind, asked_by=by)
    asked = db.session.scalars(
        upsert(TrainingRun)
        .values(id=made.id, kind=kind, asked_by=by)
        .on_conflict_do_nothing()
        .returning(TrainingRun.id)
    ).one_or_none()
    if asked is None:
        raise AlreadyGoing
    trail.record(action=f"asked to {kind}", subject="training", subject_id=asked, actor_id=by)
    if hurry:
        nudge(TRAIN, run_id=asked)
    return db.session.get_one(TrainingRun, asked)


def work_on(run_id: UUID, tell: Tell | None = None) -> None:
    """Do a run that nobody else works on, and keep what comes out. The caller commits."""
    if not _mine():
        return None
    run = db.session.get(TrainingRun, run_id, populate_existing=True)
    if run is None or run.state != "going":
        return None
    if run.tries >= MOST_TRIES:
        return _fail(run, f"Whoever worked on it was stopped {run.tries} times before it was done.")
    _note(
        run_id,
        tries=run.tries + 1,
        began_at=datetime.now(UTC),
        step="Gathering what people decided",
        share=0.0,
    )
    try:
        _learn(run, _told(run_id, tell))
    except (LessonFailed, ModelRefused) as problem:
        _fail(run, str(problem))


def take_up_what_was_left() -> None:
    """See to a run that nobody works on: ask for it again, or say that it failed where that happened too often."""
    run = going()
    if run is None or not _mine():
        return
    if run.tries >= MOST_TRIES:
        _fail(run, f"Whoever worked on it was stopped {run.tries} times before it was done.")
    elif not queued(TRAIN):
        nudge(TRAIN, run_id=run.id)


def _learn(run: TrainingRun, tell: Tell) -> None:
    """The row of `run` is left alone until the lesson is over: how far it is is written to it from beside."""
    version, codebook = read_with()
    if version.fingerprint == shipped_fingerprint():
        codebook = shipped_codebook()
    decided = decided_passages()
    parts = split(decided)
    learns = run.kind == "train"
    if learns and len(parts.learn) < FEWEST_TO_LEARN:
        raise LessonFailed(
            f"There is too little to learn from: {len(parts.learn)} decided passages,"
            f" {FEWEST_TO_LEARN} are the least."
        )
    using = kept.in_use()
    packed = kept.packed_of(using.id) if using is not None and using.origin == "learnt" else None
    lesson = lesson_of(parts, codebook=codebook, in_use=packed, learns=learns, every=EXAMPLES_EVERY)
    learnt = taken_apart(lesson, tell)
    run.decided, run.learnt, run.held_back = len(decided), len(lesson.learn), len(learnt.compared.truth)
    _keep(run, using or kept.keep_shipped(), learnt)


def _keep(run: TrainingRun, in_use: ModelVersion, learnt: Learnt) -> None:
    compared = learnt.compared
    figures: dict[str, Any] = {
        "in_use": figures_of(compared, compared.in_use, number=in_use.number).to_keep()
    }
    if learnt.model is not None and learnt.version is not None:
        model = kept.keep_learnt(packed=learnt.model, version=learnt.version, run_id=run.id)
        figures["new"] = figures_of(compared, compared.new, number=model.number).to_keep()
        parts = [*verdict(compared), _still_the_same(in_use)]
        run.verdict = [asdict(part) for part in parts]
        if all(part.passed for part in parts):
            kept.put_in_use(model=model, by=None)
        kept.forget_unused()
    run.figures = figures
    _end(run, "done")


def _still_the_same(compared_with: ModelVersion) -> Part:
    """Somebody may have put another model in use meanwhile: the new one was not compared with that."""
    now = kept.in_use() or kept.keep_shipped()
    return Part("still the same", now.id == compared_with.id, now.number, compared_with.number)


def _fail(run: TrainingRun, because: str) -> None:
    run.because = because
    _end(run, "failed")


def _end(run: TrainingRun, state: str) -> None:
    run.state, run.ended_at = state, datetime.now(UTC)
    db.session.flush()
    trail.record(
        action=f"{run.kind} {state}",
        subject="training",
        subject_id=run.id,
        detail={"decided": run.decided, "learnt": run.learnt, "held_back": run.held_back},
    )


def _told(run_id: UUID, tell: Tell | None) -> Tell:
    note = partial(_note, run_id)

    def both(step: str, share: float) -> None:
        note(step=step, share=share)
        if tell:
            tell(step, share)

    return both


def _note(run_id: UUID, **values: Any) -> None:
    """Write how far a run is in a transaction of its own, for whoever looks meanwhile."""
    with db.engine.begin() as beside:
        beside.execute(update(TrainingRun).where(TrainingRun.id == run_id).values(**values))


def _mine() -> bool:
    """Whether nobody else works on a run. Until the transaction ends, nobody else will."""
    return bool(db.session.scalar(select(func.pg_try_advisory_xact_lock(RUN_LOCK))))
