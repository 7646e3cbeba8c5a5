"""Where Heard is wired together: the only module that imports every room, and the only list of what is on."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import audit.known
import audit.views.actions
import audit.views.auditor
import audit.views.cases
import audit.views.findings
import audit.views.reviews
import audit.views.weeks
import audit.waiting
import core.known_names.sources
import core.known_names.views
import core.mail.views
import core.pages.views
import core.people.views.account
import core.people.views.people
import core.people.views.settings
import core.people.views.trail
import feedback.alerts
import feedback.home
import feedback.views.alerts
import feedback.views.collections
import feedback.views.receipt
import feedback.views.responses
import feedback.views.say
import learning.forgetting
import learning.home
import learning.views.dashboard
import learning.views.learned
import learning.views.quotes
import learning.views.schedules
import learning.views.summaries
import nlp.components.themes
import nlp.home
import nlp.rules_at_start
import nlp.screening.stored
import nlp.taught.home
import nlp.views.agreement
import nlp.views.codebook
import nlp.views.codebook_versions
import nlp.views.how_well
import nlp.views.rereading
import nlp.views.review
import nlp.views.rising
import nlp.views.screen
import nlp.views.translations
from core import access, db, jobs, known_names
from core.access import headers
from core.access.csrf import csrf
from core.db.addresses import database_urls
from core.keys import KeyRing
from core.pages import assets, errors, home, setting
from core.passages import Room, concerns
from core.passages.concerns import Raise
from core.people import sign_in
from core.running import health, logs
from core.settings import Settings, SettingsRefused, read_settings
from feedback import forgetting
from nlp.built_state import reads_with_all
from nlp.language_model import LanguageModelRefusedError, identity_of

ROOT = Path(__file__).parent

BLUEPRINTS = (
    core.pages.views.pages,
    health.blueprint,
    core.mail.views.blueprint,
    core.people.views.account.blueprint,
    core.people.views.people.blueprint,
    core.people.views.settings.blueprint,
    core.known_names.views.blueprint,
    core.people.views.trail.blueprint,
    nlp.views.review.blueprint,
    nlp.views.agreement.blueprint,
    nlp.views.translations.blueprint,
    nlp.views.rising.blueprint,
    nlp.views.codebook.blueprint,
    nlp.views.codebook_versions.blueprint,
    nlp.views.rereading.blueprint,
    nlp.views.how_well.blueprint,
    nlp.views.screen.blueprint,
    audit.views.auditor.blueprint,
    audit.views.weeks.blueprint,
    audit.views.cases.blueprint,
    audit.views.reviews.blueprint,
    audit.views.findings.blueprint,
    audit.views.actions.blueprint,
    feedback.views.say.blueprint,
    feedback.views.receipt.blueprint,
    feedback.views.collections.blueprint,
    feedback.views.responses.blueprint,
    feedback.views.alerts.blueprint,
    learning.views.dashboard.blueprint,
    learning.views.summaries.blueprint,
    learning.views.quotes.blueprint,
    learning.views.schedules.blueprint,
    learning.views.learned.blueprint,
)

# Modules whose jobs, sweeps and due-period handlers the worker runs. The clock only writes down what is due.
JOBS: tuple[str, ...] = (
    "core.clock.due",
    "core.mail.delivery",
    "nlp.reading_jobs",
    "nlp.reading_again",
    "nlp.rising.jobs",
    "nlp.taught.jobs",
    "feedback.sweeps",
    "feedback.forgetting",
    "feedback.importing.screening",
    "learning.work",
)

# Modules whose `seed` fills the demo, in this order. Each gives the doors to print.
DEMO: tuple[str, ...] = (
    "feedback.demo",
    "audit.demo",
    "nlp.demo",
    "learning.demo",
)

# What waits for a person, room by room, for the home page.
HOME: tuple[home.Source, ...] = (
    feedback.home.next_things,
    nlp.home.next_things,
    nlp.taught.home.next_things,
    audit.waiting.next_things,
    learning.home.next_things,
)

# Names that are taken out of every message, room by room.
KNOWN_NAMES: tuple[known_names.Source, ...] = (
    core.known_names.sources.directory,
    core.known_names.sources.kept,
    audit.known.case_files,
)

# What the web application loads before it listens, so that nobody's first message waits for it.
LOADED_FIRST: tuple[Callable[[], object], ...] = (
    nlp.screening.stored.shipped_reader,
    nlp.components.themes.trouble,
)
# What a process that serves or works looks at before it starts: what is broken stops it, with one line.
CHECKS: tuple[Callable[[], None], ...] = (nlp.rules_at_start.read_rules,)

# Who raises the alert when words of a room mean that somebody may not be safe.
CONCERNS: dict[Room, Raise] = {
    "feedback": feedback.alerts.raise_for_response,
    "audit": feedback.alerts.raise_for_review,
}

# What rooms hold of somebody's words besides the words: let go before those are deleted, when their time is over.
FORGET_FIRST: tuple[forgetting.ForgetFirst, ...] = (learning.forgetting.forget_quotes,)


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Raises SettingsRefused when the environment is wrong."""
    found = settings or read_settings()
    if found.language_model:
        try:
            identity_of(found.language_model)
        except LanguageModelRefusedError as refused:
            raise SettingsRefused(f"HEARD_LANGUAGE_MODEL: {refused}") from None
    app = Flask("heard", root_path=str(ROOT), static_folder="static/build", static_url_path="/static")
    app.extensions["heard_settings"] = found
    app.extensions["heard_demo"] = DEMO
    app.extensions["heard_loaded_first"] = LOADED_FIRST
    app.extensions["heard_checks"] = CHECKS
    app.extensions["heard_keys"] = KeyRing.of(found)
    app.config["MAX_CONTENT_LENGTH"] = 12 * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024 * 1024
    app.config["WTF_CSRF_TIME_LIMIT"] = 8 * 60 * 60
    if hops := found.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    urls = database_urls(found)
    db.init_app(app, url=urls.app)
    jobs.init_app(app, url=urls.app, modules=JOBS)
    logs.init_app(app)
    headers.init_app(app, secure=found.base_url.startswith("https://"))
    csrf.init_app(app)
    sign_in.configure(app, found)
    access.init_app(app)
    home.init_app(app, HOME)
    known_names.init_app(app, KNOWN_NAMES)
    concerns.init_app(app, CONCERNS, feedback.alerts.close_as_translated)
    forgetting.init_app(app, FORGET_FIRST)
    assets.init_app(app)
    setting.init_app(app)
    errors.init_app(app)
    health.init_app(app, reads_with_all=reads_with_all)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
