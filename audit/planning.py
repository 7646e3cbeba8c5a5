"""From a case list to work for each auditor: draw the sample, share it out, give a case to somebody else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from audit.activity_templates import SHIPPED
from audit.allocation import Allocation, AuditorAtHand, CaseToAllocate, allocate, is_conflict
from audit.intake import cases_of
from audit.models import CaseFile, Involvement, PracticeWeek, Review
from audit.practice_weeks import lock_week, may_audit
from audit.sampling import Candidate, draw_sample
from audit.vocabulary import Activity, ReviewState, Selection
from core import trail
from core.access import reach
from core.db import db
from core.people.models import Role, User
from core.questions.storing import publish


class SampleIsFixed(Exception):
    """Cases were given out already: another draw would take work away from people."""


class PartlySent(Exception):
    """A review of this case was sent in already, so the case cannot change hands."""


class NobodyHolds(Exception):
    """The case is with nobody, so there is nothing to hand over: it waits to be shared out."""


class TooClose(Exception):
    """This person is too close to the case to judge it."""


@dataclass(frozen=True)
class SharedOut:
    """How many reviews were given out, and the cases that nobody at hand may take."""

    made: int
    without_auditor: tuple[CaseFile, ...]


def draw(*, week: PracticeWeek, size: int, reserves: int, seed: str) -> int:
    """Choose cases for the week by chance and give how many were chosen. Raises SampleIsFixed."""
    lock_week(week)
    if db.session.scalar(select(Review.id).where(Review.week_id == week.id).limit(1)):
        raise SampleIsFixed
    cases = {case.reference: case for case in cases_of(week)}
    candidates = [Candidate(reference, str(case.team.slug)) for reference, case in cases.items()]
    sample = draw_sample(candidates, size=size, seed=seed, reserves=reserves)
    for case in cases.values():
        case.selection, case.place = Selection.listed.value, None
    for selection, references in ((Selection.chosen, sample.chosen), (Selection.reserve, sample.reserves)):
        for place, reference in enumerate(references, start=1):
            cases[reference].selection, cases[reference].place = selection.value, place
    week.seed = seed
    db.session.flush()
    trail.record(
        action="drew sample",
        subject="practice week",
        subject_id=week.id,
        detail={"seed": seed, "chosen": len(sample.chosen), "reserves": len(sample.reserves)},
    )
    return len(sample.chosen)


def share_out(*, week: PracticeWeek) -> SharedOut:
    """Give every chosen case that has nobody yet to an auditor, with a review for each activity wanted.

    A case that somebody holds stays with them; activities that were added to the week since come to them.
    """
    lock_week(week)
    shared = _give_out(week, [case for case in cases_of(week) if case.selection == Selection.chosen])
    trail.record(
        action="shared out cases",
        subject="practice week",
        subject_id=week.id,
        detail={"reviews": shared.made, "without auditor": len(shared.without_auditor)},
    )
    return shared


def cases_to_share_out(week: PracticeWeek) -> list[CaseFile]:
    """Chosen cases that nobody has, or that lack an activity which was added to the week since."""
    there = _activities_there(week)
    return [
        case
        for case in cases_of(week)
        if case.selection == Selection.chosen
        and any((case.id, activity.value) not in there for activity in week.wanted)
    ]


def say_involved(*, case: CaseFile, person: User) -> bool:
    """Note that this person knows the family, and give their unsent reviews of the case to somebody else.

    True where somebody else was found; otherwise the case waits for the next sharing out. Raises PartlySent.
    """
    lock_week(case.week)
    held = [review for review in _locked_reviews(case) if review.auditor_id == person.id]
    if any(review.is_sent for review in held):
        raise PartlySent
    _take_back(held)
    _note_involved(case, person)
    if case.selection == Selection.chosen:
        _give_out(case.week, [case])
    trail.record(action="said involved", subject="case file", subject_id=case.id)
    return case.id in _holders(case.week)


def give_case_to(*, case: CaseFile, auditor: User) -> None:
    """Give a case to another auditor of the week, with whatever was typed about it so far.

    Raises TooClose for somebody who may not judge it, NobodyHolds where it has no reviews, and PartlySent where
    one of them was sent in.
    Rationale: auditors fall ill in the middle of a week, and what they typed must not be lost. A judgement
    that was sent in stays with the person who made it.
    """
    lock_week(case.week)
    at_hand = {each.id: each for each in auditors_at_hand(case.week)}
    found = at_hand.get(auditor.id)
    if found is None or is_conflict(to_allocate(case), found):
        raise TooClose
    reviews = _locked_reviews(case)
    if not reviews:
        raise NobodyHolds
    if any(review.is_sent for review in reviews):
        raise PartlySent
    for review in reviews:
        review.auditor_id = auditor.id
    db.session.flush()
    trail.record(
        action="gave case to",
        subject="case file",
        subject_id=case.id,
        detail={"auditor": str(auditor.id), "reviews": len(reviews)},
    )


def set_aside(*, case: CaseFile) -> CaseFile | None:
    """Take a chosen case out of the sample and give the reserve that steps in, where there is one.

    The next reserve of the same team steps in, else the next of all. Raises SampleIsFixed once somebody
    has begun to write about the case.
    """
    lock_week(case.week)
    held = _locked_reviews(case)
    if case.selection != Selection.chosen or any(each.stage is not ReviewState.not_started for each in held):
        raise SampleIsFixed
    _take_back(held)
    reserves = sorted(
        (each for each in cases_of(case.week) if each.selection == Selection.reserve),
        key=lambda each: (each.team_id != case.team_id, each.place),
    )
    case.selection = Selection.set_aside.value
    stepping_in = reserves[0] if reserves else None
    if stepping_in:
        stepping_in.selection = Selection.chosen.value
    db.session.flush()
    trail.record(
        action="set case aside",
        subject="case file",
        subject_id=case.id,
        detail={"stepping in": str(stepping_in.id) if stepping_in else None},
    )
    return stepping_in


def auditors_at_hand(week: PracticeWeek) -> list[AuditorAtHand]:
    """The week's auditors who may work now, with what each is too close to and how many cases they hold."""
    involved: dict[UUID, set[UUID]] = {}
    rows = db.session.execute(
        select(Involvement.user_id, Involvement.case_file_id)
        .join(CaseFile, CaseFile.id == Involvement.case_file_id)
        .where(CaseFile.week_id == week.id)
    )
    for user_id, case_id in rows:
        involved.setdefault(user_id, set()).add(case_id)
    loads = Counter(_holders(week).values())
    teams = db.session.scalars(select(CaseFile.team_id).where(CaseFile.week_id == week.id).distinct()).all()
    return [
        AuditorAtHand(
            id=person.id,
            own_team_ids=own_teams(person, teams),
            involved_case_ids=frozenset(involved.get(person.id, ())),
            load=loads[person.id],
        )
        for person in week.auditors
        if may_audit(person)
    ]


def own_teams(person: User, team_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these teams in which this person works or which they manage."""
    close_to = reach(person, Role.practitioner, Role.team_manager)
    return frozenset(team_id for team_id in team_ids if close_to.covers(team_id))


def _locked_reviews(case: CaseFile) -> Sequence[Review]:
    """The reviews of a case as they are now. Nobody saves or sends one until the transaction ends."""
    return db.session.scalars(
        select(Review)
        .where(Review.case_file_id == case.id)
        .order_by(Review.id)
        .with_for_update(of=Review)
        .execution_options(populate_existing=True)
    ).all()


def _take_back(reviews: Sequence[Review]) -> None:
    """Delete reviews that were not sent in."""
    for review in reviews:
        db.session.delete(review)
    db.session.flush()


def _note_involved(case: CaseFile, person: User) -> None:
    said = {"case_file_id": case.id, "user_id": person.id}
    if not db.session.scalar(select(Involvement.id).filter_by(**said)):
        db.session.add(Involvement(**said))
        db.session.flush()


def _give_out(week: PracticeWeek, cases: Sequence[CaseFile]) -> SharedOut:
    """A review for each activity wanted of each of these cases, for who holds the case or now gets it."""
    holders = _holders(week)
    allocation = _allocate(week, [case for case in cases if case.id not in holders])
    holders |= allocation.given
    there = _activities_there(week)
    made = 0
    for activity in week.wanted:
        template = publish(SHIPPED[activity])
        for case in cases:
            if case.id in holders and (case.id, activity.value) not in there:
                db.session.add(_review(week, case, activity, template.id, holders[case.id]))
                made += 1
    db.session.flush()
    by_id = {case.id: case for case in cases}
    return SharedOut(made, tuple(by_id[case_id] for case_id in allocation.without_auditor))


def _activities_there(week: PracticeWeek) -> set[tuple[UUID, str]]:
    rows = db.session.execute(select(Review.case_file_id, Review.activity).where(Review.week_id == week.id))
    return {(case_id, activity) for case_id, activity in rows}


def _allocate(week: PracticeWeek, waiting: Sequence[CaseFile]) -> Allocation:
    if not waiting:
        return Allocation()
    return allocate([to_allocate(case) for case in waiting], auditors_at_hand(week))


def to_allocate(case: CaseFile) -> CaseToAllocate:
    """A case file as the allocation sees it."""
    return CaseToAllocate(id=case.id, team_id=case.team_id, practitioner_id=case.practitioner_id)


def _holders(week: PracticeWeek) -> dict[UUID, UUID]:
    """Who holds each case that was given out. All activities of a case are one person's."""
    rows = db.session.execute(
        select(Review.case_file_id, Review.auditor_id).where(Review.week_id == week.id).distinct()
    )
    return dict(rows.all())


def _review(
    week: PracticeWeek, case: CaseFile, activity: Activity, template_id: UUID, auditor_id: UUID
) -> Review:
    return Review(
        week_id=week.id,
        case_file_id=case.id,
        team_id=case.team_id,
        template_id=template_id,
        activity=activity.value,
        auditor_id=auditor_id,
        due_on=week.reviews_due_on,
        state=ReviewState.not_started.value,
    )
