"""The demo's outbox: what would have been mailed, where no mail server is set."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow
from core.db import db
from core.mail.outbox import Message
from core.people.models import Role
from core.settings import settings

NEWEST = 100

blueprint = Blueprint("outbox", __name__, url_prefix="/outbox")


@blueprint.get("/")
@allow(Role.administrator)
def messages() -> ResponseReturnValue:
    """Only where mail goes nowhere and nobody is real: elsewhere nobody reads another's mail."""
    if not settings().demo or settings().smtp_url is not None:
        abort(404)
    found = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(NEWEST)).all()
    return render_template("core/outbox.html", messages=found)
