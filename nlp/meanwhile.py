"""What two people do to one thing at the same time."""


class ChangedMeanwhile(Exception):
    """Somebody else changed it, or it was read again, after this person opened it. Nothing was stored."""
