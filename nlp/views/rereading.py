"""How far reading everything again has come, and stopping it for a while."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core import trail
from core.access import WHOLE_AUTHORITY, allow, only_for_the_whole
from core.db import db
from core.jobs import nudge
from core.people.models import Role
from nlp import rereading
from nlp.codebook.models import Rereading
from nlp.codebook.versions import newest_version
from nlp.kept.models import CodebookVersion
from nlp.rereading import READ_PASSAGES, Progress

blueprint = Blueprint("rereading", __name__, url_prefix="/themes/reading")
WHO = (Role.quality_lead, Role.administrator)


@blueprint.app_template_filter()
def time_left(seconds: float) -> str:
    """About how long `seconds` are, said as a person would."""
    if seconds < 90:
        return "Less than two minutes" if seconds > 45 else "Less than a minute"
    if seconds < 5400:
        return f"About {round(seconds / 60)} minutes"
    return f"About {round(seconds / 3600)} hours"


@blueprint.app_template_global()
def reading_under_way() -> tuple[CodebookVersion, Rereading, Progress] | None:
    """The version that everything is being read again with, its re-reading and how far that is; None where it is
    done. For pages with figures, which are of two versions until then."""
    version = newest_version()
    current = rereading.rereading_of(version.id) if version else None
    if version is None or current is None or current.state not in ("running", "paused"):
        return None
    progress = rereading.progress(current, now=datetime.now(UTC))
    return (version, current, progress) if progress.left else None


@blueprint.get("/")
@allow(*WHO)
def show() -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    version = newest_version()
    current = rereading.rereading_of(version.id) if version else None
    return render_template(
        "nlp/rereading.html",
        version=version,
        current=current,
        progress=rereading.progress(current, now=datetime.now(UTC)) if current else None,
        unreadable=rereading.unreadable(WHOLE_AUTHORITY),
        batch=rereading.BATCH,
    )


@blueprint.post("/<any(pause, resume):step>")
@allow(*WHO)
def move(step: str) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    version = newest_version()
    current = (
        version
        and db.session.scalars(
            select(Rereading).where(Rereading.codebook_id == version.id).with_for_update()
        ).one_or_none()
    )
    if not current or current.state not in ("running", "paused"):
        flash("Nothing is being read again now.", "mind")
        return redirect(url_for(".show"))
    (rereading.pause if step == "pause" else rereading.resume)(current)
    trail.record(action=f"{step}d re-reading", subject="codebook_version", subject_id=current.codebook_id)
    flash("Paused. What a worker has begun is still finished." if step == "pause" else "It goes on.")
    return redirect(url_for(".show"))


@blueprint.post("/try-again")
@allow(*WHO)
def try_again() -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    count = rereading.try_again(WHOLE_AUTHORITY)
    if count:
        nudge(READ_PASSAGES)
        trail.record(action="asked to read again", subject="passage", detail={"passages": count})
    flash(f"{count:,} {'passage is' if count == 1 else 'passages are'} tried again within a minute.")
    return redirect(url_for(".show"))
