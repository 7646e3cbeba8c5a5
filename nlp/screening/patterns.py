"""The small language the screen's rules are written in, and how it is made into regular expressions.

A pattern is a row of words. `a|b` is either; `{set}` is any phrase of a named set; `(x)` may be missing;
`..` is up to three words, `....` up to six, never past the end of a sentence; `slap~` is every form of a verb;
`_` joins a phrase. Patterns are matched against plain words set apart by single spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ELEMENT = re.compile(r"\([^)]*\)|\S+")
# Each word with the space before it: looking for that space first is what makes a pattern quick.
_GAPS = {"..": "(?: [^ .!?;]+){0,3}", "....": "(?: [^ .!?;]+){0,6}"}
_VOWELS = "aeiou"


class PatternError(ValueError):
    """A pattern that cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """`find` looks for the pattern; it can only be there if one word of each of `needs` is among the words.

    `gate` is the one of `needs` that ordinary talk holds least.
    """

    find: re.Pattern[str]
    gate: frozenset[str]
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What patterns stand on: sets of phrases, the words that decide nothing, and the past of irregular verbs."""

    sets: Mapping[str, Iterable[str]]
    common: frozenset[str]
    past: Mapping[str, Iterable[str]]


def verb_forms(stem: str, past: Iterable[str] = ()) -> list[str]:
    """The forms of a verb, also as children write them; regular beside those of the `past` that are not."""
    forms = [stem, stem + "s", *past]
    base = stem[:-1] if stem.endswith("e") else stem
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        forms += [stem[:-1] + "ies", stem[:-1] + "ied"]
    if stem.endswith(("s", "sh", "ch", "x", "z")):
        forms.append(stem + "es")
    doubled = base + base[-1] if len(base) > 2 and base[-1] not in _VOWELS + "wxyh" else base
    for root in dict.fromkeys((base, doubled)):
        forms += [root + "ed", root + "ing", root + "in"]
    return list(dict.fromkeys(forms))


def phrases_of(written: str, past: Mapping[str, Iterable[str]]) -> list[str]:
    """The phrases of a set: words split by spaces, phrases of several words joined by `_`."""
    phrases: list[str] = []
    for item in written.split():
        phrase = item.replace("_", " ").replace("'", "")
        verb = phrase.removesuffix("~")
        phrases += [phrase] if verb == phrase else verb_forms(verb, past.get(verb, ()))
    return phrases


def compile_pattern(pattern: str, words: Vocabulary) -> Compiled:
    """`pattern` ready to use. Raises `PatternError` where a set is not known or nothing is required."""
    parts: list[str] = []
    gates: list[frozenset[str]] = []
    for element in _ELEMENT.findall(pattern):
        if element in _GAPS:
            parts.append(_GAPS[element])
            continue
        optional = element.startswith("(")
        phrases = _alternatives(element.strip("()"), words)
        longest_first = sorted(set(phrases), key=lambda phrase: (-phrase.count(" "), -len(phrase), phrase))
        either = "|".join(re.escape(phrase) for phrase in longest_first).replace("\\ ", " ")
        parts.append(f"(?: (?:{either}))?" if optional else f" (?:{either})")
        if not optional:
            gates.append(frozenset(_rarest_word(phrase, words.common) for phrase in phrases))
    if not gates:
        raise PatternError("a pattern needs at least one word that must be there")
    gate = min(gates, key=lambda need: sum(100 if word in words.common else 1 for word in need))
    return Compiled(re.compile("".join(parts) + "(?= )"), gate, tuple(gates))


def _alternatives(element: str, words: Vocabulary) -> list[str]:
    phrases: list[str] = []
    for item in element.split("|"):
        if item.startswith("{") and item.endswith("}"):
            if item[1:-1] not in words.sets:
                raise PatternError(f"there is no set called {item[1:-1]!r}")
            phrases.extend(words.sets[item[1:-1]])
        else:
            phrases.extend(phrases_of(item, words.past))
    return phrases


def _rarest_word(phrase: str, common: frozenset[str]) -> str:
    return max(phrase.split(), key=lambda word: (word not in common, len(word)))
