"""Whether this process lives, and whether it is ready to serve."""

from collections.abc import Callable

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.access import ANYONE, allow
from core.db import db, migrate

SLOW_MINUTES = 15

blueprint = Blueprint("health", __name__, url_prefix="/health")

OLDEST_WAITING = text(
    "SELECT coalesce(extract(epoch FROM now() - min(event.at)) / 60, 0)"
    " FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id"
    " WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now() AND event.type = 'deferred'"
)


def init_app(app: Flask, *, reads_with_all: Callable[[], bool]) -> None:
    """`reads_with_all` says whether words are read with everything that was built for it."""
    app.extensions["heard_reads_with_all"] = reads_with_all


@blueprint.get("/live")
@allow(ANYONE)
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(live=True)


@blueprint.get("/ready")
@allow(ANYONE)
def ready() -> ResponseReturnValue:
    """The database answers, holds every migration, and its queue is read by somebody. 503 while it does not.

    Jobs that wait long do not make a web process unready; they are told as `jobs_on_time: false`. Nor does a model
    for screening, redacting or themes that is missing or damaged: `reading_whole: false`.
    """
    try:
        migrated = migrate.at_head(db.session.connection())
        on_time = migrated and float(db.session.scalar(OLDEST_WAITING) or 0) < SLOW_MINUTES
    except SQLAlchemyError:
        return jsonify(ready=False, database=False), 503
    whole = current_app.extensions["heard_reads_with_all"]()
    return jsonify(
        ready=migrated, database=True, migrated=migrated, jobs_on_time=on_time, reading_whole=whole
    ), 200 if migrated else 503
