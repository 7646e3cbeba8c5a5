"""Every rule that words are read with, read once when a process starts: a broken file stops the start."""

from nlp.codebook import shipped_codebook
from nlp.languages.alarming import alarming_words
from nlp.languages.profiles import profiles
from nlp.lexis.families import family_phrases
from nlp.lexis.tones import valence_rules
from nlp.lexis.words import word_rules
from nlp.redact.identifiers import helplines, shapes
from nlp.redact.knowledge import knowledge, our_words
from nlp.redact.names.nobody import shipped_nobody
from nlp.redact.names.plain_uses import plain_uses
from nlp.redact.names.standing_words import standing
from nlp.redact.names.syllables import syllables
from nlp.redact.places.endings import endings
from nlp.screening.rules import shipped_rules
from nlp.screening.sentences import spellings
from nlp.screening.trees import family_books

RULES = (
    shipped_codebook, word_rules, valence_rules, family_phrases, profiles, alarming_words,
    shipped_rules, spellings, family_books,
    knowledge, our_words, shipped_nobody, standing, plain_uses, syllables, endings, shapes, helplines,
)  # fmt: skip


def read_rules() -> None:
    """Read all of them. Raises `BadRuleFileError` for the first that is broken."""
    for rules in RULES:
        rules()
