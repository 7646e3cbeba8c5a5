"""Taking a case list into a practice week, all or nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from audit.case_list import CaseList, ListedCase, plain, read_case_list
from audit.models import CaseFile, CaseUpload, PracticeWeek
from audit.practice_weeks import lock_week
from core import trail
from core.db import db
from core.keys import key_ring
from core.people.models import User

UPLOADS_KEPT = timedelta(days=1)


def read_for_week(*, week: PracticeWeek, content: bytes) -> CaseList:
    """What a file holds for this week. Changes nothing. Raises UnreadableList."""
    known = [case.reference for case in cases_of(week)]
    return read_case_list(content, teams=_team_names(week), known=known)


def cases_of(week: PracticeWeek) -> Sequence[CaseFile]:
    """The week's case files in the order of their numbers."""
    return db.session.scalars(
        select(CaseFile).where(CaseFile.week_id == week.id).order_by(CaseFile.number)
    ).all()


def take_in(*, week: PracticeWeek, cases: Sequence[ListedCase]) -> int:
    """Keep these cases in the week and give how many they were."""
    lock_week(week)
    highest = db.session.scalar(
        select(func.coalesce(func.max(CaseFile.number), 0)).where(CaseFile.week_id == week.id)
    )
    people = _people()
    for number, case in enumerate(cases, start=(highest or 0) + 1):
        db.session.add(
            CaseFile(
                week_id=week.id,
                team_id=case.team_id,
                practitioner_id=people.get(plain(case.practitioner)),
                number=number,
                reference=case.reference,
                reference_mark=_reference_mark(week.id, case.reference),
                practitioner=case.practitioner or None,
                age_band=case.age_band.value,
                status=case.status.value,
            )
        )
    db.session.flush()
    trail.record(
        action="took in case list",
        subject="practice week",
        subject_id=week.id,
        detail={"cases": len(cases)},
    )
    return len(cases)


def keep_upload(*, week: PracticeWeek, content: bytes, sent_by: UUID) -> CaseUpload:
    """Keep a checked file until its sender says yes. Lists that nobody came back to go after a day."""
    db.session.execute(delete(CaseUpload).where(CaseUpload.sent_at < datetime.now(UTC) - UPLOADS_KEPT))
    upload = CaseUpload(week_id=week.id, content=content, sent_by=sent_by)
    db.session.add(upload)
    db.session.flush()
    return upload


def drop_upload(*, upload: CaseUpload) -> None:
    """Forget an uploaded file."""
    db.session.delete(upload)
    db.session.flush()


def _team_names(week: PracticeWeek) -> Mapping[str, UUID]:
    return {name: team.id for team in week.teams for name in (team.slug, team.name)}


def _people() -> dict[str, UUID]:
    """People by email, and by name where no two share it, as they are compared."""
    found: dict[str, UUID] = {}
    shared: set[str] = set()
    for person_id, name, email in db.session.execute(select(User.id, User.name, User.email)):
        if plain(name) in found:
            shared.add(plain(name))
        found[plain(name)] = found[plain(email)] = person_id
    return {name: person_id for name, person_id in found.items() if name not in shared}


def _reference_mark(week_id: UUID, reference: str) -> bytes:
    return key_ring().fingerprint(f"{week_id}:{reference.casefold()}", purpose="case reference")
