"""Writing two learning summaries, one of them published, and a schedule."""

from __future__ import annotations

from datetime import timedelta

from core.days import today
from core.db import db
from core.people.demo import DemoHouse, email_of
from learning.frozen import Narrative, NextStep
from learning.models import Summary
from learning.outputs import make_outputs
from learning.periods import first_of_month, months_later
from learning.publication import approve, change_words, draft_summary, publish
from learning.quoting import add_quote, quotable
from learning.schedules import ScheduledScope, make_schedule
from learning.scope import scope_of

QUOTES = 4
HALF_A_YEAR = 6
EACH_HALF_YEAR = "0 6 1 */6 *"


def seed(house: DemoHouse) -> list[tuple[str, str]]:
    """Half a year published, the newest half drafted, and a schedule for the next."""
    lead = house.people["quality"]
    this_month = first_of_month(today())
    newest = months_later(this_month, -HALF_A_YEAR)
    older = scope_of(start=months_later(newest, -HALF_A_YEAR), end=newest - timedelta(days=1))
    published = draft_summary(scope=older, on=this_month, by=lead, recipients=[email_of("admin")])
    _write_up(published)
    for passage in list(quotable(published))[:QUOTES]:
        add_quote(summary=published, passage_id=passage.id, words=passage.redacted or "", by=lead)
    approve(summary=published, by=lead)
    make_outputs(summary=published)
    publish(summary=published, by=lead)
    draft_summary(scope=scope_of(start=newest, end=this_month - timedelta(days=1)), on=this_month, by=lead)
    make_schedule(
        name="Each half-year, for the scrutiny committee",
        cron=EACH_HALF_YEAR,
        scope=ScheduledScope(months=HALF_A_YEAR),
        recipients=[email_of("admin")],
    )
    db.session.flush()
    return [("A published learning summary", f"/learned/{published.address}")]


def _write_up(summary: Summary) -> None:
    """What a quality lead would add to the first words."""
    first = summary.words
    steps = (
        NextStep(
            what="A goodbye visit whenever a worker changes", who="Head of service", when="By the spring"
        ),
        NextStep(what="Answer each call by the end of the next working day", who="Team managers", when="Now"),
    )
    change_words(
        summary=summary,
        title=summary.title,
        narrative=Narrative.model_validate(first.model_dump() | {"next_steps": steps}),
        revision=summary.revision,
    )
