"""Whether this process reads with all that was built, for those who watch over it."""

from nlp.redact.names import recogniser
from nlp.screening import stored


def troubles() -> list[str]:
    """What is wrong with the models that screen messages and find names, one line each, as the log says it."""
    return [taken.trouble for taken in (stored.shipped(), recogniser.shipped()) if taken.trouble]


def reads_with_all() -> bool:
    """Whether nothing is missing or damaged."""
    return not troubles()
