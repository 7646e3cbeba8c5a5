"""Writing a review: saved as it is typed, sent once, signed off once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from audit.actions import raise_immediate_action
from audit.activity_templates import standards_of
from audit.drafts import Draft, Gap, Merge, gaps, merge
from audit.models import Action, Grade, Review
from audit.vocabulary import ReviewState
from core import trail
from core.days import LONDON
from core.db import db
from core.jobs import nudge
from core.passages import Speaker, write_passage
from core.passages.concerns import Concern, raise_concerns
from core.questions.answers import read_answers, words_given
from core.questions.kinds import NOT_APPLICABLE, GradeQuestion
from core.questions.schema import QuestionSetDefinition
from nlp.screening.concerns import concerns_in_words

SITTING = timedelta(minutes=30)


class AlreadySent(Exception):
    """The review was submitted: nothing in it changes any more."""


class NotTheirs(Exception):
    """The review was given to somebody else, or taken back, since this person opened it."""


class NotSentYet(Exception):
    """Only a submitted review that nobody signed off can be signed off."""


class OwnReview(Exception):
    """Nobody signs off a review that they wrote."""


@dataclass(frozen=True)
class Sending:
    """What came of sending a review in: what is left to do first, or who was told of what."""

    left: Sequence[Gap] = ()
    told_duty_lead: bool = False
    raised: Sequence[Action] = ()


def draft_of(review: Review) -> Draft:
    """What was typed so far, by question key."""
    found: Draft = review.answers or {}
    return found


def save(
    *, review_id: UUID, by: UUID, sent: Mapping[str, Any], seen: Mapping[str, str], section: str, at: datetime
) -> tuple[Review, Merge]:
    """Put what was sent into the review, and give the review and what came of it.

    Where something clashes the caller shows both texts and lets nothing be committed. Raises NotTheirs,
    AlreadySent.
    """
    review = _locked_own(review_id, by)
    if review.is_sent:
        raise AlreadySent
    result = merge(draft_of(review), sent, seen=seen)
    review.last_section = section
    if result.changed:
        new_sitting = review.saved_at is None or at - review.saved_at > SITTING
        review.answers = result.draft
        review.version += 1
        review.saved_at = at
        review.state = ReviewState.started.value
        db.session.flush()
        if new_sitting:
            trail.record(
                action="wrote in review",
                subject="review",
                subject_id=review.id,
                detail={"version": review.version},
            )
    return review, result


def submit(*, review_id: UUID, by: UUID, at: datetime) -> Sending:
    """Send a review in, unless something is still left to do, in which case nothing has changed.

    Findings become passages, grades become rows, an inadequate grade raises an action. Raises NotTheirs,
    AlreadySent.
    """
    review = _locked_own(review_id, by)
    if review.is_sent:
        raise AlreadySent
    definition = review.template.asks
    draft = draft_of(review)
    left = gaps(definition, draft)
    if left:
        return Sending(left)
    answers, _ = read_answers(definition, draft)
    review.answers = dict(answers)
    review.version += 1
    review.state = ReviewState.submitted.value
    review.submitted_at = at
    db.session.flush()
    on = at.astimezone(LONDON).date()
    concerns = _write_findings(review, definition, answers, on)
    grades = _write_grades(review, definition, answers, on)
    trail.record(
        action="submitted review", subject="review", subject_id=review.id, detail={"grades": len(grades)}
    )
    asked = standards_of(definition)
    raised = [
        raise_immediate_action(
            review=review, standard=grade.standard, asked=str(asked[grade.standard].ask), on=on
        )
        for grade in grades
        if asked[grade.standard].grade_scale.grade(grade.grade).inadequate
    ]
    return Sending(told_duty_lead=bool(concerns), raised=raised)


def sign_off(*, review_id: UUID, by: UUID, at: datetime) -> None:
    """Sign a submitted review off, so that its worker and manager may read it. Raises NotSentYet, OwnReview."""
    review = _locked(Review.id == review_id)
    if review is None or review.stage is not ReviewState.submitted:
        raise NotSentYet
    if review.auditor_id == by:
        raise OwnReview
    review.state = ReviewState.signed_off.value
    review.signed_off_at = at
    review.signed_off_by = by
    db.session.flush()
    trail.record(action="signed review off", subject="review", subject_id=review.id)


def _locked_own(review_id: UUID, auditor_id: UUID) -> Review:
    review = _locked(Review.id == review_id, Review.auditor_id == auditor_id)
    if review is None:
        raise NotTheirs
    return review


def _locked(*which: ColumnElement[bool]) -> Review | None:
    """The review, locked until the transaction ends, as it is now."""
    return db.session.scalars(
        select(Review).where(*which).with_for_update(of=Review).execution_options(populate_existing=True)
    ).one_or_none()


def _write_findings(
    review: Review, definition: QuestionSetDefinition, answers: Mapping[str, Any], on: date
) -> list[Concern]:
    """Each text and each reason becomes a passage. A child's or parent's words are theirs, reasons ours.

    Gives the concerns in them, which the duty lead is told of.
    """
    passages = [
        write_passage(
            room="audit",
            source_id=review.id,
            question=given.question,
            asked=given.asked,
            speaker=_speaker(definition, given.question),
            team_id=review.team_id,
            words=given.words,
            on=on,
            may_quote=False,
        )
        for given in words_given(definition, answers)
    ]
    nudge("nlp.read_passages", passage_ids=[passage.id for passage in passages])
    concerns = _concerns(definition, answers)
    raise_concerns(room="audit", source_id=review.id, team_id=review.team_id, concerns=concerns)
    return concerns


def _concerns(definition: QuestionSetDefinition, answers: Mapping[str, Any]) -> list[Concern]:
    """Concerns in what a child or family said. An auditor's own words are a judgement and are not screened."""
    found = []
    for given in words_given(definition, answers):
        speaker = _speaker(definition, given.question)
        if speaker != "staff":
            found += concerns_in_words(given.words, question=given.question, speaker=speaker)
    return found


def _speaker(definition: QuestionSetDefinition, question: str) -> Speaker:
    graded = isinstance(definition.by_key[question], GradeQuestion)
    return "staff" if graded else definition.speaker


def _write_grades(
    review: Review, definition: QuestionSetDefinition, answers: Mapping[str, Any], on: date
) -> list[Grade]:
    grades = [
        Grade(
            review_id=review.id,
            team_id=review.team_id,
            month=on.replace(day=1),
            question=question.key,
            standard=standard,
            scale=question.scale,
            scale_version=question.grade_scale.version,
            grade=answers[question.key]["grade"],
        )
        for standard, question in standards_of(definition).items()
        if question.key in answers and answers[question.key]["grade"] != NOT_APPLICABLE
    ]
    db.session.add_all(grades)
    db.session.flush()
    return grades
