"""The words that say how a speaker finds a thing, as rules."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.lexis.words import RULES
from nlp.rulefiles import load_one


class Idioms(BaseModel):
    """Whole phrases, by what they say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    good: tuple[str, ...]
    bad: tuple[str, ...]


class ValenceRules(BaseModel):
    """The words that say how somebody finds a thing, and those that turn or place them in time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    good: dict[int, tuple[str, ...]]
    bad: dict[int, tuple[str, ...]]
    turns: tuple[str, ...]
    keeps: tuple[str, ...]
    idioms: Idioms
    contrast: tuple[str, ...]
    past: tuple[str, ...]
    now: tuple[str, ...]


@lru_cache(maxsize=1)
def valence_rules() -> ValenceRules:
    """The shipped valence rules, read once per process."""
    return load_one(RULES / "valence.yaml", ValenceRules)
