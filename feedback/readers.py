"""Who reads each message: what people are told before they start, and what is kept to."""

from core.access import reach
from core.people.models import Role, User
from feedback.models import Collection

READERS = (Role.quality_lead, Role.team_manager)
"""Whoever may read messages one by one. Which ones, `may_read` says."""


def may_read(person: User, collection: Collection) -> bool:
    """Whether this person may read each message of this collection.

    Rationale: people are told who reads. A manager who reads message by message may know who wrote, most of all
    in a survey of their own staff; so managers read only where that was said before anybody started. Duty leads
    read what raised an alert, and administrators need read none.
    """
    if reach(person, Role.quality_lead).covers(collection.team_id):
        return True
    return collection.managers_read and reach(person, Role.team_manager).covers(collection.team_id)


def also_reads(collection: Collection) -> str:
    """The sentence about managers, empty where they do not read."""
    if not collection.managers_read:
        return ""
    whose = collection.team.name if collection.team else "the whole service"
    return f"The managers of {whose} may read it too."
