"""Where a name is nobody's here: the famous, people in tales, sayings, and towns and tongues told as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.redact.knowledge import Knowledge, famous, plain_name
from nlp.redact.names.ordinary_uses import (
    CALLED,
    SPEAKING,
    TIMES_OF_YEAR,
    is_language,
    is_of_a_kind,
    is_somewhere,
    is_time_of_year,
)
from nlp.redact.tokens import Token

_PASSED_OVER = frozenset({",", "-", '"', "&"})
_AS = frozenset({"as", "like"})
_DRESSING = frozenset({"dressed", "dress", "dressing", "dresses", "went", "go", "going", "character"})
_JOINS = frozenset({"and", "n", ",", "&", "or"})
_IS = frozenset({"is", "was", "are", "were", "name", "s"})
_OWN = frozenset({"my", "our", "his", "her", "their", "the", "a", "in"})
_TOGETHER = frozenset({"with", "and", "me", "told", "asked"})
_SHOWN = frozenset({"is", "was", "at", "from", "n", "who"})
_FURTHEST = 3
# After these "em" is "them".
_THEM_AFTER = frozenset({
    "tell", "told", "ask", "asked", "get", "got", "let", "make", "made", "give", "gave", "hate", "of", "all", "see",
    "seen", "saw", "some", "want", "take", "put", "help", "like", "keep", "stop", "leave", "hit", "need", "about",
    "for", "show", "took", "takes", "trust", "lets", "love", "loves", "gets", "gives", "keeps", "hates", "tells",
    "calls", "call", "puts", "sees", "wants", "makes", "bring", "brought",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nobody:
    """`whole`: by first word, phrases and whole names, longest first; `seconds`: what they go on with, "" for none.

    `alone`: names that stand for the famous. `cast`: for each name in a tale, the words of which one must be in the
    message too. `played`: what is made of people in tales. `lands`: countries and cities that people are called by.
    `deeds`, `theirs`, `told` and `told_to`: as in `Meeting`. `often` and `showing`: as in `famous.yaml`.
    """

    whole: dict[str, tuple[tuple[str, ...], ...]]
    seconds: dict[str, frozenset[str]]
    alone: frozenset[str]
    cast: dict[str, frozenset[str]]
    played: frozenset[str]
    lands: frozenset[str]
    deeds: frozenset[str]
    theirs: frozenset[str]
    told: frozenset[str]
    told_to: frozenset[str]
    often: frozenset[str]
    showing: frozenset[str]


@lru_cache(maxsize=1)
def shipped_nobody() -> Nobody:
    """The shipped lists. Raises `BadRuleFileError`."""
    file = famous()
    whole: dict[str, list[tuple[str, ...]]] = {}
    for name in f"{file.people},{file.phrases}".split(","):
        words = tuple(plain_name(name).split())
        whole.setdefault(words[0], []).append(words)
    cast: dict[str, frozenset[str]] = {}
    for tale in file.tales:
        signs = frozenset(tale.signs.split())
        for name in tale.cast.split():
            cast[name] = cast.get(name, frozenset()) | signs
    return Nobody(
        {word: tuple(sorted(found, key=len, reverse=True)) for word, found in whole.items()},
        {
            word: frozenset(words[1] if len(words) > 1 else "" for words in found)
            for word, found in whole.items()
        },
        frozenset(file.alone.split()),
        cast,
        frozenset(file.played.split()),
        frozenset(file.lands.split()),
        frozenset(file.meeting.deeds.split()),
        frozenset(file.meeting.theirs.split()),
        frozenset(file.meeting.told.split()),
        frozenset(file.meeting.told_to.split()),
        frozenset(file.often.split()),
        frozenset(file.showing.split()),
    )


def nobody_at(tokens: Sequence[Token], known: Knowledge) -> frozenset[int]:
    """Indices of words that name nobody where they stand, whatever lists they are in."""
    lists = shipped_nobody()
    found: set[int] = set()
    said: frozenset[str] = frozenset()
    before = ""
    for at, token in enumerate(tokens):
        word = token.plain
        for start in (word, word + "s") if token.possessive else (word,):
            if start in lists.whole and _may_go_on(at, lists.seconds[start], tokens):
                here = _phrase(at, lists.whole[start], tokens)
                if here and not _is_met(at, here[-1] + 1, tokens, lists, known):
                    found.update(here)
        if (word in lists.alone or word in lists.cast) and not _is_known_here(at, at + 1, tokens, known):
            said = said or frozenset(other.plain for other in tokens)
            signs = lists.cast.get(word, frozenset())
            shown = (
                word in lists.often and not lists.showing.isdisjoint(said) and not _acts(at, tokens, known)
            )
            if (
                word in lists.alone
                or (signs & said) - {word}
                or shown
                or _is_played(at, tokens, lists)
                or (word in lists.often and _in_company(at, tokens, lists))
            ):
                found.add(at)
        if (word in lists.lands or word in known.towns) and is_somewhere(at, tokens, known):
            found.add(at)
        if word in TIMES_OF_YEAR and is_time_of_year(at, tokens):
            found.add(at)
        if (before in SPEAKING or word in known.words) and is_language(at, tokens, known):
            found.add(at)
        if word == "em" and token.shape == "lower" and before in _THEM_AFTER:
            found.add(at)
        if word in known.usual and is_of_a_kind(at, tokens):
            found.add(at)
        before = word
    return frozenset(found)


def _may_go_on(at: int, seconds: frozenset[str], tokens: Sequence[Token]) -> bool:
    """Whether one of the words that phrases go on with stands next: most words begin phrases that nobody said."""
    if "" in seconds or at + 1 == len(tokens):
        return "" in seconds
    after = tokens[at + 1]
    return after.plain in seconds or after.possessive or after.plain in _PASSED_OVER


def _phrase(at: int, phrases: Iterable[tuple[str, ...]], tokens: Sequence[Token]) -> Sequence[int]:
    """Indices of the first phrase that is said from `at` on, commas passed over."""
    for words in phrases:
        here, step = [at], at
        for word in words[1:]:
            step += 1
            while step < len(tokens) and tokens[step].plain in _PASSED_OVER:
                step += 1
            if step >= len(tokens) or word not in (tokens[step].plain, _owned(tokens[step])):
                break
            here.append(step)
        if len(here) == len(words):
            return here
    return ()


def _owned(token: Token) -> str:
    return token.plain + "s" if token.possessive else token.plain


def _is_known_here(at: int, end: int, tokens: Sequence[Token], known: Knowledge) -> bool:
    """Whether the words around say that it is somebody's own: "my mate olaf", "mr rooney", "holly and ivy are my …"."""
    before = tokens[at - 1].plain if at else ""
    if before in _IS and at > 1:
        before = tokens[at - 2].plain
    if before in CALLED or _is_somebody(before, known) or before in known.titles:
        return True
    after = [token.plain for token in tokens[end : end + 5]]
    if after and after[0] in _IS:
        del after[0]
    return bool(after) and after[0] in _OWN and any(_is_somebody(word, known) for word in after[1:4])


def _is_met(at: int, end: int, tokens: Sequence[Token], lists: Nobody, known: Knowledge) -> bool:
    """Whether somebody here has that name: "my mate jack frost", "jack frost rang my mum", "i told jack frost"."""
    if _is_known_here(at, end, tokens, known):
        return True
    after = [token.plain for token in tokens[end : end + 4]]
    if after and after[0] in lists.deeds and not lists.theirs.isdisjoint(after[1:]):
        return True
    before = [token.plain for token in tokens[max(0, at - 2) : at]]
    return bool(before) and (before[-1] in lists.told or (before[-1] == "to" and before[0] in lists.told_to))


def _in_company(at: int, tokens: Sequence[Token], lists: Nobody) -> bool:
    """Whether one of the famous, or of the same tale, is named beside: "elsa and olaf"."""
    for other, between in ((at - 2, at - 1), (at + 2, at + 1)):
        if 0 <= other < len(tokens) and tokens[between].plain in _JOINS:
            name, signs = tokens[other].plain, lists.cast.get(tokens[at].plain, frozenset())
            if name in lists.alone or (name in lists.often and signs & lists.cast.get(name, frozenset())):
                return True
    return False


def _acts(at: int, tokens: Sequence[Token], known: Knowledge) -> bool:
    """Whether the one named does something, or somebody does it with them: "elsa and me watched a film"."""
    before = tokens[at - 1].plain if at else ""
    after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    return before in _TOGETHER or after in _TOGETHER or (after in known.after and after not in _SHOWN)


def _is_somebody(word: str, known: Knowledge) -> bool:
    one = word.removesuffix("s")
    return word in known.kin or word in known.roles or one in known.kin or one in known.roles


def _is_played(at: int, tokens: Sequence[Token], lists: Nobody) -> bool:
    """Whether somebody is dressed as them, or has them as a toy: "an elsa costume", "dressed up as ariel"."""
    after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    if after in lists.played:
        return True
    before = [token.plain for token in tokens[max(0, at - _FURTHEST) : at]]
    return bool(before) and before[-1] in _AS and not _DRESSING.isdisjoint(before)
