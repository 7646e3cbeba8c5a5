"""What the trained reader sees of a message: word stems, wider families of words, and what the rules found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from nlp.rulefiles import load_one
from nlp.screening.patterns import phrases_of
from nlp.screening.reading import SentenceReading
from nlp.screening.rules import FOLDER

CONCEPTS = FOLDER / "concepts.yaml"

# How much a family, a rule or a plain fact counts beside the words, whose weights together make one.
FAMILY, RULE, FACT = 0.35, 0.5, 0.2


class ConceptFile(BaseModel):
    """`concepts.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    concepts: dict[str, str]


@lru_cache(maxsize=4)
def _families(path: Path = CONCEPTS) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases by their first word, each with its family."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for family, written in load_one(path, ConceptFile).concepts.items():
        for phrase in phrases_of(written):
            words = tuple(phrase.split())
            index.setdefault(words[0], []).append((words, family))
    return {word: tuple(found) for word, found in index.items()}


def stem(word: str) -> str:
    """A word without its commonest endings: enough to bring "hits" and "hitting" near each other."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def word_features(readings: Sequence[SentenceReading]) -> set[str]:
    """Stems and pairs of neighbouring stems."""
    found: set[str] = set()
    for reading in readings:
        before = ""
        for word in reading.sentence.words:
            root = stem(word)
            found.add(root)
            if before:
                found.add(f"{before} {root}")
            before = root
    return found


def sign_features(readings: Sequence[SentenceReading], speaker: str) -> dict[str, float]:
    """Families of words, rules that held or were taken back, and who speaks at what length."""
    families = _families()
    found: dict[str, float] = {f"speaker={speaker}": FACT}
    length = 0
    for reading in readings:
        words = reading.sentence.words
        length += len(words)
        for at, word in enumerate(words):
            for phrase, family in families.get(word, ()):
                if words[at : at + len(phrase)] == phrase:
                    found[f"family={family}"] = FAMILY
        for hit in reading.hits:
            found[f"rule={hit.rule.id}"] = RULE
            found[f"rules={hit.rule.kind}"] = RULE
            found["rule"] = RULE
        if reading.taken_back:
            found["taken back"] = RULE
        for sign in reading.signs:
            found[f"sign={sign.partition('/')[0]}"] = RULE
    found[f"length={min(length // 6, 6)}"] = FACT
    return found
