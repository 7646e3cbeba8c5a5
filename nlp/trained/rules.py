"""Which rules a model was learnt with."""

from nlp.lexis.words import RULES
from nlp.rulefiles import version_of_files

FORMAT = 6


def rules_version() -> str:
    """What makes a text look to a model as it does, as twelve letters: a model learnt with other rules is of no use."""
    return version_of_files(RULES, told=str(FORMAT))
