"""Words as people type them, made comparable: spelling, endings and forms folded to one stem.

Nothing here keeps a word it has read: the tables hold only the words of our own rules.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from nlp.lexis.folding import STRETCHED
from nlp.rulefiles import load_one

_DOUBLED = frozenset(("bb", "dd", "gg", "mm", "nn", "pp", "rr", "tt"))
_VOWELS = frozenset("aeiouy")


RULES = Path(__file__).parents[1] / "rules"


class WordRules(BaseModel):
    """`fillers` are passed over; `spellings` and `forms` fold to their key; `kinds` stand in phrases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fillers: frozenset[str]
    spellings: dict[str, tuple[str, ...]]
    forms: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def word_rules() -> WordRules:
    """The shipped word rules, read once per process."""
    return load_one(RULES / "words.yaml", WordRules)


@lru_cache(maxsize=1)
def stem_table() -> dict[str, str]:
    """Each known spelling or form, with the stem it folds to. A filler folds to itself."""
    rules = word_rules()
    table = {word: word for word in rules.forms}
    table.update({form: word for word, forms in rules.forms.items() for form in forms})
    for word, variants in rules.spellings.items():
        folded = table.setdefault(word, _folded(word))
        table.update(dict.fromkeys(variants, folded))
    table.update({word: word for word in rules.fillers})
    return table


@lru_cache(maxsize=1)
def _whole_words() -> dict[str, str]:
    return {_without_ending(word): word for word in word_rules().forms}


def _folded(word: str) -> str:
    bare = _without_ending(word)
    return _whole_words().get(bare, bare)


def stem(word: str) -> str:
    """The stem of one lower-case word: "listening", "lissened" and "listens" all give "listen"."""
    known = stem_table().get(word)
    if known is not None:
        return known
    if word.isspace():
        # However many spaces, and of whatever kind: one that is passed over, or the end of a line.
        return "\n" if "\n" in word else " "
    if len(word) < 4 or not word.isalpha():
        return word
    if STRETCHED.search(word):
        return _shortened(word)
    return _folded(word)


def _shortened(word: str) -> str:
    for kept in (r"\1", r"\1\1"):
        shorter = STRETCHED.sub(kept, word)
        if shorter in stem_table():
            return stem_table()[shorter]
    return _folded(STRETCHED.sub(r"\1", word))


def _without_ending(word: str) -> str:
    size = len(word)
    if size < 4:
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and size > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "ches", "shes")):
            word = word[:-2]
        else:
            word = word[:-1]
    if word.endswith("ing") and len(word) > 5 and not _VOWELS.isdisjoint(word[:-3]):
        word = _undoubled(word[:-3])
    elif word.endswith("ied") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("ed") and len(word) > 4 and not _VOWELS.isdisjoint(word[:-2]):
        word = _undoubled(word[:-2])
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word


def _undoubled(word: str) -> str:
    return word[:-1] if word[-2:] in _DOUBLED else word


def stems_of(norms: Iterable[str]) -> list[str]:
    """One stem for each token; blank ones and punctuation give themselves."""
    table = stem_table()
    known = table.get
    return [known(norm) or stem(norm) for norm in norms]


_MARKS = frozenset({*",'\"()-–—*_:/&", " ", "  ", "--"})
_ENDS = frozenset({".", "!", "?", "…", "..", "...", "\n", "\n\n", ";"})


@lru_cache(maxsize=1)
def passed_over() -> frozenset[str]:
    """Stems and marks that may stand inside a phrase without changing it."""
    return word_rules().fillers | _MARKS


def ends() -> frozenset[str]:
    """Stems that end a sentence: no phrase crosses one."""
    return _ENDS
