"""Pages that belong to the whole house: the front door, help, statements, and how pages are shown."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import ANYONE, allow
from core.pages.display import COOKIE, KEPT_SECONDS, Display
from core.pages.navigation import doors
from core.settings import settings

pages = Blueprint("pages", __name__)


@pages.get("/")
@allow(ANYONE)
def front() -> ResponseReturnValue:
    return render_template("pages/front.html", doors=doors())


@pages.get("/help")
@allow(ANYONE)
def help_now() -> ResponseReturnValue:
    return render_template("pages/help_now.html")


@pages.get("/privacy")
@allow(ANYONE)
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@pages.get("/accessibility")
@allow(ANYONE)
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")


@pages.get("/display")
@allow(ANYONE)
def show_display() -> ResponseReturnValue:
    return render_template("pages/display.html")


@pages.post("/display")
@allow(ANYONE)
def keep_display() -> ResponseReturnValue:
    wanted = Display() if "usual" in request.form else Display.read(request.form)
    flash("Done. Pages on this device look like this now.")
    response = redirect(url_for(".show_display"))
    response.set_cookie(
        COOKIE,
        wanted.to_cookie(),
        max_age=KEPT_SECONDS,
        secure=not settings().relaxed,
        httponly=True,
        samesite="Lax",
    )
    return response


@pages.get("/style")
@pages.get("/style/<any(service, child):look>")
@allow(ANYONE)
def style(look: str = "service") -> ResponseReturnValue:
    """Every part in every state; only in the demo and in tests."""
    if not settings().relaxed:
        abort(404)
    return render_template(f"pages/style/{look}.html")
