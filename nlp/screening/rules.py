"""The screen's rules: read from data, refused when wrong, ready to be tried on a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nlp.findings import AlertLevel
from nlp.rulefiles import BadRuleFileError, load_one
from nlp.screening.patterns import Compiled, PatternError, compile_pattern, phrases_of

FOLDER = Path(__file__).resolve().parent.parent / "screen"

Category = Literal[
    "physical-harm", "sexual-harm", "emotional-harm", "neglect", "self-harm", "suicide", "missing", "exploitation",
    "online-harm", "domestic-abuse", "professional-misconduct", "unsafe-placement", "threat-to-others",
    "bullying-severe", "substance",
]  # fmt: skip
CATEGORIES: tuple[Category, ...] = (
    "physical-harm", "sexual-harm", "emotional-harm", "neglect", "self-harm", "suicide", "missing", "exploitation",
    "online-harm", "domestic-abuse", "professional-misconduct", "unsafe-placement", "threat-to-others",
    "bullying-severe", "substance",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule or sign ready to be tried. `kind` is a category, or what the sign does."""

    id: str
    kind: str
    level: AlertLevel
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules by the words that can set them off, and the sets of words they stand on."""

    by_word: dict[str, tuple[Rule, ...]]
    sets: dict[str, tuple[str, ...]]

    def worth_trying(self, words: Iterable[str]) -> list[Rule]:
        """The rules one of whose words is there, each once, in the order of the files."""
        found: dict[str, Rule] = {}
        for word in words:
            for rule in self.by_word.get(word, ()):
                found[rule.id] = rule
        return list(found.values())


@lru_cache(maxsize=1)
def shipped_rules() -> RuleBook:
    """The shipped rules. Raises `BadRuleFileError` naming file and line."""
    return read_rules(FOLDER)


def read_rules(folder: Path) -> RuleBook:
    """Read every rule file in `folder`."""
    words = load_one(folder / "words.yaml", WordsFile)
    common = frozenset(words.common.split())
    sets = {name: tuple(phrases_of(written)) for name, written in words.sets.items()}
    rules: list[Rule] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in _NOT_RULES:
            continue
        file = load_one(path, RuleFile)
        for entry in file.rules:
            compiled = _compile(path, entry.id, entry.pattern, sets, common)
            rules.append(Rule(f"{file.category}/{entry.id}", file.category, entry.level, compiled))
    path = folder / "ordinary.yaml"
    signs = load_one(path, OrdinaryFile)
    for kind in ("words", "sentence", "past", "safe_now", "known", "now"):
        for sign in getattr(signs, kind):
            compiled = _compile(path, sign.id, sign.pattern, sets, common)
            rules.append(Rule(f"{kind}/{sign.id}", kind, "review", compiled))
    by_word: dict[str, list[Rule]] = {}
    for rule in rules:
        for word in rule.compiled.gate:
            by_word.setdefault(word, []).append(rule)
    return RuleBook({word: tuple(found) for word, found in by_word.items()}, sets)


def _compile(
    path: Path, name: str, pattern: str, sets: dict[str, tuple[str, ...]], common: frozenset[str]
) -> Compiled:
    try:
        return compile_pattern(pattern, sets, common)
    except PatternError as problem:
        line = path.read_text(encoding="utf-8").split(f"id: {name},")[0].count("\n") + 1
        raise BadRuleFileError(path, line, f"{name}: {problem}") from problem
