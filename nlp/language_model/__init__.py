"""A spaCy model that the authority has installed: what it adds to our own reading, and when it is refused."""

from nlp.language_model.identity import Identity
from nlp.language_model.loading import (
    LanguageModelRefusedError,
    identity_of,
    installed,
    load_language_model,
)
from nlp.language_model.model import LANGUAGE_MODEL, LanguageModel, Look, language_model_of

__all__ = [
    "LANGUAGE_MODEL",
    "Identity",
    "LanguageModel",
    "LanguageModelRefusedError",
    "Look",
    "identity_of",
    "installed",
    "language_model_of",
    "load_language_model",
]
