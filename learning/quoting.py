"""Quotes: only words that their speaker allowed us to use, redacted, and approved by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from core import trail
from core.db import db
from core.passages import Passage
from core.people.models import User
from feedback.models import Response
from learning.errors import NotNowError
from learning.models import Summary, SummaryQuote
from learning.publication import reopen
from learning.scope import Scope, scope_of
from nlp.translating.translations import in_use as translation_in_use

MOST_QUOTES = 12
LONGEST_QUOTE = 400
OFFERED = 30


class NotToQuoteError(NotNowError):
    """These words may not be quoted; the message says why."""


def quotable(summary: Summary, *, after: UUID | None = None) -> Sequence[Passage]:
    """Passages of the summary's period and scope whose speakers allowed it, newest month first, `OFFERED` at once;
    `after` is the last one seen."""
    scope = _scope(summary)
    chosen = [quote.passage_id for quote in summary.quotes]
    query = select(Passage).where(
        Passage.may_quote,
        Passage.state == "read",
        Passage.redacted != "",
        Passage.month.between(scope.start, scope.end),
        Passage.id.not_in(chosen),
    )
    if scope.teams is not None:
        query = query.where(Passage.team_id.in_(scope.teams))
    last = db.session.get(Passage, after) if after else None
    if last is not None:
        query = query.where(tuple_(Passage.month, Passage.id) < (last.month, last.id))
    newest = query.order_by(Passage.month.desc(), Passage.id.desc()).limit(OFFERED)
    return db.session.scalars(newest).all()


def add_quote(*, summary: Summary, passage_id: UUID, words: str, by: User) -> SummaryQuote:
    """Approve words of a passage for this summary. `words` may be a part of the redacted text. To approve the very
    same again changes nothing.

    Raises NotToQuoteError if the speaker did not allow it, the passage is outside the summary, or the
    words are not in it.
    """
    passage = db.session.get(Passage, passage_id)
    said = " ".join(words.split())
    if passage is None or not passage.may_quote or not _inside(passage, _scope(summary)):
        raise NotToQuoteError(
            "You cannot quote this: the person did not say we may, or it is not in this summary."
        )
    for quote in summary.quotes:
        if quote.passage_id == passage_id:
            if quote.words == said:
                return quote
            raise NotToQuoteError(
                "You quote this person here already, in other words. Take that quote out first."
            )
    if not said or said not in " ".join((passage.redacted or "").split()):
        raise NotToQuoteError("A quote must be the person’s own words, as the redacted copy has them.")
    if len(said) > LONGEST_QUOTE:
        raise NotToQuoteError(f"This quote is too long. Choose a part of up to {LONGEST_QUOTE} letters.")
    if len(summary.quotes) >= MOST_QUOTES:
        raise NotToQuoteError(f"A summary has room for {MOST_QUOTES} quotes. Take one out first.")
    reopen(summary=summary)
    quote = SummaryQuote(
        summary_id=summary.id,
        passage_id=passage.id,
        words=said,
        speaker=speaker_in_words(passage),
        position=len(summary.quotes),
        approved_by=by.id,
        approved_at=datetime.now(UTC),
    )
    summary.quotes.append(quote)
    db.session.flush()
    trail.record(action="quote.approved", subject="passage", subject_id=passage.id, actor_id=by.id)
    return quote


def remove_quote(*, summary: Summary, quote_id: UUID) -> None:
    """Take a quote out of a summary that is not published."""
    reopen(summary=summary)
    summary.quotes = [quote for quote in summary.quotes if quote.id != quote_id]
    db.session.flush()


def speaker_in_words(passage: Passage) -> str:
    """ "a young person, 11–17": who spoke, said no closer than an age band, and whether it is a translation."""
    who = _who(passage)
    return f"{who}, translated" if translation_in_use([passage.id]) else who


def _who(passage: Passage) -> str:
    if passage.speaker == "family":
        return "a parent or carer"
    if passage.speaker == "staff":
        return "a member of staff"
    response = db.session.get(Response, passage.source_id) if passage.room == "feedback" else None
    band = (response.age_band or "") if response else ""
    if not band:
        return "a child or young person"
    youngest = band.split("-")[0]
    who = "a child" if youngest.isdigit() and int(youngest) < 11 else "a young person"
    return f"{who}, {band.replace('-', '–')}"


def _scope(summary: Summary) -> Scope:
    return scope_of(
        start=summary.period_start,
        end=summary.period_end,
        team_id=summary.team_id,
        service_area_id=summary.service_area_id,
    )


def _inside(passage: Passage, scope: Scope) -> bool:
    return (
        scope.holds(passage.team_id) and scope.start <= passage.month <= scope.end and passage.state == "read"
    )
