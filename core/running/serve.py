"""`heard serve`: the web processes, as many as asked for, on any number of machines."""

import gc
import os
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from core.db import db
from core.running.command_line import make_process

MOST_WORKERS = 9


class QuietLogger(Logger):
    """Gunicorn's own lines in our form; no line for a request, which would hold its address."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers[:] = []
            logger.propagate = True
        self.access_log.disabled = True

    def access(self, *_: Any) -> None:
        """Nothing is kept."""


class Web(BaseApplication):
    """Gunicorn around an application that is already made."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app, self.options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def run_web(
    app: Flask, *, host: str, port: int, workers: int, threads: int, begin_apart: Callable[[], None]
) -> None:
    """Serve until told to stop. Each process calls `begin_apart` when it starts, to share no connection."""

    def begin(_arbiter: Any, _worker: Any) -> None:
        begin_apart()

    Web(
        app,
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": threads,
            "timeout": 60,
            "graceful_timeout": 20,
            "accesslog": None,
            "logger_class": QuietLogger,
            "post_fork": begin,
            "limit_request_line": 8190,
            "control_socket_disable": True,
        },
    ).run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=int, default=8000, show_default=True, envvar="PORT", help="The port.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. Default: one a core, and one more.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads in each.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, workers: int | None, threads: int) -> None:
    """Serve the web application."""
    app = make_process(ctx)
    load_first(app)
    cores = len(os.sched_getaffinity(0))
    run_web(
        app,
        host=host,
        port=port,
        workers=workers or min(MOST_WORKERS, cores + 1),
        threads=threads,
        begin_apart=lambda: forget_connections(app),
    )


def load_first(app: Flask) -> None:
    """Load what a request would wait for: once, before the processes part, which then share it."""
    for load in app.extensions["heard_loaded_first"]:
        load()
    # The collector would write on what is shared, and so copy it.
    gc.freeze()


def forget_connections(app: Flask) -> None:
    """In a new process: leave the connections of the one it came from alone."""
    with app.app_context():
        db.engine.dispose(close=False)
