"""The trail, to read and to check."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from core.access import allow
from core.db import db
from core.people.models import Role, User
from core.trail import TrailEntry, faults

blueprint = Blueprint("trail", __name__, url_prefix="/trail")

PAGE = 100
LAST_POSSIBLE = 2**63


def entry_number(text: str) -> int:
    """A number an entry can have; ValueError for anything else."""
    number = int(text)
    if not 0 < number < LAST_POSSIBLE:
        raise ValueError(text)
    return number


@blueprint.get("/")
@allow(Role.administrator)
def entries() -> ResponseReturnValue:
    before = request.args.get("before", type=entry_number)
    query = select(TrailEntry).order_by(TrailEntry.number.desc()).limit(PAGE)
    found = db.session.scalars(query.where(TrailEntry.number < before) if before else query).all()
    return render_template(
        "core/trail.html",
        entries=found,
        names=_names(found),
        act=FlaskForm(),
        more=len(found) == PAGE,
    )


@blueprint.post("/check")
@allow(Role.administrator)
def check() -> ResponseReturnValue:
    first = next(faults(), None)
    flash(
        "The trail is whole: nothing was changed, removed or moved."
        if first is None
        else f"The trail does not hold at entry {first.number}: {first.what}. Tell your data-protection lead."
    )
    return redirect(url_for(".entries"))


def _names(entries: Sequence[TrailEntry]) -> dict[UUID, str]:
    wanted = {entry.actor_id for entry in entries if entry.actor_id}
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all())
