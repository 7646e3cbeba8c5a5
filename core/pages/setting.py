"""What templates may call, and where their parts come from."""

from flask import Flask, request
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from core.access import of_the_whole, roles_for_templates
from core.days import day_in_words, moment_in_words, months_in_words, today
from core.pages.display import COOKIE, Display
from core.pages.house import house
from core.pages.navigation import rooms


def display() -> Display:
    """How this reader wants pages shown."""
    return Display.from_cookie(request.cookies.get(COOKIE))


def init_app(app: Flask) -> None:
    """Give templates the kit's macros and our own globals."""
    loaders = [app.jinja_loader] if app.jinja_loader else []
    kit = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_loader = ChoiceLoader([*loaders, PrefixLoader(kit)])
    WTFormsHelpers(app)
    app.jinja_env.globals.update(
        display=display,
        house=house,
        rooms=rooms,
        held_roles=roles_for_templates,
        of_the_whole=of_the_whole,
        today=today,
        day_in_words=day_in_words,
        moment_in_words=moment_in_words,
        months_in_words=months_in_words,
    )
