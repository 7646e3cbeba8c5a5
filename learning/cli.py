"""`heard summary`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy import select

from core import trail
from core.days import today
from core.db import db
from core.people.models import Team
from core.people.services import authority
from core.running.command_line import with_app
from learning.beside import figures_now
from learning.frozen import SummaryContent
from learning.models import Summary
from learning.pdf.pages import Kind, pages_of
from learning.pdf.render import DrawingError, draw_pdf
from learning.periods import period_in_words
from learning.publication import TITLE, draft_summary
from learning.scope import Scope, scope_of
from learning.sentences import first_draft

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def summary() -> None:
    """Learning summaries: what people said beside what audits found, as PDF."""


@summary.command()
@click.option("--from", "start", type=DAY, required=True, help="First day, as 2026-04-01.")
@click.option("--to", "end", type=DAY, required=True, help="Last day.")
@click.option("--team", "team_slug", help="One team; the whole authority when not given.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), required=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
@click.option("--keep", is_flag=True, help="Keep it as a draft to write up in the browser.")
@with_app
def make(start: datetime, end: datetime, team_slug: str | None, kind: str, out: Path, keep: bool) -> None:
    """Make the PDF of a period.

    Uses the newest summary of that period and place with its words and quotes, if there is one; else
    freezes the figures now and writes first words. Figures are counted by whole months.
    """
    if end < start:
        raise click.ClickException("--to is before --from.")
    scope = _scope(start.date(), end.date(), team_slug)
    if (scope.start, scope.end) != (start.date(), end.date()):
        click.echo(f"Counted in whole months: {period_in_words(scope.start, scope.end)}.", err=True)
    content = _content(scope, keep=keep)
    try:
        pdf = draw_pdf(pages_of(content, Kind(kind), logo=authority().logo))
    except DrawingError as error:
        raise click.ClickException(str(error)) from None
    out.write_bytes(pdf)
    trail.record(
        action="summary.made",
        subject="summary",
        detail={"kind": kind, "from": str(scope.start), "to": str(scope.end), "scope": scope.kind},
    )
    click.echo(f"{out}: {len(pdf) // 1024 + 1} KB")


@summary.command(name="list")
@with_app
def every() -> None:
    """The summaries there are, newest period first."""
    rows = db.session.scalars(select(Summary).order_by(Summary.period_end.desc(), Summary.id.desc())).all()
    for row in rows:
        period = period_in_words(row.period_start, row.period_end)
        click.echo(f"{row.id}  {row.state:9}  edition {row.edition}  {period}  {row.frozen.scope_name}")
    if not rows:
        click.echo("There is no summary yet.")


def _scope(start: date, end: date, team_slug: str | None) -> Scope:
    if team_slug is None:
        return scope_of(start=start, end=end)
    team = db.session.scalar(select(Team).where(Team.slug == team_slug))
    if team is None:
        known = ", ".join(db.session.scalars(select(Team.slug).order_by(Team.slug))) or "none"
        raise click.ClickException(f"There is no team called {team_slug}. Known: {known}")
    return scope_of(start=start, end=end, team_id=team.id)


def _content(scope: Scope, *, keep: bool) -> SummaryContent:
    on = today()
    if keep:
        return draft_summary(scope=scope, on=on).content
    made = db.session.scalar(
        select(Summary)
        .where(
            Summary.period_start == scope.start,
            Summary.period_end == scope.end,
            Summary.team_id.is_not_distinct_from(scope.team_id),
            Summary.service_area_id.is_not_distinct_from(scope.service_area_id),
        )
        .order_by(Summary.id.desc())
        .limit(1)
    )
    if made is not None:
        click.echo(f"Made from the {made.state} summary {made.id}.", err=True)
        return made.content
    data, _ = figures_now(scope, on=on)
    return SummaryContent(title=TITLE, data=data, narrative=first_draft(data))
