"""Nicknames that are more than a word: "t-bone", "lil tee", "big dave", "miss k"."""

from __future__ import annotations

from nlp.redact.knowledge import Knowledge
from nlp.redact.names.ordinary_uses import NAMED, is_called_a_thing
from nlp.redact.names.setting import SURE_TITLES, Setting, kind_of
from nlp.redact.names.standing_words import standing

# What is joined to a letter and names nobody: "t-shirt", "x-ray".
_THINGS = frozenset({
    "shirt", "shirts", "mail", "mails", "mailed", "mailing", "box", "ray", "rays", "level", "levels", "bike",
    "bikes", "scooter", "scooters", "turn", "turns", "pad", "pads", "pod", "string", "day", "section", "pop",
    "fronts", "neck", "rex", "word", "safety", "bend", "block", "cig", "cigs", "team", "plan", "road", "line",
    "side", "fit", "book", "books", "card", "cards", "learning", "certificate", "wing", "class", "list",
    "listed", "star", "grade", "grades", "year", "cup", "bus", "vape", "vapes", "coli", "wave", "type", "test",
    "tests", "factor", "games", "game", "signed", "shaped", "ish", "ing", "of", "and", "to", "in", "is", "no",
    "not", "the", "my", "it", "he", "she", "they", "we", "you", "was", "so", "but",
})  # fmt: skip
# Words that grow into a nickname where nothing says whose they are: not "my big brother", not "the old one".
SIZES = frozenset({"big", "lil", "mad", "fat", "skinny"})
LITTLE = "lil"
# Arabic: somebody's mother or father.
_PARENTS = frozenset({"umm", "um", "abu"})
_NO_LETTERS = frozenset("aiuxry")
# "Sir n miss"; and what is called so is no person: "its called b".
_JOINS = frozenset("n")
_NOBODYS = frozenset({"its", "it", "thats", "that", "this"})
_NOT_DEEDS = frozenset({"and", "n", "from", "at", "my", "our", "who"})
_OPEN = frozenset({"edge", "sign", ".", ",", "little", "other", "name"})


def is_nickname(at: int, setting: Setting) -> bool:
    """Whether the word is the "tee" of "lil tee" or the "k" of "miss k" and "called k"."""
    return _is_little(at, setting) or _is_lone_letter(at, setting) or _is_sized(at, setting)


def is_joined(at: int, setting: Setting) -> bool:
    """Either half of "t-bone"."""
    tokens = setting.tokens
    for letter in (at, at - 2):
        if letter >= 0 and letter + 2 < len(tokens) and tokens[letter + 1].plain == "-":
            one, two = tokens[letter], tokens[letter + 2]
            if (
                len(one.plain) == 1
                and one.plain.isalpha()
                and two.start - one.end == 1
                and len(two.plain) > 1
                and two.plain.isalpha()
                and two.plain not in _THINGS
                and not (letter and tokens[letter - 1].plain == "-")
                and not (letter + 3 < len(tokens) and tokens[letter + 3].plain == "-")
            ):
                return True
    return False


def is_joined_thing(at: int, setting: Setting) -> bool:
    """Whether the word is the "ray" of "x-ray"."""
    tokens = setting.tokens
    return (
        at > 1
        and tokens[at].plain in _THINGS
        and tokens[at - 1].plain == "-"
        and len(tokens[at - 2].plain) == 1
        and tokens[at].start - tokens[at - 2].end == 1
    )


def _is_little(at: int, setting: Setting) -> bool:
    """What "lil" stands before where no word says whose he is, and a deed follows: "lil tee said"."""
    tokens, known = setting.tokens, setting.known
    if not at or tokens[at - 1].plain != LITTLE or at + 1 == len(tokens):
        return False
    if tokens[at].plain in known.kin or tokens[at].plain in known.roles:
        return False
    after = tokens[at + 1].plain
    acts = after == "is" or after.endswith("ed") or (after in known.after and after not in _NOT_DEEDS)
    return acts and _stands_open(at - 1, setting)


def _is_lone_letter(at: int, setting: Setting) -> bool:
    """The letter of "miss k", "mr t" or "hes called j", in lower case."""
    tokens = setting.tokens
    letter = tokens[at].plain
    if not at or len(letter) != 1 or not letter.isalpha() or letter in _NO_LETTERS:
        return False
    before = tokens[at - 1].plain
    if before in NAMED:
        return at > 1 and tokens[at - 2].plain not in _NOBODYS and not is_called_a_thing(at, tokens)
    if before == "miss":
        return _stands_open(at - 1, setting) or kind_of(tokens[at - 2], setting.known) == "role"
    return before in SURE_TITLES or (before in setting.known.titles and letter not in _JOINS)


def _stands_open(at: int, setting: Setting) -> bool:
    """Whether no article, "my" or pronoun stands before."""
    before = setting.tokens[at - 1] if at else None
    return kind_of(before, setting.known) in _OPEN or (before is not None and before.plain == "of")


def _is_sized(at: int, setting: Setting) -> bool:
    """Whether a first name follows how somebody looks, and no word says whose: "told old ted", not "the old ted"."""
    tokens, known = setting.tokens, setting.known
    if not at or not is_size(tokens[at - 1].plain) or not _is_given(tokens[at].plain, known):
        return False
    before = tokens[at - 2] if at > 1 else None
    return kind_of(before, known) not in {"article", "mine"} or (before is not None and before.plain == "of")


def _is_given(word: str, known: Knowledge) -> bool:
    return word in known.given and word not in known.words


def is_size(word: str) -> bool:
    """Whether the word says how big, old or fair somebody is: "big dave", "ginger steve"."""
    return word in SIZES or word in standing().file.sizes


def take_in_sizes(setting: Setting, chosen: list[bool], apart: frozenset[int]) -> None:
    """Take in the "big" of "big dave", the "lil" of "lil tee", the "umm" of "umm omar"."""
    tokens = setting.tokens
    for at in range(1, len(tokens)):
        if (
            chosen[at]
            and not chosen[at - 1]
            and at - 1 not in apart
            and tokens[at].start - tokens[at - 1].end == 1
            and (
                tokens[at - 1].plain in _PARENTS
                or (tokens[at - 1].plain == "nana" and tokens[at].plain in standing().file.akan)
                or (is_size(tokens[at - 1].plain) and _stands_open(at - 1, setting))
            )
        ):
            chosen[at - 1] = True
