"""The jobs that read: what is new first, then what was read with an older codebook. The sweep finds what is left."""

from uuid import UUID

import structlog
from sqlalchemy import Select, func, select

from core.db import db
from core.jobs import nudge, sweep, task
from core.keys import Unreadable
from core.passages import Passage
from nlp import rereading
from nlp.bounded import BoundedReader, CodebookRefused, ModelRefused, ModelToReadWith, Text, Unread
from nlp.codebook import Codebook, shipped_codebook
from nlp.codebook.changes import reads_the_same
from nlp.codebook.versions import (
    keep_codebook,
    read_with,
    refuse,
    takes_shipped_by_itself,
)
from nlp.findings import Speaker
from nlp.kept.keeping import Outcome, keep_readings
from nlp.kept.models import CodebookVersion, PassageReading
from nlp.kept.reading import KeptReading
from nlp.known_here import familiar_here
from nlp.rereading import READ_PASSAGES, REREAD_PASSAGES
from nlp.taught.kept import refuse as refuse_model
from nlp.taught.kept import to_read_with
from nlp.translating.models import Translation
from nlp.translating.reading import beside_original
from nlp.translating.translations import READ_TRANSLATED, in_use

log = structlog.get_logger("heard.reading")
reader = BoundedReader()


@task(READ_PASSAGES)
def read_passages(passage_ids: list[str] | None = None) -> None:
    """Read a batch of new passages, those named first, and ask for another job while there may be more.

    Everything is stored in one transaction: a job that dies leaves its passages new.
    """
    claimed = _claim(_new(), passage_ids or [])
    if not claimed:
        return
    understood = _read_and_keep(claimed, *read_with())
    if len(claimed) == rereading.BATCH or not understood:
        nudge(READ_PASSAGES)


@task(REREAD_PASSAGES)
def reread_passages() -> None:
    """Read again a batch of passages that were read with another codebook, then ask for another job.

    A job that dies leaves its passages as they were read before.
    """
    version, codebook = read_with()
    current = rereading.rereading_of(version.id)
    if current is None or current.state != "running":
        return
    if claimed := rereading.claim(version.id):
        _read_and_keep(claimed, version, codebook)
        rereading.go_on()
    else:
        rereading.finish_if_nothing_is_left(current)


@task(READ_TRANSLATED)
def read_translated(passage_ids: list[str] | None = None) -> None:
    """Read again a batch of passages that a person has translated, those named first."""
    if claimed := _claim(_translated(), passage_ids or []):
        _read_and_keep(claimed, *read_with())


@sweep(unless_waiting=READ_TRANSLATED)
def find_translated() -> None:
    """Ask for the reading of translations that a crash left."""
    if db.session.scalars(_translated().limit(1)).first():
        nudge(READ_TRANSLATED)


@sweep()
def find_unread() -> None:
    """Keep enough reading jobs waiting for the passages that are still new, and the codebook stored."""
    keep_codebook()
    left = db.session.scalars(
        select(func.count()).select_from(
            _new().with_only_columns(Passage.id).limit(rereading.BATCH * rereading.MOST_JOBS).subquery()
        )
    ).one()
    for _ in range(rereading.jobs_wanted(READ_PASSAGES, left)):
        nudge(READ_PASSAGES)


@sweep()
def find_left_to_reread() -> None:
    """Take up what a new release brings, go on with what a crash left, and call done what is done.

    A worker that began before a version was published may end after everything else was read again with it:
    what it leaves is found here too.
    """
    version = takes_shipped_by_itself() or keep_codebook()
    current = rereading.rereading_of(version.id)
    if current is not None and current.state == "paused":
        return
    left = rereading.left_to_reread(version.id)
    if current is not None and current.state == "running":
        rereading.finish_if_nothing_is_left(current)
        rereading.keep_jobs_waiting(left)
    elif left:
        rereading.begin(version)


def _claim(left: Select[Passage], passage_ids: list[str]) -> list[Passage]:
    """A batch of those left that no other job holds, locked until the transaction ends; those named come first."""
    free = (
        left.limit(rereading.BATCH)
        .with_for_update(skip_locked=True, key_share=True, of=Passage)
        .execution_options(populate_existing=True)
    )
    named = [UUID(passage_id) for passage_id in passage_ids]
    claimed = list(db.session.scalars(free.where(Passage.id.in_(named))).all()) if named else []
    return claimed or list(db.session.scalars(free).all())


def _new() -> Select[Passage]:
    return select(Passage).where(Passage.state == "new")


def _translated() -> Select[Passage]:
    """Passages with a translation that is not read yet, left out those that could not be read."""
    return (
        select(Passage)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(
            Passage.id.in_(select(Translation.passage_id).where(~Translation.read)),
            Passage.state == "read",
            PassageReading.because.is_(None),
        )
    )


def _read_and_keep(claimed: list[Passage], version: CodebookVersion, codebook: Codebook) -> bool:
    """Read these and keep what was found; False where codebook or model was refused, and they are left as they were."""
    own = None if reads_the_same(codebook, shipped_codebook()) else codebook
    model = to_read_with()
    try:
        outcomes = _read(claimed, own, model)
    except CodebookRefused as refused:
        refuse(version, because=str(refused))
        return False
    except ModelRefused as refused:
        if model is not None:
            refuse_model(model.number, because=str(refused))
        return False
    keep_readings(outcomes, codebook=version, merges=codebook.merges())
    return True


def _read(claimed: list[Passage], codebook: Codebook | None, model: ModelToReadWith | None) -> list[Outcome]:
    """What was found in each. Where there is a translation, themes are looked for in that, and the original is
    read for its language and its redacted copy."""
    translated = in_use([passage.id for passage in claimed])
    opened: list[tuple[Passage, str]] = []
    outcomes: list[Outcome] = []
    for passage in claimed:
        try:
            opened.append((passage, (translated.get(passage.id) or passage).words))
        except Unreadable:
            outcomes.append((passage, Unread("sealed")))
    texts = [Text(words, Speaker(passage.speaker), passage.asked) for passage, words in opened]
    familiar = familiar_here()
    found = reader.read(texts, codebook, model=model, familiar=familiar)
    outcomes += zip((passage for passage, _ in opened), found, strict=True)
    for passage, outcome in outcomes:
        if isinstance(outcome, Unread):
            log.warning(
                "passage not read", passage=str(passage.id), because=outcome.because, fault=outcome.fault
            )
    return [
        (
            passage,
            beside_original(passage, outcome, translated[passage.id], reader, codebook, model, familiar),
        )
        if passage.id in translated and isinstance(outcome, KeptReading)
        else (passage, outcome)
        for passage, outcome in outcomes
    ]
