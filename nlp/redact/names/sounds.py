"""Names that sound alike however they are spelt: "kristofer" and "christopher", "chantell" and "chantelle"."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A word has to be this long: shorter ones sound like too many others.
LEAST_LETTERS = 5

_SWAPS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"sch|ssh|sh|ci(?=[ao])|ti(?=[ao])", "S"),
        (r"tch|ch(?=[rl])", "k"),
        (r"ph|gh(?=t)|ff|th", "f"),
        (r"ck|qu?|c(?=[aoukrlt])|c$|x", "k"),
        (r"c(?=[eiy])|z|ss", "s"),
        (r"dge?|g(?=[eiy])", "j"),
        (r"wh", "w"),
        (r"(?<=[aeiouy])h|h(?=[^aeiouy])|h$", ""),
        (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)a$|(?<=...)as$", ""),
    )
)

Sounds = dict[str, tuple[str, ...]]


def sound_of(word: str) -> str:
    """How a plain word sounds, roughly: its consonants, with one sign for any vowels."""
    for pattern, letters in _SWAPS:
        word = pattern.sub(letters, word)
    return word


def sounds_of(names: Iterable[str]) -> Sounds:
    """By sound, two at most of the names that sound so."""
    found: Sounds = {}
    for name in sorted(names):
        if len(name) >= LEAST_LETTERS:
            sound = sound_of(name)
            if len(found.get(sound, ())) < 2:
                found[sound] = (*found.get(sound, ()), name)
    return found


def sounds_like_another(word: str, sounds: Sounds) -> bool:
    """Whether a listed name other than `word` itself sounds like it."""
    return any(name != word for name in sounds.get(sound_of(word), ()))
