"""Protection against forged requests: on for every request that changes something.

A view whose form keeps what was typed when the token is old is exempted here and checks the token by its
own form, so that the page comes back with the words still in it.
"""

from flask import current_app
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

csrf = CSRFProtect()


def token_is_good() -> bool:
    """Whether this request carries its token. For an exempted view without a form of its own."""
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True
