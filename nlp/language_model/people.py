"""Where a language model names people."""

from spacy.tokens import Doc

# What the models of most languages call a person.
_PEOPLE = frozenset({"PERSON", "PER"})


def people_in(doc: Doc, start: int) -> list[tuple[int, int]]:
    """Characters of each person named in a doc that begins at character `start` of its text; the end is exclusive."""
    return [
        (start + found.start_char, start + found.end_char) for found in doc.ents if found.label_ in _PEOPLE
    ]
