"""`heard bench`: figures as ratios against a floor measured in the same run, because machines differ."""

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import click

from core.db import migrate
from core.db.embedded import Urls, embedded_urls, leave

MODULES = "heard.benches"

Scalar = str | int | float | bool


@dataclass(frozen=True)
class Figure:
    """What a bench found. `ours` and `floor` are in `unit`; `goal` is for ours divided by floor.

    `at_most` says that a smaller ratio is better (times); otherwise a bigger one is (throughputs).
    """

    ours: float
    floor: float
    unit: str
    goal: float
    at_most: bool = False
    more: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal


Measure = TypeVar("Measure", bound=Callable[[], Figure])

BENCHES: dict[str, Callable[[], Figure]] = {}


def bench(name: str) -> Callable[[Measure], Measure]:
    """Register a bench. It measures ours and the floor in turn, on the same machine in the same minute."""

    def register(measure: Measure) -> Measure:
        BENCHES[name] = measure
        return measure

    return register


def line(name: str, figure: Figure) -> str:
    """The figure as one line of JSON."""
    return json.dumps(
        {
            "name": name,
            "ours": round(figure.ours, 3),
            "floor": round(figure.floor, 3),
            "ratio": round(figure.ratio, 3),
            "unit": figure.unit,
            "goal": f"{'<=' if figure.at_most else '>='} {figure.goal:g}",
            "met": figure.met,
            **figure.more,
        },
        ensure_ascii=False,
    )


@contextmanager
def bench_database() -> Iterator[Urls]:
    """A migrated database of this bench's own, as durable as in use, gone afterwards.

    Inside the block `make_app` and every `heard` process use it.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        instance = Path(folder) / "instance"
        urls = embedded_urls(instance)
        try:
            migrate.upgrade(urls.owner)
            for name in [name for name in os.environ if name.startswith("HEARD_") or name == "DATABASE_URL"]:
                del os.environ[name]
            os.environ.update(HEARD_ENVIRONMENT="demo", HEARD_INSTANCE=str(instance), HEARD_LOG_LEVEL="error")
            yield urls
        finally:
            os.environ.clear()
            os.environ.update(before)
            leave(instance)


@click.command("bench")
@click.argument("names", nargs=-1)
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Measure NAMES, or everything: one line of JSON each, with the ratio of ours to the floor."""
    modules: Mapping[str, str] = ctx.find_root().meta[MODULES]
    unknown = sorted(set(names) - set(modules))
    if unknown:
        raise click.BadParameter(f"no bench is called {unknown[0]}. There are: {', '.join(sorted(modules))}")
    for name in names or sorted(modules):
        if sys.stderr.isatty() or not names:
            click.echo(f"bench: {name}, on {len(os.sched_getaffinity(0))} cores", err=True)
        importlib.import_module(modules[name])
        click.echo(line(name, BENCHES[name]()))
