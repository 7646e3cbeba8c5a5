"""Lists of people: the "beans" of "kane tyler and beans jumped me", the "d" of "with sky and d"."""

from __future__ import annotations

from nlp.redact.names.around import Around
from nlp.redact.names.setting import Setting
from nlp.redact.names.standing_words import AND, BY, ME, standing

_JOINTS = AND | {","}
# What a list of people follows: "me sam and beans", "my mates are beans and sam".
_LEADING = frozenset({"me", "are"})
_MOST_LISTED = 12


def join_lists(setting: Setting, chosen: list[bool], apart: frozenset[int]) -> None:
    """Take in the things and letters named beside somebody in a list that acts or is met."""
    here = Around(setting, standing())
    things, lone = here.lists.things, here.lists.lone
    places = [
        at
        for at, token in enumerate(setting.tokens)
        if (token.plain in things or token.plain in lone) and not chosen[at] and at not in apart
    ]
    for at in places:
        chosen[at] = _ends_list(at, here, chosen)
    for at in reversed(places):
        chosen[at] = chosen[at] or _begins_list(at, here, chosen)


def _ends_list(at: int, here: Around, chosen: list[bool]) -> bool:
    """Whether the last of several, or the last but one, stands here."""
    joint = here.word(at - 1) in _JOINTS
    before = at - 2 if joint else at - 1
    if before < 0 or not chosen[before]:
        return False
    start = _list_start(before, here, chosen)
    one = here.word(start - 1)
    if joint and here.ends(at + 1):
        if here.word(at) in here.lists.lone or one in _LEADING:
            return True
        return one in BY and here.word(start - 2) in here.lists.file.beside
    if one not in _LEADING and not here.begins(start):
        return False
    if joint:
        return here.together(at + 1)
    other = here.word(at + 2)
    return here.word(at + 1) in AND and (other in ME or _is_one(at + 2, here, chosen))


def _is_one(at: int, here: Around, chosen: list[bool]) -> bool:
    """Whether somebody stands here, or a letter or a thing that does something."""
    if at >= len(chosen):
        return False
    word, lists = here.word(at), here.lists
    return chosen[at] or ((word in lists.lone or word in lists.things) and here.together(at + 1))


def _list_start(at: int, here: Around, chosen: list[bool]) -> int:
    """The first place of the list of names that ends here; a list of very many is not followed to its beginning."""
    for _ in range(_MOST_LISTED):
        if at > 0 and chosen[at - 1]:
            at -= 1
        elif at > 1 and chosen[at - 2] and here.word(at - 1) in _JOINTS:
            at -= 2
        else:
            break
    return at


def _begins_list(at: int, here: Around, chosen: list[bool]) -> bool:
    """Whether the first of two stands here, of whom the other is somebody: "doughnut and kayleigh got caught"."""
    step = 2 if here.word(at + 1) in AND else 1
    if at + step >= len(chosen) or not chosen[at + step] or here.setting.tokens[at].possessive:
        return False
    one = here.word(at - 1)
    if step == 1:
        return (one in _LEADING and here.word(at + 2) in _JOINTS) or _is_first_name(at, here)
    if one in _LEADING or (here.begins(at) and here.together(at + 3)):
        return True
    return here.begins(at) and _is_written_as_name(here.word(at), here)


def _is_written_as_name(word: str, here: Around) -> bool:
    """Whether the word is a name as often as not: the "mia" of "mia and zoe", not the "rain" of "rain and zoe"."""
    return word in here.setting.known.usual and here.setting.vocabulary.capital(word) >= 0


def _is_first_name(at: int, here: Around) -> bool:
    """Whether a name that is a word too stands before a family name that is none: "jack russell is my worker"."""
    known, family = here.setting.known, here.word(at + 1)
    return (
        here.begins(at)
        and here.word(at) in known.usual
        and family in known.family
        and family not in known.words
    )
