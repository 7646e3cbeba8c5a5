"""What the session cookie of somebody who is answering holds: a token for the draft, a key for the receipt.

Nothing else ties a person to what they said, and both go when they leave.
"""

from flask import session

from feedback import receipts

ANSWERING = "heard_answering"
ANSWERED = "heard_answered"


def token_for(slug: str) -> str | None:
    """The token of the draft for this collection, None where nothing is begun."""
    return _for(ANSWERING, slug)


def begin(slug: str) -> str:
    """The token of the draft for this collection, made where nothing is begun. That ends an earlier visit."""
    found = token_for(slug)
    if found is None:
        found = receipts.new_key()
        session.pop(ANSWERED, None)
        session[ANSWERING] = [slug, found]
    return found


def finish(slug: str, key: str) -> None:
    """The answers are sent: what remains is the key of the receipt."""
    session.pop(ANSWERING, None)
    session[ANSWERED] = [slug, key]


def key_of_sent(slug: str) -> str | None:
    """The key of what was sent to this collection on this visit."""
    return _for(ANSWERED, slug)


def forget() -> str | None:
    """End the visit; gives the token of a draft that has to be wiped."""
    session.pop(ANSWERED, None)
    begun = session.pop(ANSWERING, None)
    return begun[1] if begun else None


def _for(name: str, slug: str) -> str | None:
    kept = session.get(name)
    return kept[1] if kept and kept[0] == slug else None
