"""A summary's way from frozen figures to something that never changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from core import trail
from core.db import db
from core.mail import send
from core.passages import Passage
from core.people.models import User
from core.settings import settings
from core.trail import TrailEntry
from learning.beside import figures_now, one_publication_at_a_time, refuse_what_does_not_stand_beside
from learning.errors import ChangedMeanwhileError, NotNowError
from learning.frozen import Narrative
from learning.models import State, Summary, SummaryOutput, SummaryQuote, SummaryRecipient
from learning.outputs import ask_for_outputs
from learning.pdf.pages import Kind
from learning.periods import period_in_words
from learning.scope import Scope, scope_of
from learning.sentences import first_draft

CHANGED = "summary.changed"
SITTING = timedelta(minutes=30)
TITLE = "What we heard, and what we are learning"


def draft_summary(
    *,
    scope: Scope,
    on: date,
    by: User | None = None,
    title: str = TITLE,
    due_period_id: UUID | None = None,
    recipients: Iterable[str] = (),
) -> Summary:
    """Freeze the figures and write first words about them."""
    data, counted = figures_now(scope, on=on)
    summary = Summary(
        title=title,
        team_id=scope.team_id,
        service_area_id=scope.service_area_id,
        period_start=scope.start,
        period_end=scope.end,
        due_period_id=due_period_id,
        data=data.model_dump(mode="json"),
        narrative=first_draft(data).model_dump(mode="json"),
        counted=[part.as_json() for part in counted],
        made_by=by.id if by else None,
    )
    db.session.add(summary)
    db.session.flush()
    set_recipients(summary=summary, addresses=recipients)
    trail.record(action="summary.drafted", subject="summary", subject_id=summary.id)
    return summary


def change_words(
    *, summary: Summary, title: str, narrative: Narrative, revision: int, by: User | None = None
) -> None:
    """Keep what the quality lead wrote. An approved summary becomes a draft again. The trail has one entry for a
    sitting, however often it is saved.

    Raises ChangedMeanwhileError if `revision` is not the newest, NotNowError if it is published.
    """
    _refuse_if_published(summary)
    if revision != summary.revision:
        raise ChangedMeanwhileError(
            "Somebody else changed this summary while you were writing. Your words are still on this page: "
            "copy what you need, then open the summary again."
        )
    summary.title = title
    summary.narrative = narrative.model_dump(mode="json")
    _reopen(summary)
    summary.revision += 1
    db.session.flush()
    if not _same_sitting(summary, by):
        trail.record(action=CHANGED, subject="summary", subject_id=summary.id, actor_id=by.id if by else None)


def set_recipients(*, summary: Summary, addresses: Iterable[str]) -> None:
    """Who is told when it is published."""
    _refuse_if_published(summary)
    summary.recipients = [
        SummaryRecipient(address=address) for address in dict.fromkeys(map(str.lower, addresses))
    ]
    db.session.flush()


def take_figures_again(*, summary: Summary, on: date) -> None:
    """Freeze the figures of a draft anew. The words stay: whoever wrote them has to look at them again."""
    _refuse_if_published(summary)
    scope = scope_of(
        start=summary.period_start,
        end=summary.period_end,
        team_id=summary.team_id,
        service_area_id=summary.service_area_id,
    )
    data, counted = figures_now(scope, on=on)
    summary.data = data.model_dump(mode="json")
    summary.counted = [part.as_json() for part in counted]
    _reopen(summary)
    db.session.flush()
    trail.record(action="summary.counted again", subject="summary", subject_id=summary.id)


def approve(*, summary: Summary, by: User, seen: str | None = None) -> None:
    """Say that the words are right, and have the outputs made.

    `seen` is the mark of what the person has read: raises ChangedMeanwhileError where that is not what would
    be approved, NotNowError where it is no draft or quotes what is deleted, and what `publish` raises where its
    figures do not stand beside published ones.
    """
    if summary.stage is not State.drafted:
        raise NotNowError("Only a draft can be approved.")
    if seen is not None and seen != summary.mark:
        raise ChangedMeanwhileError(
            "Somebody changed this summary after you opened it. Nothing is approved yet: read it again as it "
            "is now, then approve it."
        )
    _let_go_of_deleted_quotes(summary)
    refuse_what_does_not_stand_beside(summary)
    summary.state = State.approved
    summary.approved_by, summary.approved_at = by.id, datetime.now(UTC)
    trail.record(action="summary.approved", subject="summary", subject_id=summary.id, actor_id=by.id)
    ask_for_outputs(summary=summary)


def publish(*, summary: Summary, by: User) -> None:
    """Publish for good, and tell the recipients.

    Raises NotNowError before it is approved and drawn, where it quotes what is deleted, or where something was
    published meanwhile that its figures do not stand beside; TooCloseError where they never can.
    """
    if summary.stage is not State.approved:
        raise NotNowError("Approve the summary first.")
    if len(summary.outputs) < len(Kind):
        raise NotNowError("The PDFs are still being made. Try again in a minute.")
    one_publication_at_a_time()
    _let_go_of_deleted_quotes(summary)
    refuse_what_does_not_stand_beside(summary)
    summary.state = State.published
    summary.published_by, summary.published_at = by.id, datetime.now(UTC)
    db.session.flush()
    trail.record(
        action="summary.published",
        subject="summary",
        subject_id=summary.id,
        actor_id=by.id,
        detail={"edition": summary.edition}
        | {f"sha256 {each.kind}": each.sha256 for each in summary.outputs},
    )
    for recipient in summary.recipients:
        send(
            to=recipient.address,
            subject=f"{summary.title}: {_period(summary)}",
            template="summary_published",
            summary=summary,
            period=_period(summary),
            base_url=settings().base_url.rstrip("/"),
        )


def new_edition(*, summary: Summary, by: User) -> Summary:
    """A draft that corrects the words of a published summary: the same figures, and its words to start from.

    Raises NotNowError if it is not published or has a later edition already.
    """
    if summary.stage is not State.published:
        raise NotNowError("Only a published summary has a next edition. This one you can still change.")
    if db.session.scalar(select(Summary.id).where(Summary.supersedes_id == summary.id)):
        raise NotNowError("There is a later edition already.")
    later = Summary(
        title=summary.title,
        team_id=summary.team_id,
        service_area_id=summary.service_area_id,
        period_start=summary.period_start,
        period_end=summary.period_end,
        edition=summary.edition + 1,
        supersedes_id=summary.id,
        data=summary.data,
        narrative=summary.narrative,
        counted=summary.counted,
        made_by=by.id,
    )
    later.quotes = [
        SummaryQuote(
            passage_id=quote.passage_id,
            words=quote.words,
            speaker=quote.speaker,
            position=quote.position,
            approved_by=quote.approved_by,
            approved_at=quote.approved_at,
        )
        for quote in summary.quotes
    ]
    db.session.add(later)
    db.session.flush()
    set_recipients(summary=later, addresses=[recipient.address for recipient in summary.recipients])
    trail.record(action="summary.drafted", subject="summary", subject_id=later.id, actor_id=by.id)
    return later


def throw_away(*, summary: Summary, by: User, seen: str) -> None:
    """Delete a draft that nobody wants any more, with its words, quotes and list.

    Raises NotNowError where it is no draft, ChangedMeanwhileError where `seen` is not the mark of the draft as
    it is now.
    """
    if summary.stage is not State.drafted:
        raise NotNowError("Only a draft can be thrown away.")
    if seen != summary.mark:
        raise ChangedMeanwhileError(
            "Somebody changed this draft after you opened it. It is still here: read it as it is now first."
        )
    trail.record(action="summary.thrown away", subject="summary", subject_id=summary.id, actor_id=by.id)
    db.session.delete(summary)
    db.session.flush()


def reopen(*, summary: Summary) -> None:
    """Take an approval back, so that words or quotes can change. Raises NotNowError once published."""
    _refuse_if_published(summary)
    _reopen(summary)
    db.session.flush()


def _let_go_of_deleted_quotes(summary: Summary) -> None:
    """Take out quotes whose passage is deleted. Raises NotNowError, and leaves a draft, where there were any.

    Rationale: somebody may have chosen a quote while its passage was being deleted (see `learning.forgetting`).
    """
    quoted = [quote.passage_id for quote in summary.quotes]
    there = set(db.session.scalars(select(Passage.id).where(Passage.id.in_(quoted))))
    gone = len(quoted) - len(there)
    if not gone:
        return
    _reopen(summary)
    summary.quotes = [quote for quote in summary.quotes if quote.passage_id in there]
    summary.revision += 1
    db.session.flush()
    took = "a quote" if gone == 1 else f"{gone} quotes"
    raise NotNowError(
        f"We took {took} out, because those words are deleted. Read the draft again, then approve it."
    )


def _same_sitting(summary: Summary, by: User | None) -> bool:
    """Whether the newest entry about the summary says that this person changed it a little while ago."""
    newest = db.session.scalars(
        select(TrailEntry)
        .where(TrailEntry.subject_id == summary.id)
        .order_by(TrailEntry.number.desc())
        .limit(1)
    ).first()
    return (
        newest is not None
        and by is not None
        and (newest.action, newest.actor_id) == (CHANGED, by.id)
        and datetime.now(UTC) - newest.at < SITTING
    )


def _reopen(summary: Summary) -> None:
    if summary.stage is State.approved:
        summary.state = State.drafted
        summary.approved_by = summary.approved_at = None
    summary.drawing_tries, summary.drawing_fault = 0, None
    db.session.execute(delete(SummaryOutput).where(SummaryOutput.summary_id == summary.id))
    db.session.expire(summary, ["outputs"])


def _refuse_if_published(summary: Summary) -> None:
    if summary.stage is State.published:
        raise NotNowError("A published summary never changes. Make a new edition instead.")


def _period(summary: Summary) -> str:
    return period_in_words(summary.period_start, summary.period_end)
