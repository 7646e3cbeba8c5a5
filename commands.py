"""The `heard` command: every command there is, each loaded when it is called."""

import importlib
from typing import TYPE_CHECKING

import click

from core.running.lazy_group import LazyGroup

if TYPE_CHECKING:
    from flask import Flask

# name → (address, what it does)
COMMANDS = {
    "bench": ("core.bench:command", "Measure, against a floor measured in the same run."),
    "clock": ("core.clock.cli:clock", "Watch the schedules. One is enough; several are safe."),
    "counts": ("nlp.kept.counts_cli:counts", "Check the figures of who speaks of what, or count again."),
    "db": ("core.db.cli:db", "Bring the database up to date, ask whether it is."),
    "demo": ("core.running.demo:demo", "Show it all, with a made-up authority."),
    "audit": ("audit.cli:audit", "Take case lists into practice weeks."),
    "forget": ("feedback.forgetting_cli:forget", "Delete what one person said, by their code."),
    "nlp": ("nlp.cli:nlp", "Read words for themes, alerts and names, from the command line."),
    "import": ("feedback.importing.cli:import_file", "Take in a file of what people said."),
    "serve": ("core.running.serve:serve", "Serve the web application."),
    "keys": ("core.keys.cli:keys", "Make keys and change them."),
    "summary": ("learning.cli:summary", "Make learning summaries as PDF, list them."),
    "users": ("core.people.cli:users", "Add people, give roles, end sessions."),
    "worker": ("core.jobs.cli:worker", "Do the background work. Start as many as you like."),
    "trail": ("core.trail.cli:trail", "Check that the trail is whole."),
}

# bench → the module that registers it
BENCHES: dict[str, str] = {
    "read": "nlp.benches.read",
    "hostile": "nlp.benches.hostile",
    "import": "feedback.bench_import",
    "memory": "nlp.benches.memory",
    "reread": "nlp.benches.reread",
    "submit": "feedback.bench",
    "summary": "learning.bench",
}


def create_app() -> "Flask":
    made: Flask = importlib.import_module("wsgi").create_app()
    return made


@click.group(cls=LazyGroup, addresses=COMMANDS)
@click.version_option(package_name="heard")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Heard: children, families and staff say how a service is; the service learns and answers."""
    ctx.obj = create_app
    ctx.meta["heard.benches"] = BENCHES
