"""Where the shipped theme model is built, and what it is built from."""

from nlp import built_files
from nlp.codebook import THEMES
from nlp.language_model import Identity
from nlp.lexis.words import RULES
from nlp.rulefiles import version_of_files
from nlp.trained.rules import FORMAT
from nlp.trained.worked import EXAMPLES, OF_THE_SCREEN

BUILT = built_files.BUILT / "themes"
BUILT_WITH_VECTORS = BUILT.with_name("themes-with-vectors")


def shipped_version(language_model: Identity | None = None) -> str:
    """What the shipped model learns from, as twelve letters: it changes when any example or rule does.

    One that learns from the vectors of a `language_model` as well has letters of its own for each such model.
    """
    return version_of_files(EXAMPLES, OF_THE_SCREEN, THEMES, RULES, told=f"{FORMAT}{language_model or ''}")
