"""Schools called after saints, and those and prisons that begin with the word for one: "st aidans", "ysgol y bont"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.findings import Redaction
from nlp.redact.places.endings import SAINTS, endings, is_written, joined
from nlp.redact.tokens import Token

# Towns and teams begun by a saint, and words that make "st" an ending ("1st of", "high st").
_NO_SAINT = frozenset({
    "helens", "albans", "ives", "austell", "neots", "andrews", "of", "and", "in", "is", "was", "to", "the",
    "on", "at", "it", "but", "for", "bernard", "bernards", "lucia", "kitts", "pancras", "petersburg", "nick", "louis",
    "valentine", "valentines", "tropez", "moritz", "malo",
})  # fmt: skip
_SHORT = frozenset({"y", "yr", "low", "high", "new", "the"})
_SAINTS_DAYS = frozenset({"day", "days", "eve", "ambulance", "parade", "flag", "dog", "badge", "cadets"})


def find_saint(text: str, at: int, tokens: Sequence[Token]) -> Redaction | None:
    """ "St Aidan's", which in these messages is a school."""
    name = at + 1
    if name < len(tokens) and tokens[name].plain == ".":
        name += 1
    if name >= len(tokens) or not tokens[name].plain.isalpha() or tokens[name].plain in _NO_SAINT:
        return None
    if (
        len(tokens[name].plain) < 2
        or text[tokens[at].end : tokens[name].start].strip(". ")
        or (at and _numbered(at, tokens))
        or (name + 1 < len(tokens) and tokens[name + 1].plain in _SAINTS_DAYS)
    ):
        return None
    last = name
    while last + 1 < len(tokens) and tokens[last + 1].plain in endings().saints_more:
        last += 1
    if tokens[at].plain == "ss" and last + 2 < len(tokens) and tokens[last + 1].plain in {"and", "&"}:
        last += 2
    name = last
    street = tokens[name + 1].plain if name + 1 < len(tokens) else ""
    if street in endings().streets and street not in SAINTS and joined(text, tokens[name], tokens[name + 1]):
        return Redaction(tokens[at].start, tokens[name + 1].end, "ADDRESS")
    for phrase, kind in endings().ends.get(tokens[name + 1].plain if name + 1 < len(tokens) else "", ()):
        if kind != "street" and [token.plain for token in tokens[name + 1 : name + 1 + len(phrase)]] == list(
            phrase
        ):
            last = more_of_school(text, name + len(phrase), tokens)
            kinds = "SCHOOL" if kind == "school" else "PLACE"
            return Redaction(tokens[at].start, tokens[last].end, kinds)
    last = more_of_school(text, name, tokens)
    end = tokens[last].end
    if tokens[last].possessive:
        end += len(text[end : end + 2].rstrip()) if text[end + 1 : end + 2].lower() == "s" else 1
    return Redaction(tokens[at].start, end, "SCHOOL")


def find_school_by_name(at: int, tokens: Sequence[Token]) -> Redaction | None:
    """What schools are called after, wherever they stand: "sacred heart", and not "the holy trinity"."""
    if at and tokens[at - 1].plain == "the":
        return None
    for phrase in endings().schools[tokens[at].plain]:
        last = at + len(phrase) - 1
        if tuple(token.plain for token in tokens[at : last + 1]) != phrase:
            continue
        more = [token.plain for token in tokens[last + 1 : last + 4]]
        if len(more) > 2 and more[:2] == ["of", "the"] and more[2].isalpha():
            last += 3
        elif len(more) > 1 and more[0] == "of" and more[1] not in endings().generic:
            last += 2
        elif len(more) > 2 and more[0] == "and" and more[1] in SAINTS:
            last += 3
        return Redaction(tokens[at].start, tokens[last].end, "SCHOOL")
    return None


def _numbered(at: int, tokens: Sequence[Token]) -> bool:
    """Whether "st" is an ending here: "1st", "high st"."""
    return tokens[at - 1].shape == "digits" or tokens[at - 1].end == tokens[at].start


def find_start(at: int, tokens: Sequence[Token]) -> Redaction | None:
    """A school or prison that begins with the word for one: "Ysgol Bro Dur", "hmp stonegate"."""
    last = at
    while last + 1 < len(tokens) and last - at < 4:
        following = tokens[last + 1]
        if following.shape in {"sign", "digits"} or (
            following.plain in endings().generic and following.plain not in endings().parts
        ):
            break
        more = tokens[last].plain in _SHORT or tokens[last].plain in endings().parts
        if not is_written(following) and last > at and not more:
            break
        last += 1
    kind = "PLACE" if tokens[at].plain in endings().prisons else "SCHOOL"
    return Redaction(tokens[at].start, tokens[last].end, kind) if last > at else None


def more_of_school(text: str, last: int, tokens: Sequence[Token]) -> int:
    """Index of the last word that still belongs to a school's name: "… Primary School"."""
    more = endings().more
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].plain in more
        and joined(text, tokens[last], tokens[last + 1])
    ):
        last += 1
    return last
