"""Where the shipped theme model is built, and what it is built from."""

import hashlib

from nlp import built_files
from nlp.codebook import THEMES
from nlp.language_model import LanguageModel
from nlp.lexis.words import RULES
from nlp.trained.rules import FORMAT
from nlp.trained.worked import EXAMPLES

BUILT = built_files.BUILT / "themes"
BUILT_WITH_VECTORS = BUILT.with_name("themes-with-vectors")


def shipped_version(language_model: LanguageModel | None = None) -> str:
    """What the shipped model learns from, as twelve letters: it changes when any example or rule does.

    One that learns from the vectors of a `language_model` as well has letters of its own for each such model.
    """
    digest = hashlib.sha256(str(FORMAT).encode())
    if language_model is not None:
        digest.update(str(language_model.identity).encode())
    for folder in (EXAMPLES, THEMES, RULES):
        for path in sorted(folder.glob("*.yaml")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
