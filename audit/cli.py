"""`heard audit`: the audit room from the command line."""

from pathlib import Path

import click
from sqlalchemy import select

from audit import intake
from audit.case_list import UnreadableList
from audit.models import PracticeWeek
from core.db import db
from core.running.command_line import with_app


@click.group()
def audit() -> None:
    """Practice weeks and their case files."""


@audit.command("import-cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--week", "slug", required=True, help="The practice week's short name, as in its address.")
@click.option("--dry-run", is_flag=True, help="Say what is in the file and change nothing.")
@with_app
def import_cases(file: Path, slug: str, dry_run: bool) -> None:
    """Take the case list FILE (CSV) into a practice week, all of it or nothing.

    The columns are reference, team, practitioner, age band and status.
    """
    week = db.session.scalars(select(PracticeWeek).where(PracticeWeek.slug == slug)).first()
    if week is None:
        raise click.ClickException(f"No practice week is called {slug}.")
    try:
        listed = intake.read_for_week(week=week, content=file.read_bytes())
    except UnreadableList as problem:
        raise click.ClickException(str(problem)) from None
    for row in listed.bad_rows:
        click.echo(f"line {row.line}: {' '.join(row.reasons)}", err=True)
    if listed.bad_rows:
        raise click.ClickException(
            f"{len(listed.bad_rows)} of {len(listed.bad_rows) + len(listed.cases)} rows cannot be used. "
            "Nothing was taken in."
        )
    if dry_run:
        click.echo(f"{len(listed.cases)} cases can be taken in. Nothing was changed.")
        return
    click.echo(f"{intake.take_in(week=week, cases=listed.cases)} cases taken in.")
