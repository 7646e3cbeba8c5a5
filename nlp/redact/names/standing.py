"""Where only a person can stand: "pickle said", "i sat wi turnip", "beans and radish are my cousins".

Rationale: a nickname may be any word, and a letter may be anybody. No list says so, and neither does how seldom the
word is; but only somebody says, promises and cries, and only somebody is told. Looked at are single words of our
lists (`things`), letters, pairs of letters and letters with a number; any other common word only before what nobody
but a person does (`only`), where a sentence begins or goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.redact.names.around import Around
from nlp.redact.names.nicknames import is_size
from nlp.redact.names.ordinary_uses import THINGS_CALLED
from nlp.redact.names.plain_uses import plain_uses
from nlp.redact.names.setting import Setting
from nlp.redact.names.standing_letters import is_letters, is_numbered
from nlp.redact.names.standing_words import AND, BY, CALLS, JOINED, ME, standing

_LEAST_LETTERS = 4
# Endings of words that are many, or no thing at all.
_UNLIKELY = ("s", "ly", "ing", "ed")
_SPOKEN_TO = frozenset({"he", "she", "they", "to", "about", "if", "what", "that", "im"})
_SAT = frozenset({"on", "at", "in", "and", "cos", "because", "now", "all", "for"})
_WORKERS = frozenset({"my", "our", "his", "her", "key", "social", "support"})
_FURTHEST = 4
_PERSON = frozenset({"lady", "someone", "guy"})


def standing_people(setting: Setting) -> Iterator[int]:
    """The places of words that stand where only a person can."""
    here = Around(setting, standing())
    asked, usual = here.lists.asked, setting.known.usual
    end, before = 0, ""
    for at, token in enumerate(setting.tokens):
        word, shape = token.plain, token.shape
        if before in usual and _is_said_twice(at, here):
            yield at - (word != "may" or at == 1)
        elif word in asked or shape == "letter":
            yield from _person_told_by(at, here)
        elif shape == "digits" and at and token.start == end and is_numbered(at, here):
            yield at - 1
            yield at
        end, before = token.end, word


def _person_told_by(at: int, here: Around) -> Iterator[int]:
    """Where the person stands whom the word here names, or whose deed it is."""
    token, lists = here.setting.tokens[at], here.lists
    word = token.plain
    if word in lists.lone or token.shape == "letter":
        if is_letters(at, here):
            yield at
    elif word in lists.things or word in lists.owning:
        if token.shape in {"lower", "title"} and _is_thing(at, here):
            yield at
    elif at and _is_doer(at - 1, here):
        yield at - 1


def _is_said_twice(at: int, here: Around) -> bool:
    """Whether a name and the word it is stand side by side: "mark marks us", "rose rose early"."""
    tokens = here.setting.tokens
    word, before = tokens[at].plain, tokens[at - 1].plain
    return (
        before in (word, word[:-1])
        and len(before) > 2
        and not tokens[at - 1].possessive
        and before not in here.lists.file.said_again
        and tokens[at].shape == "lower"
    )


def _is_doer(at: int, here: Around) -> bool:
    """Whether a common word no list holds does what only people do: "wardrobe said"."""
    token = here.setting.tokens[at]
    word = token.plain
    if token.shape != "lower" or len(word) < _LEAST_LETTERS or word.endswith(_UNLIKELY):
        return False
    if (
        word in here.lists.nobody
        or word in here.setting.known.never
        or not here.setting.vocabulary.knows(word)
    ):
        return False
    return here.begins(at) and here.word(at - 1) not in AND and here.does_only(at + 1)


def _is_thing(at: int, here: Around) -> bool:
    """Whether a thing, an animal or a name that is a word stands as a person."""
    token, owned = here.setting.tokens[at], here.lists.file.owned
    after, one = here.word(at + 1), here.word(at - 1)
    if token.plain in here.lists.owning:
        return after in owned and here.begins(at)
    if token.possessive and (after in owned or here.is_ours_after(at + 1)):
        return here.begins(at) or one in BY
    first = at - 1 if is_size(one) or one == "little" else at
    if here.begins(first) and not token.possessive and _acts(at + 1, here):
        return True
    return _is_with_me(at, here) or _is_met(at, here) or _is_brought_up(at, here)


def _acts(at: int, here: Around) -> bool:
    """Whether what somebody does, is or has follows."""
    if here.does_only(at) or here.does(at) or here.feels(at, here.lists.file.moods) or here.is_ours(at):
        return True
    if here.word(at) not in JOINED:
        return False
    other = here.word(at + 1)
    return (
        (other in ME and here.together(at + 2))
        or here.are_ours(at + 1)
        or (other in {"his", "her"} and here.word(at + 2) in here.setting.known.kin)
    )


def _is_with_me(at: int, here: Around) -> bool:
    """Whether the word is one of several who do something: "me noodle and chops built a den"."""
    things = here.lists.things
    one, two, after = here.word(at - 1), here.word(at - 2), here.word(at + 1)
    if one == "me" and after in JOINED and here.word(at + 2) in things:
        return here.together(at + 3)
    if one not in JOINED:
        return False
    if two in things and here.are_ours(at):
        return True
    return (two in ME or (two in things and here.word(at - 3) == "me")) and here.together(at + 1)


def _is_met(at: int, here: Around) -> bool:
    """Whether somebody is spoken to, sat with, moved or called so."""
    file, known = here.lists.file, here.setting.known
    one, two, three = (here.word(at - step) for step in (1, 2, 3))
    after, ended = here.word(at + 1), here.ends(at + 1)
    if one in file.meeting and (ended or after in _SPOKEN_TO):
        return True
    if one in BY and two in file.beside:
        return ended or after in _SAT
    if (two in CALLS and one in {"him", "her"}) or (
        three in CALLS and two in {"my", "our"} and one in known.kin
    ):
        return ended
    if two in CALLS and one == "me" and three in plain_uses().by_all:
        return ended
    return (
        one in {"moved", "placed", "sent"} and after in {"to", "into"} and here.word(at + 2) in file.elsewhere
    )


def _is_who_is_called(at: int, here: Around) -> bool:
    """Whether the nearest that could be called something is somebody: "my cousin called", not "his pony called"."""
    known = here.setting.known
    for step in range(at, max(-1, at - _FURTHEST), -1):
        word = here.word(step)
        if word in THINGS_CALLED:
            return False
        if word in known.kin or word in known.roles or word in _PERSON:
            return True
    return False


def _is_brought_up(at: int, here: Around) -> bool:
    """Whether the words before speak of somebody: "a lady called", "my key worker", "can … come"."""
    file, known = here.lists.file, here.setting.known
    one, two, after = here.word(at - 1), here.word(at - 2), here.word(at + 1)
    if (one in known.roles or one in known.kin) and (two in known.roles or two in _WORKERS):
        return after in file.only or after in file.doing or after in file.also
    if one == "called" and two in plain_uses().being and here.word(at) in plain_uses().endearments:
        return False
    if one in {"called", "nicknamed"}:
        return _is_who_is_called(at - 2, here)
    return (
        one in file.aside and here.begins(at - 1) and (after in file.bare - {"like"} or after in file.coming)
    )
