"""Mail is a row first: written with the change that caused it, sent by a job, never lost."""

from core.mail.outbox import Message, send

__all__ = ["Message", "send"]
