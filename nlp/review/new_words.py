"""Which words of a passage are new: not among those that people commonly write."""

import re
from functools import lru_cache

from nlp.built_files import BUILT, newest
from nlp.redact.names.recogniser import VOCABULARY_FILE
from nlp.redact.spans import STAND_IN
from nlp.redact.vocabulary import EMPTY, Vocabulary, load_vocabulary

_WORD = re.compile(STAND_IN + r"|[^\W\d_]+(?:['’][^\W\d_]+)*")
FEWEST_LETTERS = 3
LOOKED_AT = 400  # words; more of one passage would only cost time


def share_of_new_words(redacted: str) -> float:
    """The share, 0 to 1, of the words of a redacted copy that are not commonly written. Stand-ins do not count."""
    known = _vocabulary()
    if not known.words:
        return 0.0
    words = [found.group().lower() for found in _WORD.finditer(redacted[: LOOKED_AT * 12])][:LOOKED_AT]
    words = [word for word in words if word[0] != "["]
    if not words:
        return 0.0
    new = sum(len(word) >= FEWEST_LETTERS and not _known(word, known) for word in words)
    return new / len(words)


def _known(word: str, known: Vocabulary) -> bool:
    plain = word.replace("’", "'")
    return known.knows(plain) or known.knows(plain.replace("'", "")) or known.knows(plain.split("'")[0])


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    found = newest(
        lambda folder: load_vocabulary(folder / VOCABULARY_FILE),
        BUILT,
        without="new words do not order the review",
    )
    return found.model or EMPTY
