"""The screen's rules: read from data, refused when wrong, ready to be tried on a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from nlp.findings import AlertLevel
from nlp.rulefiles import BadRuleFileError, load_one
from nlp.screening.patterns import Compiled, PatternError, Vocabulary, compile_pattern, phrases_of

FOLDER = Path(__file__).resolve().parent.parent / "screen"

Category = Literal[
    "physical-harm", "sexual-harm", "emotional-harm", "neglect", "self-harm", "suicide", "missing", "exploitation",
    "online-harm", "domestic-abuse", "professional-misconduct", "unsafe-placement", "threat-to-others",
    "bullying-severe", "substance",
]  # fmt: skip
CATEGORIES: tuple[Category, ...] = get_args(Category)

SIGNS = ("words", "sentence", "past", "safe_now", "known", "now")
_NOT_RULES = frozenset({"words.yaml", "ordinary.yaml", "spellings.yaml", "concepts.yaml"})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleEntry(_Strict):
    """One rule as written."""

    id: str
    level: AlertLevel
    pattern: str


class RuleFile(_Strict):
    """One category's rules."""

    category: Category
    rules: tuple[RuleEntry, ...]


class WordsFile(_Strict):
    """`words.yaml`."""

    common: str
    past: dict[str, str]
    sets: dict[str, str]


class SignEntry(_Strict):
    """A pattern that changes what an alarm means."""

    id: str
    pattern: str


class OrdinaryFile(_Strict):
    """`ordinary.yaml`."""

    words: tuple[SignEntry, ...]
    sentence: tuple[SignEntry, ...]
    past: tuple[SignEntry, ...]
    safe_now: tuple[SignEntry, ...]
    known: tuple[SignEntry, ...]
    now: tuple[SignEntry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule or sign ready to be tried. `kind` is a category, or what the sign does. Each is only like itself."""

    id: str
    kind: str
    level: AlertLevel
    compiled: Compiled
    needs: int


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules by the words that can set them off: those that raise an alarm, and the signs that change one.

    Each thing that some rule needs has a bit of its own: a word's `bits` are the needs that it meets, and a rule
    can only hold where the words together meet all of its `needs`.
    """

    alarms: dict[str, tuple[Rule, ...]]
    signs: dict[str, tuple[Rule, ...]]
    bits: dict[str, int]

    def signs_worth_trying(self, words: Collection[str]) -> list[Rule]:
        """The signs that have the words they need, each once."""
        there = frozenset(words)
        return [
            rule
            for rule in dict.fromkeys(
                rule for word in words if word in self.signs for rule in self.signs[word]
            )
            if not any(map(there.isdisjoint, rule.compiled.needs))
        ]


@lru_cache(maxsize=1)
def shipped_rules() -> RuleBook:
    """The shipped rules. Raises `BadRuleFileError` naming file and line."""
    return read_rules(FOLDER)


def read_rules(folder: Path) -> RuleBook:
    """Read every rule file in `folder`."""
    words = _vocabulary(load_one(folder / "words.yaml", WordsFile))
    needs = _Needs()
    alarms: list[Rule] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in _NOT_RULES:
            continue
        file = load_one(path, RuleFile)
        for entry in file.rules:
            compiled = _compile(path, entry.id, entry.pattern, words)
            alarms.append(
                Rule(f"{file.category}/{entry.id}", file.category, entry.level, compiled, needs.of(compiled))
            )
    path = folder / "ordinary.yaml"
    ordinary = load_one(path, OrdinaryFile)
    signs: list[Rule] = []
    for kind in SIGNS:
        for sign in getattr(ordinary, kind):
            compiled = _compile(path, sign.id, sign.pattern, words)
            signs.append(Rule(f"{kind}/{sign.id}", kind, "review", compiled, 0))
    return RuleBook(_by_word(alarms), _by_word(signs), needs.bits())


def _vocabulary(file: WordsFile) -> Vocabulary:
    past = {verb: tuple(forms.split()) for verb, forms in file.past.items()}
    sets = {name: tuple(phrases_of(written, past)) for name, written in file.sets.items()}
    return Vocabulary(sets, frozenset(file.common.split()), past)


class _Needs:
    """A bit for each different thing that rules need."""

    def __init__(self) -> None:
        self._known: dict[frozenset[str], int] = {}

    def of(self, compiled: Compiled) -> int:
        whole = 0
        for need in compiled.needs:
            whole |= self._known.setdefault(need, 1 << len(self._known))
        return whole

    def bits(self) -> dict[str, int]:
        bits: dict[str, int] = {}
        for need, bit in self._known.items():
            for word in need:
                bits[word] = bits.get(word, 0) | bit
        return bits


def _by_word(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    by_word: dict[str, list[Rule]] = {}
    for rule in rules:
        for word in rule.compiled.gate:
            by_word.setdefault(word, []).append(rule)
    return {word: tuple(found) for word, found in by_word.items()}


def _compile(path: Path, name: str, pattern: str, words: Vocabulary) -> Compiled:
    try:
        return compile_pattern(pattern, words)
    except PatternError as problem:
        line = path.read_text(encoding="utf-8").split(f"id: {name},")[0].count("\n") + 1
        raise BadRuleFileError(path, line, f"{name}: {problem}") from problem
