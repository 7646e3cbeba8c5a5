"""`heard import`: take in a file of what people said."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select

from core import trail
from core.days import today
from core.db import db
from core.running.command_line import with_app
from feedback.importing.mapping import RowRefused, Taken, columns_for, read_row
from feedback.importing.reading import FileRefused, Found, Moved, rows_of, size_of
from feedback.importing.screening import A_JOB, ask_for_screening, screen_imported
from feedback.importing.storing import AT_ONCE, SameRows, store
from feedback.models import Collection

MOST_NAMED = 50
Rejecter = Callable[[Found, str], None]


def _mapping(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for each in given:
        column, equals, question = each.rpartition("=")
        if not equals or not column or not question:
            raise click.BadParameter(f"{each!r}: write COLUMN=QUESTION")
        pairs[column] = question
    return pairs


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--collection", "slug", required=True, help="The short name of the collection it belongs to.")
@click.option("--map", "given", multiple=True, callback=_mapping, metavar="COLUMN=QUESTION",
              help="Which column answers which question, or is the day. Repeat it for each.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Look at every row and keep nothing.")
@click.option("--skip-bad", is_flag=True, help="Keep the good rows, write the others beside the file.")
@with_app
def import_file(file: Path, slug: str, given: dict[str, str], dry_run: bool, skip_bad: bool) -> None:
    """Take in FILE (.csv, .xlsx, .jsonl) as responses to a collection.

    The first line names the columns: keys of questions, or their words, or what --map says. A column called
    day or date gives the day. One bad row keeps everything out, unless --skip-bad is given. A second import
    of the same file adds nothing.
    """
    collection = db.session.scalars(select(Collection).where(Collection.slug == slug)).one_or_none()
    if collection is None:
        raise click.ClickException(f"There is no collection called {slug!r}.")
    try:
        done = Import(collection, file, given, keep=not dry_run).run(skip_bad=skip_bad)
    except FileRefused as refused:
        raise click.ClickException(str(refused)) from None
    if done.refused and not skip_bad:
        db.session.rollback()
        raise click.ClickException(
            f"{done.refused:,} of {done.rows:,} rows are bad. Nothing was kept. "
            "Put them right, or give --skip-bad to leave them out."
        )
    if dry_run:
        db.session.rollback()
        click.echo(f"{done.good:,} of {done.rows:,} rows can be kept. Nothing was kept: this was a dry run.")
        return
    alerts = done.finish()
    click.echo(f"Kept {len(done.stored):,} new responses of {done.rows:,} rows. {done.tail(alerts)}")


class Import:
    """One run over one file, counting as it goes."""

    def __init__(self, collection: Collection, file: Path, given: dict[str, str], *, keep: bool) -> None:
        self.collection, self.file, self.given, self.keep = collection, file, given, keep
        self.same = SameRows(collection)
        self.rows = self.good = self.refused = self.empty = 0
        self.stored: list[UUID] = []
        self.rejected: Path | None = None

    def run(self, *, skip_bad: bool) -> "Import":
        """Read every row; keep good ones as long as nothing speaks against it."""
        definition, on = self.collection.asks, today()
        columns: dict[str, str] | None = None
        batch: list[Taken] = []
        with self._rejects(skip_bad) as reject, _progress(self.file) as moved:
            for found in rows_of(self.file, moved):
                if columns is None and found.cells:
                    columns = columns_for(definition, found.cells, self.given)
                    self._name_left_out(list(found.cells), columns)
                self.rows += 1
                try:
                    taken = read_row(definition, columns or {}, found, today=on)
                except RowRefused as refused:
                    self._refuse(found, str(refused), reject)
                    continue
                if taken is None:
                    self.empty += 1
                    continue
                self.good += 1
                batch.append(taken)
                if len(batch) == AT_ONCE:
                    self._store(batch, skip_bad)
                    batch = []
            self._store(batch, skip_bad)
        return self

    def finish(self) -> int | None:
        """Note the import and see to the screening: now where there are few rows, else by the workers."""
        trail.record(
            action="imported responses",
            subject="collection",
            subject_id=self.collection.id,
            detail={"rows": self.rows, "kept": len(self.stored), "refused": self.refused},
        )
        if len(self.stored) <= A_JOB:
            return screen_imported(self.stored)
        ask_for_screening(self.stored)
        return None

    def tail(self, alerts: int | None) -> str:
        parts = []
        if already := self.good - len(self.stored):
            parts.append(f"{already:,} were here already.")
        if self.empty:
            parts.append(f"{self.empty:,} rows were empty.")
        if self.refused:
            parts.append(f"{self.refused:,} bad rows are in {self.rejected}.")
        if alerts is None:
            parts.append("The workers screen them now.")
        elif alerts:
            parts.append(f"{alerts:,} need somebody to look: see the alerts.")
        return " ".join(parts)

    def _store(self, batch: list[Taken], skip_bad: bool) -> None:
        if self.keep and batch and (skip_bad or not self.refused):
            self.stored += store(self.collection, batch, self.same)

    def _refuse(self, found: Found, why: str, reject: Rejecter) -> None:
        self.refused += 1
        if self.refused <= MOST_NAMED:
            click.echo(f"line {found.line}: {why}", err=True)
        elif self.refused == MOST_NAMED + 1:
            click.echo("and more …", err=True)
        reject(found, why)

    def _name_left_out(self, all_columns: list[str], columns: dict[str, str]) -> None:
        left_out = [column for column in all_columns if column not in columns]
        if left_out:
            click.echo(f"Left out, because they answer no question: {', '.join(left_out)}", err=True)

    @contextmanager
    def _rejects(self, skip_bad: bool) -> Iterator[Rejecter]:
        """Something to call with each bad row; writes them beside the file where they are to be skipped."""
        if not skip_bad or not self.keep:
            yield _leave_out
            return
        as_lines = self.file.suffix.lower() == ".jsonl"
        self.rejected = self.file.with_name(f"{self.file.stem}.rejected{'.jsonl' if as_lines else '.csv'}")
        with self.rejected.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            table = csv.writer(out)
            heads: list[str] = []

            def reject(found: Found, why: str) -> None:
                if as_lines:
                    out.write(json.dumps({**found.cells, "line": found.line, "reason": why}) + "\n")
                    return
                if not heads:
                    heads.extend(found.cells)
                    table.writerow(["line", "reason", *heads])
                table.writerow([found.line, why, *(found.cells.get(head) for head in heads)])

            yield reject
        if not self.refused:
            self.rejected.unlink()


def _leave_out(_found: Found, _why: str) -> None:
    """A bad row that nobody wants written down."""


@contextmanager
def _progress(file: Path) -> Iterator[Moved]:
    with click.progressbar(length=size_of(file), label=f"Reading {file.name}", file=sys.stderr) as bar:

        def moved(reached: int) -> None:
            bar.update(reached - bar.pos)

        yield moved
