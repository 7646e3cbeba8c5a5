"""What may stand in a typed answer.

Words are kept exactly as given, apart from line ends. Control characters and lone surrogates are nobody's
words: PostgreSQL cannot keep some of them and no screen can show any of them, so they are refused by name and
the rest is handed back.
"""

import re

UNKEEPABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Marks that turn the direction of what follows, or show nothing: words say the same with them and without.
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
BLANK = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u2800\u3164]*\\Z")


def cannot_be_kept(text: str) -> bool:
    """True where `text` holds a character that no answer can hold."""
    return UNKEEPABLE.search(text) is not None


def without_unkeepable(text: str) -> str:
    """`text` without the characters that no answer can hold."""
    return UNKEEPABLE.sub("", text)


def without_unseen(text: str) -> str:
    """`text` without marks that nobody can see; joiners stay, since some scripts and pictures need them."""
    return UNSEEN.sub("", text)


def with_plain_line_ends(text: str) -> str:
    """`text` with every line end a single newline: browsers send carriage returns, word processors other marks."""
    return LINE_ENDS.sub("\n", text)


def says_nothing(text: str) -> bool:
    """True where `text` is empty or holds only spaces and marks that nobody can see."""
    return BLANK.match(text) is not None
