"""Schools and homes without any word for one, by the words before them: "year 9 at larkfield", "ran from fernlea"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.findings import Redaction
from nlp.redact.knowledge import knowledge
from nlp.redact.places.endings import CALLED_BY, EVERYWHERE, SAINTS, endings, is_written, joined
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import Vocabulary

_IS = frozenset({"is", "was", "called"})
_LEADS_ALONE = frozenset({"attend", "attends", "attended", "attending"})
# Before two words that make a name no further word is needed.
_BARE = frozenset({"at", "from", "to", "goes", "go", "into", "in"})
_OLD = frozenset({"old", "new", "little"})
_SELDOM = 4
_RARE = 5
_FILLING = frozenset({
    "me", "him", "her", "us", "them", "is", "was", "here", "back", "out", "away", "over", "still", "again", "it",
    "up", "living", "my", "now", "only", "in", "on", "off", "old", "new", "last", "the", "to",
})  # fmt: skip


def find_told(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> Redaction | None:
    """A school or a home told by the words before it alone: "year 9 at larkfield", "ran from fernlea"."""
    lead = tokens[at].plain
    told = endings().told[lead]
    for step in range(at, max(-1, at - 4), -1):
        word = tokens[step].plain
        for cues, kind in told:
            if (
                word in cues
                and (step < at or word in _LEADS_ALONE)
                and not (lead in _IS and (step < at - 1 or tokens[step - 1].plain == "at"))
            ):
                return _span(_named(text, at + 1, tokens, vocabulary), tokens, kind)
        if step < at and word not in _FILLING and tokens[step].shape != "digits":
            break
    if lead not in _BARE:
        return None
    found = _two_parts(text, at + 1, tokens, vocabulary)
    if not found and lead == "at" and at + 1 < len(tokens):
        word = tokens[at + 1].plain
        if endings().is_joined(word) and vocabulary.rarity(word) >= _RARE and word not in knowledge().given:
            found = range(at + 1, at + 2)
    return _span(found, tokens, "PLACE")


def _span(found: range, tokens: Sequence[Token], kind: str) -> Redaction | None:
    return Redaction(tokens[found[0]].start, tokens[found[-1]].end, kind) if found else None


def _named(text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> range:
    """The words at `at` that look like a place's name, "the" among them; none where they do not."""
    known, people = endings(), knowledge()
    name = at + (at < len(tokens) and tokens[at].plain == "the")
    if name >= len(tokens) or not tokens[name].plain.isalpha():
        return range(0)
    word = tokens[name].plain
    lists = (people.never, people.kin, people.titles, people.towns, people.given, SAINTS, known.starts)
    if any(word in words for words in lists):
        return _two_parts(text, at, tokens, vocabulary)
    following = tokens[name + 1].plain if name + 1 < len(tokens) else ""
    if is_written(tokens[name]):
        last = name
        while (
            last + 1 < len(tokens) and joined(text, *tokens[last : last + 2]) and is_written(tokens[last + 1])
        ):
            last += 1
        return range(at, last + 1) if last > name or word not in known.generic else range(0)
    if name > at and word in _OLD and following in known.lone:
        return range(at, name + 2)
    if name > at and word in known.lone:
        return range(at, name + 1)
    if several := _two_parts(text, name, tokens, vocabulary, told=True):
        return range(at, several.stop)
    owned = word.endswith("s") and word[:-1] in people.given
    rarity = vocabulary.rarity(word) if vocabulary.words else 0
    alone = name == at and tokens[at - 1].plain not in _LEADS_ALONE
    unusual = (alone and rarity >= 6 and len(word) >= 5) or (rarity >= 4 and known.is_joined(word))
    if not unusual or owned or word in known.generic:
        return range(0)
    return range(at, name + 1 + (following in known.closing))


def _two_parts(
    text: str, at: int, tokens: Sequence[Token], vocabulary: Vocabulary, *, told: bool = False
) -> range:
    """Two or three ordinary words that make a name, one of them seldom met: "briar bank", "copper beeches".

    Rationale: such words without "the" or "a" before them are a proper name: nobody is "at orchard view" otherwise.
    """
    known = endings()
    last = at - 1
    while (
        last + 1 < len(tokens)
        and last - at < 2
        and (tokens[last + 1].plain in known.parts or tokens[last + 1].plain in known.lone)
        and (last < at or joined(text, *tokens[last : last + 2]))
    ):
        last += 1
    words = [token.plain for token in tokens[at : last + 1]]
    if not words and _is_unusual(at, tokens, vocabulary):
        after = tokens[at + 1].plain if at + 1 < len(tokens) and joined(text, *tokens[at : at + 2]) else ""
        return range(at, at + 2) if after in known.closing else range(0)
    if (
        len(words) < 2
        or words[0] in EVERYWHERE
        or (words[-1] in known.generic and words[-1] not in CALLED_BY)
    ):
        return range(0)
    seldom = told or any(vocabulary.rarity(word) >= _SELDOM or word in known.lone for word in words)
    return range(at, last + 1) if seldom else range(0)


def _is_unusual(at: int, tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether the word may be what a park or bridge is called by: seldom met, or a town; nobody's in "kellys house"."""
    people = knowledge()
    if at >= len(tokens) or not tokens[at].plain.isalpha() or not vocabulary.words:
        return False
    word = tokens[at].plain
    if word in people.kin or word in people.titles or word.removesuffix("s") in people.given:
        return False
    if word in people.lands:
        return True
    return word not in people.never and vocabulary.rarity(word) >= (
        _SELDOM if word in people.family else _RARE
    )
