"""Letters, pairs of letters and letters with a number that stand as people: "m's mum", "me n t", "k2 wont tell"."""

from __future__ import annotations

from nlp.redact.names.around import Around
from nlp.redact.names.little_words import NUMBERED
from nlp.redact.names.standing_words import AND, BY, ME

_SPEAKING = frozenset({"spoke", "talk", "talked", "spoken", "speak"})
# Points of a list begin with these, a full stop, and what may be asked: "b. was it safe".
_POINTS = frozenset("bcde")
_MOST_DIGITS = 3
_MOST_LETTERS = 7


def is_letters(at: int, here: Around) -> bool:
    """Whether a letter or a pair of letters stands for somebody."""
    token, file = here.setting.tokens[at], here.lists.file
    word, written = token.plain, token.shape == "letter"
    if here.setting.capitals == "all" or token.shape not in {"lower", "letter"} or word in {"i", "x"}:
        return False
    if here.word(at - 1) == "." and at > 1 and here.setting.tokens[at - 2].end + 1 == token.start:
        return False  # the last of "C.P.N."
    end = _past_stop(at, here)
    if word == "a":
        return written and end > at + 1 and here.begins(at) and here.does_only(end)
    if word in file.no_letters and not written:
        return False
    if token.possessive:
        return here.begins(at) or here.word(at - 1) in BY or here.word(end) in file.owned
    return _begins_deed(at, end, here) or _is_joined(at, end, here) or _is_met(at, end, here)


def _begins_deed(at: int, end: int, here: Around) -> bool:
    """Whether a sentence begins here and the letter, or it and another, does something."""
    if not here.begins(at):
        return False
    pointed = end > at + 1 and here.word(at) in _POINTS
    if does_alone(end, here, be=not pointed):
        return True
    other = here.word(end + 1)
    if here.word(end) not in AND or (other not in here.lists.lone and other not in ME):
        return False
    further = _past_stop(end + 1, here)
    return here.word(further) in {"are", "were", "got"} or does_alone(further, here)


def _is_joined(at: int, end: int, here: Around) -> bool:
    """Whether the letter is the second of two: "me n t", "J. and M. were"."""
    one, two = here.word(at - 1), here.word(at - 2)
    if one == "me" and here.word(end) in AND and here.word(end + 1) in here.lists.lone:
        return here.ends(end + 2) or here.together(end + 2)
    stopped = two == "." and here.setting.tokens[at].shape == "letter"
    if one not in AND or not (two in ME or here.is_named(two) or stopped):
        return False
    return here.ends(end) or here.together(end) or does_alone(end, here)


def _is_met(at: int, end: int, here: Around) -> bool:
    """Whether somebody is told, missed, taken away or asked about."""
    file = here.lists.file
    one, after, ended = here.word(at - 1), here.word(end), here.ends(end)
    loose = here.word(at) in file.loose_letters
    if one in file.meeting:
        return True
    if one in file.before_letters and not loose and (ended or after in file.following):
        return one != "to" or here.word(at - 2) in _SPEAKING
    if one in file.taken and after in file.away and not loose:
        return True
    if one in file.aside and (after in file.bare or after in file.coming) and here.begins(at - 1):
        return True
    somebody = one in here.setting.known.kin or one in file.friends
    return somebody and ((ended and not loose) or does_alone(end, here))


def _past_stop(at: int, here: Around) -> int:
    """The place after the one here, past the full stop of a capital letter: "R. presented"."""
    tokens = here.setting.tokens
    stopped = (
        at + 2 < len(tokens)
        and tokens[at].shape == "letter"
        and tokens[at + 1].plain == "."
        and tokens[at + 1].start == tokens[at].end
        and tokens[at + 2].shape == "lower"
    )
    return at + 2 if stopped else at + 1


def does_alone(at: int, here: Around, *, be: bool = True) -> bool:
    """Whether any deed follows a letter, or, with `be`, how somebody is."""
    file, known = here.lists.file, here.setting.known
    if here.does_only(at) or here.is_ours(at):
        return True
    word, after = here.word(here.past(at)), here.word(at + 1)
    if word in file.deeds or word in file.doing or word in file.also or word in known.acting:
        return True
    if (word in known.after and word not in file.no_deeds) or (word == "did" and after in {"not", "it"}):
        return True
    if not be:
        return False
    if word in {"was", "is"} and after.endswith(("ed", "ing")):
        return True
    return here.feels(at, file.moods) or here.feels(at, file.states)


def is_numbered(at: int, here: Around) -> bool:
    """Whether the number here is joined to letters that stand for somebody: "k2 told me", "jay9 wont"."""
    tokens = here.setting.tokens
    letters, number = tokens[at - 1], tokens[at]
    if letters.shape not in {"lower", "title", "letter"}:
        return False
    if len(letters.plain) > _MOST_LETTERS or len(number.plain) > _MOST_DIGITS:
        return False
    if not here.lists.file.numbered.isdisjoint((letters.plain, letters.plain + number.plain)):
        return False
    if here.word(at - 2) in NUMBERED:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.start == number.end and after.shape != "sign":
        return False
    if len(letters.plain) > 2 and here.is_named(letters.plain):
        return True
    return (here.begins(at - 1) and does_alone(at + 1, here)) or here.is_joined_to_me(at - 1)
