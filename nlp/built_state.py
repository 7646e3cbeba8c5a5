"""Whether this process reads with all that was built, for those who watch over it."""

from nlp.components import themes
from nlp.redact.names import recogniser
from nlp.screening import stored


def troubles() -> list[str]:
    """What is wrong with the models that screen messages, find names and find themes, one line each, as in the log."""
    told = (stored.shipped().trouble, recogniser.shipped().trouble, themes.trouble())
    return [one for one in told if one]


def reads_with_all() -> bool:
    """Whether nothing is missing or damaged."""
    return not troubles()
