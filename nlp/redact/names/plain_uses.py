"""Names that are words, where they stand as nothing but words: "she is ace", "my cat died", "thanks petal".

Rationale: the reader weighs what speaks for a name, and a word that is a name as often as not in what it learnt from
is one too easily. What is plainly said of a thing, of an animal or to anybody is none. Where the words beside speak of
a person, none of this counts.
"""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from nlp.redact.knowledge import FOLDER
from nlp.redact.names.around import Around
from nlp.redact.names.setting import Setting, is_sure_name
from nlp.redact.names.standing_words import BE, JOINED, ME, standing
from nlp.rulefiles import Words, load_one

FILE = FOLDER / "plain_uses.yaml"

_MOST_BETWEEN = 3
# From this on a word is so seldom that "im ace" may be somebody saying who they are.
_SELDOM = 3
_SELVES = frozenset({"im", "am"})
# Before these follows what somebody is like, not where they are: "im ace at maths", not "im ace in year 9".
_OF_SELVES = frozenset({"at", "cos", "because", "that", "for", "with", "like"})
_MANY = frozenset({"are", "were", "r"})
_WHOM = frozenset({"me", "him", "her", "us", "them", "my", "his", "our", "their", "you"})
_ASKED = frozenset({"is", "was", "are", "were"})
_OURS = "our"
_SUBJECTS = frozenset({"i", "we", "they", "he", "she"})


class PlainUsesFile(BaseModel):
    """What each list is for is said in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    praise: Words
    praise_of_things: Words
    linking: Words
    strong: Words
    weak: Words
    following: Words
    unknown: Words
    asking: Words
    owned: Words
    whose: Words
    described: Words
    endearments: Words
    spoken: Words
    greeting: Words
    night: Words
    calling: Words
    called_by: Words
    by_all: Words
    being: Words
    fond: Words
    food: Words
    beside_food: Words
    before_food: Words
    after_food: Words
    kinds: dict[str, Words]
    bases: Words
    when: Words


@lru_cache(maxsize=1)
def plain_uses() -> PlainUsesFile:
    """What is shipped. Raises `BadRuleFileError`."""
    return load_one(FILE, PlainUsesFile)


def is_plain_use(at: int, setting: Setting) -> bool:
    """Whether the word in lower case at a place is used as the word it is."""
    token, uses = setting.tokens[at], plain_uses()
    if token.shape != "lower":
        return False
    here, word = Around(setting, standing()), token.plain
    if word == "shell":
        return here.word(at + 1) in uses.bases
    if word == "wen":
        return here.word(at + 1) in uses.when
    return (
        (word in setting.known.usual and (_is_done(at, here) or _is_there(at, here)))
        or (word in uses.kinds and _is_of_a_thing(at, here, uses))
        or ((word in uses.owned or word.removesuffix("s") in uses.owned) and _is_owned(at, here, uses))
        or ((word in uses.praise or word in uses.praise_of_things) and _is_praise(at, here, uses))
        or (word in uses.endearments and _is_said_to_anybody(at, here, uses))
        or (word in uses.food and _is_eaten(at, here, uses))
    )


def _is_done(at: int, here: Around) -> bool:
    """Whether the word is what somebody does: "they chuck stuff", "i drew a house"."""
    return here.word(at - 1) in _SUBJECTS and not here.ends(at + 1) and here.word(at + 1) not in JOINED


def _is_there(at: int, here: Around) -> bool:
    """Whether the word is hardly ever a name and is said to be there: "there is hope"."""
    told = here.word(at - 1) == "theres" or (here.word(at - 1) in BE and here.word(at - 2) == "there")
    return told and here.setting.vocabulary.capital(here.word(at)) <= -1


def _is_of_a_thing(at: int, here: Around, uses: PlainUsesFile) -> bool:
    """Whether the word says what the thing after it is of: "treasure box"; not "jade rings me"."""
    return (
        not here.setting.tokens[at].possessive
        and here.word(at + 1) in uses.kinds[here.word(at)]
        and here.word(at + 2) not in _WHOM
    )


def _is_praise(at: int, here: Around, uses: PlainUsesFile) -> bool:
    """Whether the word says how something is: "is so ace", "proper lush"; not "is ace coming", "my friend is ace"."""
    if not _goes_on(at + 1, here, uses):
        return False
    link, strong = at - 1, False
    for _ in range(_MOST_BETWEEN):
        if here.word(link) in uses.linking:
            break
        strong = strong or here.word(link) in uses.strong
        if here.word(link) not in uses.strong and here.word(link) not in uses.weak:
            break
        link -= 1
    word, joint = here.word(at), here.word(link)
    common = here.setting.vocabulary.rarity(word) < _SELDOM
    if (
        (joint in JOINED or joint == "but")
        and link > 1
        and here.word(link - 2) in uses.linking
        and _is_simple(link - 1, here)
    ):
        return True  # "is warm and sunny"
    if joint not in uses.linking and not _is_contracted(link, here):
        alone = link >= 0 or here.ends(at + 1)
        return (strong and alone) or (common and here.word(at - 1) in uses.weak)
    if joint in _SELVES and not (strong or common):
        return here.word(at + 1) in _OF_SELVES
    subject = here.word(link - 1)
    asked = subject in uses.asking or (joint in _ASKED and here.begins(link))
    if asked or subject in uses.unknown:
        return False
    if joint in _MANY and here.word(at + 1) in JOINED and is_sure_name(here.word(at + 2), here.setting):
        return False
    return word in uses.praise or not here.is_somebody(subject)


def _is_simple(at: int, here: Around) -> bool:
    """Whether a word stands here that is nobody's name, or praise: the "warm" of "is warm and sunny"."""
    word, uses, known = here.word(at), plain_uses(), here.setting.known
    if word in uses.praise or word in uses.praise_of_things:
        return True
    vocabulary = here.setting.vocabulary
    return vocabulary.rarity(word) <= _SELDOM and vocabulary.capital(word) <= -1 and word not in known.usual


def _is_contracted(at: int, here: Around) -> bool:
    """Whether "is" is written short: "the food's ace"."""
    return at >= 0 and here.setting.tokens[at].possessive


def _goes_on(at: int, here: Around, uses: PlainUsesFile) -> bool:
    """Whether the sentence ends before this place or goes on there as it does after praise."""
    return here.ends(at) or here.word(at) in uses.following


def _is_owned(at: int, here: Around, uses: PlainUsesFile) -> bool:
    """Whether somebody has it, or it is one of several: "my old cat", "nans teddy", "two bears"."""
    first = at - 1
    while at - first <= _MOST_BETWEEN and here.word(first) in uses.described:
        first -= 1
    one = here.word(first)
    if one not in uses.whose:
        theirs = first >= 0 and (here.setting.tokens[first].possessive or _is_theirs(one, here))
        # "my sisters angel and star"
        listed_beside = (here.word(at + 1) in JOINED or here.word(at + 1) == ",") and here.is_listed(at + 2)
        if not theirs or listed_beside:
            return False
    if one == _OURS and here.setting.vocabulary.capital(here.word(at)) >= 0:  # "our robin rang"
        return here.word(at + 1) not in here.setting.known.after - here.lists.file.no_deeds
    return not here.does_only(at + 1)


def _is_theirs(word: str, here: Around) -> bool:
    """Whether the word is one for family with an "s" and no apostrophe: "mums cat"."""
    return word.endswith("s") and word[:-1] in here.setting.known.kin


def _is_said_to_anybody(at: int, here: Around, uses: PlainUsesFile) -> bool:
    """Whether somebody is called so who is spoken to: "thanks petal", "he calls me princess", "daddys little star"."""
    word, one, two, three = (here.word(at - step) for step in range(4))
    after = here.word(at + 1)
    if one in uses.called_by and two in uses.calling:
        return three not in uses.by_all
    if one in uses.calling and two in uses.being:
        return True
    if one == "you" and here.begins(at - 1):
        return here.ends(at + 1) or after in uses.greeting
    if one == "little" and (two in uses.fond or _is_theirs(two, here)):
        return not here.does_only(at + 1)
    said_to = one in uses.greeting or (one in {"you", "u"} and two in {"thank", "love", "bless", "see"})
    if said_to and word in uses.spoken:
        return not here.does_only(at + 1) and after not in JOINED
    return one in uses.night and word in uses.endearments


def _is_eaten(at: int, here: Around, uses: PlainUsesFile) -> bool:
    """Whether other food stands beside: "honey on toast", "salt and pepper", "ginger beer"."""
    if here.word(at - 1) in ME or here.is_joined_to_me(at):
        return False
    if here.word(at + 1) in JOINED and here.word(at + 2) not in uses.beside_food and here.is_listed(at + 2):
        return False
    for step, between in ((1, uses.before_food), (-1, uses.after_food)):
        other = at + step
        for _ in range(_MOST_BETWEEN):
            if here.word(other) in uses.beside_food:
                return True
            if here.word(other) not in between:
                break
            other += step
    return False
