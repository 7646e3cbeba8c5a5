"""Signing in: Flask-Security set up for staff who hold other people's words.

Argon2, long passwords, a second factor outside the demo, recovery codes, and the same answer in the same
time whether or not an account exists.
"""

import time
from base64 import b64encode
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import segno
from flask import Flask, request, session
from flask_login import current_user, logout_user, user_logged_out
from flask_security import (
    FSQLALiteUserDatastore,
    MailUtil,
    RoleMixin,
    Security,
    UserMixin,
    user_authenticated,
)
from flask_security.signals import password_changed, password_reset
from flask_security.totp import Totp
from markupsafe import Markup

from core import mail, trail
from core.db import SAFE_METHODS, db
from core.keys import KeyRing
from core.people.models import User
from core.people.passwords import LEAST_LENGTH, Passwords
from core.settings import Settings

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 60 * 60
STARTED, SEEN = "heard_started", "heard_seen"

MESSAGES = {
    "GENERIC_AUTHN_FAILED": "That email and password do not match an account here. Check both and try again.",
    "GENERIC_RECOVERY": "If that address has an account, we have sent it a link. It works for one day.",
    "INVALID_CODE": "That code did not work. Codes change every 30 seconds: try the newest one.",
    "TWO_FACTOR_INVALID_TOKEN": "That code did not work. Codes change every 30 seconds: try the newest one.",
    "INVALID_RECOVERY_CODE": "That recovery code did not work. Each one can be used once.",
    "RETYPE_PASSWORD_MISMATCH": "The two passwords are not the same. Type them again.",
    "PASSWORD_MISMATCH": "The two passwords are not the same. Type them again.",
    "PASSWORD_NOT_PROVIDED": "Type your password.",
    "PASSWORD_IS_THE_SAME": "Your new password must differ from the old one.",
    "INVALID_PASSWORD": "That is not your present password.",
    "EMAIL_NOT_PROVIDED": "Type your email address.",
    "INVALID_EMAIL_ADDRESS": "Type an email address, like name@example.org.",
    "UNAUTHENTICATED": "Sign in to see this page.",
    "REAUTHENTICATION_REQUIRED": "Type your password once more to go on.",
    "LOGIN": "Sign in to see this page.",
    "PASSWORD_CHANGE": "Your password is changed.",
    "PASSWORD_RESET": "Your password is changed and you are signed in.",
    "PASSWORD_RESET_NO_LOGIN": "Your password is changed. Sign in with the new one.",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": "Your app is set up. From now on we ask for its code.",
    "TWO_FACTOR_LOGIN_SUCCESSFUL": "You are signed in.",
    "PASSWORD_RESET_EXPIRED": "That link is too old. We have sent you a new one.",
    "INVALID_RESET_PASSWORD_TOKEN": "That link does not work. Ask for a new one.",
}


class OnceOnlyTotp(Totp):
    """A second-factor code is good once: what was used, and everything before it, is refused."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        assert isinstance(user, User)  # noqa: S101 - our only kind of user
        return user.tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        assert isinstance(user, User)  # noqa: S101 - our only kind of user
        user.tf_last_counter = tmatch.counter


class OutboxMail(MailUtil):
    """Flask-Security's mails go through our outbox like every other."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        address = recipient if isinstance(recipient, str) else recipient[1]
        mail.send(to=address, subject=str(subject), template="security", body=body or "")


datastore = FSQLALiteUserDatastore(db, User, RoleMixin)
security = Security(totp_cls=OnceOnlyTotp, mail_util_cls=OutboxMail, password_util_cls=Passwords)


def configure(app: Flask, found: Settings) -> None:
    assert found.secret_key is not None  # noqa: S101 - settings have made sure
    secret = found.secret_key.get_secret_value()
    secure = found.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME="__Host-heard" if secure else "heard",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_LENGTH_MIN=LEAST_LENGTH,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_RESET_URL="/forgotten-password",
        SECURITY_CHANGE_URL="/account/password",
        SECURITY_VERIFY_URL="/account/confirm",
        SECURITY_TWO_FACTOR_SETUP_URL="/account/second-step",
        SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL="/sign-in/code",  # noqa: S106
        SECURITY_TWO_FACTOR_SELECT_URL="/sign-in/way",
        SECURITY_MULTI_FACTOR_RECOVERY_URL="/sign-in/recovery-code",
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL="/account/recovery-codes",
        SECURITY_POST_LOGIN_VIEW="/home",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_POST_RESET_VIEW="/sign-in",
        SECURITY_POST_CHANGE_VIEW="/home",
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="/account/recovery-codes",
        SECURITY_AUTO_LOGIN_AFTER_RESET=False,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_REQUIRED=not found.demo,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY=30,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=8,
        SECURITY_TOTP_SECRETS=_numbered_keys(KeyRing.of(found)),
        SECURITY_TOTP_ISSUER="Heard",
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_DATETIME_FACTORY=lambda: datetime.now(UTC),
        SECURITY_EMAIL_HTML=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": found.relaxed},
        SECURITY_EMAIL_SUBJECT_PASSWORD_RESET="Choose a new password for Heard",  # noqa: S106
        SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE="Your Heard password was changed",  # noqa: S106
        SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE="Your Heard password was changed",  # noqa: S106
        SECURITY_FLASH_MESSAGES=True,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_DEFAULT_REMEMBER_ME=False,
        **{f"SECURITY_MSG_{name}": (words, "info") for name, words in MESSAGES.items()},
    )
    security.init_app(app, datastore)
    app.before_request(_end_old_sessions)
    app.jinja_env.globals["second_step_picture"] = second_step_picture
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_changed, app)


def _numbered_keys(ring: KeyRing) -> dict[str, str]:
    """The ring as the library wants it: numbered, the highest seals. So a changed key locks nobody out."""
    oldest_first = reversed(ring.keys.values())
    return {str(number): b64encode(key).decode() for number, key in enumerate(oldest_first, start=1)}


def end_all_sessions(person: User) -> None:
    """Every session of this person ends now, wherever it is open."""
    person.fs_uniquifier = token_hex(32)


def second_step_picture(uri_or_key: str, username: str, issuer: str) -> Markup:
    """The square code that an authenticator app reads, as inline SVG (no data: address needed)."""
    key = uri_or_key.replace("-", "").replace(" ", "")
    uri = f"otpauth://totp/{issuer}:{username}?secret={key}&issuer={issuer}"
    drawn: str = segno.make(uri, error="m").svg_inline(scale=5, svgclass="heard-code", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn by segno from a key and an address we hold


def _signed_in(_app: Flask, user: User, **_: Any) -> None:
    session[STARTED] = session[SEEN] = int(time.time())
    trail.record(action="signed in", subject="user", subject_id=user.id, actor_id=user.id)


def _signed_out(_app: Flask, user: User, **_: Any) -> None:
    """Signing out ends every copy of the session, not only this browser's."""
    if request.method in SAFE_METHODS:
        return  # an old session met on the way: this browser forgets it, nothing is written
    end_all_sessions(user)
    trail.record(action="signed out", subject="user", subject_id=user.id, actor_id=user.id)


def _password_changed(_app: Flask, user: User, **_: Any) -> None:
    trail.record(action="changed password", subject="user", subject_id=user.id, actor_id=user.id)


def _end_old_sessions() -> None:
    """A session ends after 30 minutes without use, and after 8 hours whatever happens."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return
    now = int(time.time())
    started, seen = session.get(STARTED, 0), session.get(SEEN, 0)
    if now - seen > IDLE_SECONDS or now - started > LONGEST_SECONDS:
        logout_user()
        session.clear()
        return
    session[SEEN] = now
