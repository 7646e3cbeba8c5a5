"""`heard demo`: everything at once on one machine, with an authority that is made up."""

import importlib
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask import Flask

from core.db import db, migrate
from core.db.embedded import embedded_urls, leave
from core.jobs import run_waiting
from core.people import demo as people
from core.running import logs
from core.running.command_line import make_app
from core.running.keep_running import KeptProcess

READY_SECONDS = 60
LOOK_SECONDS = 0.5
TICK_SECONDS = 10

Door = tuple[str, str]
"""What a page is, and its path: printed when the demo is up."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=int, default=8000, show_default=True, envvar="PORT", help="The port.")
@click.option("--instance", type=click.Path(path_type=Path), default=Path("instance"), show_default=True,
              help="The folder that holds the database and the demo's keys.")  # fmt: skip
@click.option("--anew", is_flag=True, help="Throw the demo's data away and make it again.")
@click.pass_context
def demo(ctx: click.Context, host: str, port: int, instance: Path, anew: bool) -> None:
    """Show Heard: database, web, worker and clock together, with a made-up authority. Ctrl-C stops it."""
    began = time.monotonic()
    instance = instance.absolute()
    _refuse_a_taken_port(host, port)
    _set_environment(instance, f"http://{host}:{port}")
    prepared = instance / "demo.json"
    if anew or _begun_only(prepared):
        _say("Throwing the earlier data away" if anew else "Clearing away a start that was cut short")
        _throw_away(instance)
    _say("Starting the database")
    urls = embedded_urls(instance)
    _say("Bringing it up to date")
    migrate.upgrade(urls.owner)
    if not prepared.exists():
        logs.configure("error")
        prepared.write_text(json.dumps({"doors": None}))
        prepared.write_text(json.dumps({"doors": fill(make_app(ctx), _say)}))
    doors = [(label, path) for label, path in json.loads(prepared.read_text())["doors"]]
    _say("Starting web, worker and clock")
    stop = _stop_on_signals()
    command = str(Path(sys.executable).with_name("heard"))
    folder = instance / "logs"
    processes = [
        KeptProcess("web", [command, "serve", "--host", host, "--port", str(port), "--workers", "2"], folder),
        KeptProcess("worker", [command, "worker"], folder),
        KeptProcess("clock", [command, "clock"], folder),
    ]
    try:
        for process in processes:
            process.start()
        _wait_until_ready(f"http://{host}:{port}/health/ready", stop, processes)
        if not stop:
            _welcome(f"http://{host}:{port}", doors, folder, time.monotonic() - began)
        while not stop:
            time.sleep(LOOK_SECONDS)
            for process in processes:
                process.look(_say)
    finally:
        _say("Stopping")
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.wait()
        leave(instance)
    _say("Stopped. Nothing is lost: start again with the same command.")


def fill(app: Flask, say: Callable[[str], None]) -> list[Door]:
    """Make the authority up: people first, then each room in turn, with the work that it asks for."""
    doors: list[Door] = []
    with app.app_context():
        say("Making up an authority")
        house = people.seed()
        if house is None:
            say("People are here already, so nothing is made up: this is shown as it is")
            return doors
        db.session.commit()
        for name in app.extensions["heard_demo"]:
            room: Any = importlib.import_module(name)
            with _told(room.__doc__.splitlines()[0].rstrip("."), say):
                doors += room.seed(house) or []
                db.session.commit()
            with _told("Reading it, as the worker does", say):
                run_waiting(app)
            db.session.expire_all()
    return doors


@contextmanager
def _told(what: str, say: Callable[[str], None]) -> Iterator[None]:
    """Say what is done now, and each few seconds that it still is."""
    say(what)
    began, over = time.monotonic(), threading.Event()

    def tick() -> None:
        while not over.wait(TICK_SECONDS):
            say(f"  … {time.monotonic() - began:.0f} s")

    threading.Thread(target=tick, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _set_environment(instance: Path, address: str) -> None:
    """The demo has its own database and keys, whatever this shell is set up for."""
    for name in [name for name in os.environ if name.startswith("HEARD_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ.update(HEARD_ENVIRONMENT="demo", HEARD_INSTANCE=str(instance), HEARD_BASE_URL=address)


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(
                f"Something listens on port {port} already. Choose another: make demo PORT={port + 1}"
            ) from None


def _begun_only(prepared: Path) -> bool:
    """Whether the demo began to fill this folder and never finished. What others filled is left alone."""
    return prepared.exists() and json.loads(prepared.read_text())["doors"] is None


def _throw_away(instance: Path) -> None:
    """Stop a server that an earlier start left, then remove what the demo made."""
    if (instance / "postgres").exists():
        embedded_urls(instance)
        leave(instance)
        shutil.rmtree(instance / "postgres")
    (instance / "demo.json").unlink(missing_ok=True)


def _stop_on_signals() -> list[int]:
    """A list that is empty until somebody asks to stop."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return asked


def _wait_until_ready(address: str, stop: list[int], processes: Sequence[KeptProcess]) -> None:
    until = time.monotonic() + READY_SECONDS
    while not stop and time.monotonic() < until:
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(LOOK_SECONDS / 2)
        for process in processes:
            process.look(_say)
    if not stop:
        raise click.ClickException(f"The web did not start. Its log: {processes[0].log}")


def _welcome(address: str, doors: Sequence[Door], folder: Path, seconds: float) -> None:
    lines = ["", f"Heard is up, in {seconds:.0f} s, with an authority that is made up.", ""]
    lines += [f"  {label:<46} {address}{path}" for label, path in [("Start here", "/"), *doors]]
    lines += ["", f"  Sign in at {address}/sign-in with the password  {people.PASSWORD}"]
    lines += [
        f"  {people.email_of(name):<32} {role.label}{', of one team' if team else ''}"
        for name, _, role, team in people.PEOPLE
    ]
    lines += ["", f"  Logs: {folder}"]
    lines += [
        f"  Other commands on the same data: HEARD_ENVIRONMENT=demo HEARD_INSTANCE={folder.parent} heard …"
    ]
    lines += ["  Ctrl-C stops it.", ""]
    click.echo("\n".join(lines))


def _say(what: str) -> None:
    click.echo(f"demo: {what}")
