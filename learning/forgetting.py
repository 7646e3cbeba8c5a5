"""Letting go of quotes whose speaker's words are deleted, from every summary that is not published yet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.db import db
from core.passages import Passage
from learning.models import State, Summary, SummaryQuote
from learning.publication import reopen


def forget_quotes(response_ids: Sequence[UUID]) -> None:
    """Take the words of these responses out of drafts; one that was approved becomes a draft again.

    Rationale: what was published stays as it was published. Its quotes were allowed and hold no names.
    """
    quoted = select(Passage.id).where(Passage.source_id.in_(response_ids))
    chosen = select(SummaryQuote.summary_id).where(SummaryQuote.passage_id.in_(quoted))
    summaries = db.session.scalars(
        select(Summary)
        .where(Summary.id.in_(chosen), Summary.state != State.published.value)
        .order_by(Summary.id)
        .with_for_update(of=Summary)
    ).all()
    gone = set(db.session.scalars(quoted)) if summaries else set()
    for summary in summaries:
        reopen(summary=summary)
        summary.quotes = [quote for quote in summary.quotes if quote.passage_id not in gone]
        summary.revision += 1
    db.session.flush()
