"""The parts of the pipeline, one file each. Importing this package registers each part's spaCy factory.

A new part is imported here and named in `nlp.pipeline.COMPONENTS`, in the order it runs.
"""

from nlp.components import (
    clauses,
    language,
    language_model,
    lexicon,
    redaction,
    screen,
    themes,
    valence,
    words,
)

__all__ = [
    "clauses",
    "language",
    "language_model",
    "lexicon",
    "redaction",
    "screen",
    "themes",
    "valence",
    "words",
]
