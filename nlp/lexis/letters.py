"""Letters that are not on a plain English keyboard, and those that they stand for or are taken for.

Unicode joins ours with their other forms and with those that have a mark; what it does not join stands here, once.
"""

import unicodedata


def _each(letters: str, ours: str) -> dict[str, str]:
    return dict(zip(letters, ours, strict=True))


# Letters of other alphabets, by how well they hide a word: those that nobody can tell from ours by eye, those that
# are drawn nearly like ours, and those that are read as ours only where somebody means to hide it.
ALIKE = _each(
    "аеорсухіјѕԁһкАВЕКМНОРСТУХІЈЅοΑΒΕΗΙΚΜΝΟΡΤΥΧΖ",
    "aeopcyxijsdhkABEKMHOPCTYXIJSoABEHIKMNOPTYXZ",
)
NEARLY_ALIKE = _each("пмтвнαεικνρτυχ", "nmtbhaeikvptux")
HIDING = _each("ԛԝгзбчηωγ", "qwr364nwy")

# Latin letters that Unicode takes for letters of their own, and people for ours.
STROKES = _each("łđøı", "ldoi")

# The kinds of what sits on a letter, and of what does not show.
UNSEEN = frozenset({"Mn", "Me", "Cf"})


def without_marks(text: str) -> str:
    """`text` with the plain form of each letter, without what sits on it and what does not show."""
    shape = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in shape if unicodedata.category(letter) not in UNSEEN)
