"""Receipt codes: eight words that find a response again, and that nothing here keeps.

The code is made from the key of the page that was sent, under a secret of this installation. So a retry or a
refresh shows the same code, and the database holds only a keyed hash of it. Eight words of 1,024 are 80 bits.
"""

import re
import secrets
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from core.keys import key_ring

WORDS = tuple(
    Path(__file__).with_name("data").joinpath("receipt_words.txt").read_text(encoding="ascii").split()
)
NUMBER_OF_WORD = {word: number for number, word in enumerate(WORDS)}
BITS_PER_WORD = 10
WORDS_PER_CODE = 8
LONGEST_TYPED = 400
KEY = re.compile(r"^[A-Za-z0-9_-]{22,86}$")


@dataclass(frozen=True)
class UnknownWord:
    """A word in a typed code that is in no code, and the one it may be."""

    typed: str
    perhaps: str | None


class CodeRefused(ValueError):
    """What was typed cannot be a code. `unknown` names the words that are in no code."""

    def __init__(self, says: str, unknown: tuple[UnknownWord, ...] = ()) -> None:
        super().__init__(says)
        self.unknown = unknown


def new_key() -> str:
    """A key for one page of answers: sent with them, so that a second sending is the same response."""
    return secrets.token_urlsafe(24)


def key_is_sound(key: str) -> bool:
    """Whether a key that came with answers is long and plain enough to be one."""
    return KEY.match(key) is not None


def code_for(key: str) -> tuple[str, ...]:
    """The words of the code for the answers sent with `key`."""
    made = int.from_bytes(key_ring().fingerprint(key, purpose="receipt code"))
    mask = (1 << BITS_PER_WORD) - 1
    return tuple(WORDS[made >> BITS_PER_WORD * place & mask] for place in range(WORDS_PER_CODE))


def hash_of_code(words: tuple[str, ...]) -> bytes:
    return key_ring().fingerprint(" ".join(words), purpose="receipt")


def hash_of_key(key: str) -> bytes:
    return key_ring().fingerprint(key, purpose="idempotency key")


def read_code(typed: str) -> tuple[str, ...]:
    """The words of a typed code. Capitals, spaces, hyphens and anything else between words do not matter.

    Raises CodeRefused where it cannot be a code, naming words that are in none.
    """
    if len(typed) > LONGEST_TYPED:
        raise CodeRefused("That is too long. Your code is eight words.")
    parts = re.findall(r"[a-z]+", typed.lower())
    if not parts:
        raise CodeRefused("Type the eight words of your code.")
    words = [word for part in parts for word in ([part] if part in NUMBER_OF_WORD else _run_together(part))]
    unknown = tuple(
        UnknownWord(word, next(iter(get_close_matches(word, WORDS, n=1, cutoff=0.6)), None))
        for word in words
        if word not in NUMBER_OF_WORD
    )
    if unknown:
        raise CodeRefused("Look at these words again.", unknown)
    if len(words) != WORDS_PER_CODE:
        raise CodeRefused(f"Your code is eight words. You typed {len(words)}.")
    return tuple(words)


def _run_together(letters: str) -> list[str]:
    """The words in letters typed without spaces, or the letters as they are where no words fit."""
    ways: dict[int, list[str]] = {0: []}
    for end in range(1, len(letters) + 1):
        for start in sorted(ways):
            if letters[start:end] in NUMBER_OF_WORD:
                ways[end] = [*ways[start], letters[start:end]]
                break
    return ways.get(len(letters), [letters])
