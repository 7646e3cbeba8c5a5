"""What the session cookie of somebody who is answering holds: a token for the draft, a key for the receipt.

Nothing else ties a person to what they said, and both go when they leave, or after a while.
"""

import time

from flask import session

from feedback import receipts
from feedback.drafts import KEPT_HOURS

ANSWERING = "heard_answering"
ANSWERED = "heard_answered"

MINUTES_ANSWERING = 60 * (KEPT_HOURS + 1)
"""No less than a draft is kept."""

MINUTES_SHOWN = 30
"""How long the code can be seen again on the device it was sent from: the next person there must not find it."""


def token_for(slug: str) -> str | None:
    """The token of the draft for this collection, None where nothing is begun."""
    return _for(ANSWERING, slug, MINUTES_ANSWERING)


def just_begun(slug: str) -> bool:
    """Whether the draft of this visit was written lately enough for whoever is here now to be who wrote it."""
    return _for(ANSWERING, slug, MINUTES_SHOWN) is not None


def begin(slug: str) -> str:
    """The token of the draft for this collection, made where nothing is begun.

    A page has it before anything is written there: the way out must know what to forget while a first answer is
    on its way.
    """
    found = token_for(slug) or receipts.new_key()
    _keep(ANSWERING, slug, found)
    return found


def begin_anew(slug: str) -> str:
    """The token for first answers. They end an earlier visit: its code is not shown again."""
    session.pop(ANSWERED, None)
    return begin(slug)


def begin_more(slug: str, *, sent: str) -> str:
    """A token for more words, beside the key of what was sent: its code has not been seen yet."""
    finish(slug, sent)
    made = receipts.new_key()
    _keep(ANSWERING, slug, made)
    return made


def finish(slug: str, key: str) -> None:
    """The answers are sent: what remains is the key of the receipt."""
    session.pop(ANSWERING, None)
    _keep(ANSWERED, slug, key)


def key_of_sent(slug: str) -> str | None:
    """The key of what was sent to this collection on this visit, for as long as its code is shown."""
    return _for(ANSWERED, slug, MINUTES_SHOWN)


def forget() -> tuple[str, str] | None:
    """End the visit; gives the collection and the token of a draft that has to be wiped."""
    session.pop(ANSWERED, None)
    begun = session.pop(ANSWERING, None)
    return (begun[0], begun[1]) if begun else None


def _keep(name: str, slug: str, key: str) -> None:
    session[name] = [slug, key, _minute()]


def _for(name: str, slug: str, minutes: int) -> str | None:
    kept = session.get(name)
    if not kept or len(kept) != 3 or kept[0] != slug or _minute() - kept[2] >= minutes:
        return None
    key: str = kept[1]
    return key


def _minute() -> int:
    return int(time.time()) // 60
