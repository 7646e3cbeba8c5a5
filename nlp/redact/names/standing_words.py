"""`standing.yaml`, the words that tell where only a person can stand, and what one glance asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.redact.knowledge import FOLDER, knowledge
from nlp.redact.tokens import TYPED
from nlp.rulefiles import Words, load_one

FILE = FOLDER / "standing.yaml"
AND = frozenset({"and", "n", "&", "+"})
# Between two things also "an", which before a letter is no "and": "he gave me an f".
JOINED = AND | {"an"}
ME = frozenset({"me", "i"})
BE = frozenset({"was", "is", "wasnt", "isnt", "aint", "were", "are"})
BY = frozenset({"with", "wi", "w"})
CALLS = frozenset({"call", "calls", "called"})
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


class StandingFile(BaseModel):
    """What each list is for is said in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    things: Words
    belongings: Words
    pairs: Words
    no_doubles: Words
    said_again: Words
    forms: Words
    numbered: Words
    no_letters: Words
    loose_letters: Words
    nobody: Words
    only: Words
    doing: Words
    deeds: Words
    also: Words
    breaking: Words
    unliving: Words
    went: Words
    got: Words
    moods: Words
    states: Words
    between: Words
    denying: Words
    refusing: Words
    bare: Words
    together: Words
    no_deeds: Words
    whom: Words
    opening: Words
    meeting: Words
    beside: Words
    owned: Words
    aside: Words
    coming: Words
    before_letters: Words
    following: Words
    taken: Words
    away: Words
    friends: Words
    elsewhere: Words
    sizes: Words
    akan: Words


@dataclass(frozen=True, slots=True)
class Standing:
    """Who may stand as a person: `things`, and `owning` as they are with an "s"; `lone` letters and pairs.

    `asked` are all words that are looked at, those that say a deed among them; `nobody` words never do one.
    """

    file: StandingFile
    things: frozenset[str]
    owning: frozenset[str]
    lone: frozenset[str]
    asked: frozenset[str]
    nobody: frozenset[str]


@lru_cache(maxsize=1)
def standing() -> Standing:
    """What is shipped. Raises `BadRuleFileError`."""
    file = load_one(FILE, StandingFile)
    known = knowledge()
    acting = file.only | file.doing | file.deeds | file.also | file.bare | file.denying | file.opening
    people = known.kin | known.roles | known.titles
    pairs = (file.pairs | {one + two for one in _CONSONANTS for two in _CONSONANTS}) - file.forms
    twice = {2 * (one + two) for one in _CONSONANTS + "y" for two in "aeiou"} - file.no_doubles
    things = (file.things | known.usual | twice) - people - acting - pairs - file.forms - file.belongings
    lone = pairs | set("abcdefghijklmnopqrstuvwxyz") - file.no_letters
    owning = frozenset(f"{thing}s" for thing in things) - things
    return Standing(
        file=file,
        things=things,
        owning=owning,
        lone=lone,
        asked=things | owning | lone | file.only | file.refusing,
        nobody=file.nobody | people | acting | file.moods | file.states | file.forms,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What a glance asks about the words beside one that may stand as a person.

    Rationale: a glance sees plain words without signs. So it asks for less than the rules, and misses nothing.
    """

    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    before_letters: frozenset[str] = frozenset()
    after_letters: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()

    def tells(self, at: int, words: list[str]) -> bool:
        """Whether the word at `at` may stand where only a person can."""
        word = words[at]
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if (
            after in self.after
            or before in self.before
            or after.startswith(word)
            or (at + 2 < len(words) and words[at + 2] in _SELVES)
        ):
            return True
        if len(word) < 3 and (after in self.after_letters or before in self.before_letters):
            return True
        if len(word) < 3 and before == "me" and after in _AND_TYPED:
            return True
        two = words[at - 2] if at > 1 else ""
        if before in _BY_TYPED:
            return two in self.beside
        if before in _AND_TYPED:
            return two in ME
        if after in _AND_TYPED and (
            before in ME or words[at + 2 : at + 3] in _THEIRS or words[at + 3 : at + 4] in _ARE
        ):
            return True
        return words[at - 3 : at - 2] in _CALLED and before in self.before_letters


_LEADING_TO_NAMES = frozenset({"him", "her", "me", "called", "nicknamed", "moved", "placed", "worker"})
_SELVES = frozenset({"himself", "herself", "him", "her"})
_THEIRS = (["his"], ["her"], ["me"])
_ARE = (["are"], ["r"], ["were"], ["is"], ["got"])
# A glance sees words as they are typed.
_AND_TYPED = JOINED | {typed for typed, meant in TYPED.items() if meant in JOINED}
_BY_TYPED = BY | {typed for typed, meant in TYPED.items() if meant in BY}
_CALLED = tuple([word] for word in sorted(CALLS))


def words_beside() -> Beside:
    """What is shipped, for the glance."""
    file, known = standing().file, knowledge()
    return Beside(
        after=frozenset().union(
            *(
                file.only,
                file.doing,
                file.denying,
                file.deeds,
                file.also,
                file.between,
                file.owned,
                known.acting,
            ),
            *(BE, {"has", "had", "feels", "got", "gets", "went", "started", "did", "done"}),
            {"my", "our", "his", "her"},
        ),
        before=file.meeting | file.aside | file.friends | _LEADING_TO_NAMES,
        beside=file.beside,
        before_letters=file.before_letters | file.taken | known.kin,
        after_letters=known.after - file.no_deeds,
        opening=file.opening,
        nobody=standing().nobody,
    )
