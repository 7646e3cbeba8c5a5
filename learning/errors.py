"""Why something cannot be done to a summary now, said to whoever tried."""

from __future__ import annotations


class NotNowError(ValueError):
    """The summary is not in a state in which this can be done; the message says what to do."""


class ChangedMeanwhileError(NotNowError):
    """Somebody else changed it since this page was opened."""
