"""What can be seen of one word and its neighbours that tells whether it names a person."""

from __future__ import annotations

from itertools import pairwise

from nlp.redact.knowledge import Knowledge
from nlp.redact.names.little_words import is_common_word, is_measure, is_of_the_family, is_told_after_title
from nlp.redact.names.misspelt import is_slip_of, ways_made
from nlp.redact.names.ordinary_uses import CALLED, MODALS, MONTHS, is_called_a_thing, is_modal, is_month
from nlp.redact.names.plain_uses import is_plain_use
from nlp.redact.names.setting import SURE_TITLES, Setting, joins_others, kind_of, listed
from nlp.redact.names.sounds import LEAST_LETTERS, sounds_like_another
from nlp.redact.names.standing_words import CALLS
from nlp.redact.names.syllables import syllables
from nlp.redact.tokens import Token

_TELLING = frozenset({
    "and", "with", "is", "was", "to", "for", "that", "who", "but", "if", "when", "at", "in", "on", "from",
    "because", "so", "the", "a", "an", "my", "our", "his", "her", "me", "i", "you", "he", "she", "we", "they",
    "it", "im", "called", "named", "name", "names", "not", "no", "all", "very", "really", "this", "new", "old",
    "other", "first", "said", "says", "has", "had",
})  # fmt: skip

_JOINTS = frozenset({"and", "n", "an", "&", "+", ","})
_WRITTEN = frozenset({"title", "mixed", "upper"})
_WHOM = frozenset({"him", "her", "me", "them"})
_TOWARDS = frozenset({"in", "from", "to", "near", "at", "around", "of", "for", "through", "into", "outside"})


def may_be_named(word: str, setting: Setting) -> bool:
    """Whether a plain word, in lower case and wherever it stands, could name a person: listed, or seldom seen."""
    known, vocabulary = setting.known, setting.vocabulary
    if word in known.never:
        return False
    rarity = vocabulary.rarity(word)
    if word in known.words:
        return word in known.usual or rarity >= 3
    if word in known.given or word in known.family:
        return True
    if word.endswith("s") and len(word) > 3 and rarity >= 3:
        stem = word[:-1]
        if stem in known.given or stem in known.family:
            return True
    if word.endswith("in") and vocabulary.knows(word + "g"):
        return False  # "nickin", "freezin"
    return rarity >= 4 and not (vocabulary.knows(word) and vocabulary.capital(word) <= -3)


def is_candidate(at: int, setting: Setting) -> bool:
    """Whether the word could name a person at all; most words cannot, and are not looked at further."""
    token = setting.tokens[at]
    word, shape = token.plain, token.shape
    if shape in {"sign", "digits", "letter"} or len(word) < 2 or not word.isascii():
        return False
    known = setting.known
    if word in known.never:
        return (
            word in known.lands and at > 0 and setting.tokens[at - 1].plain in SURE_TITLES
        )  # "Mrs Tranmere"
    if (word in MONTHS and is_month(at, setting.tokens)) or (word in MODALS and is_modal(at, setting)):
        return False
    if is_called_a_thing(at, setting.tokens):
        return False
    if is_plain_use(at, setting):
        return False
    if at in setting.rows:
        return True
    if is_told_after_title(at, setting) or is_measure(at, setting):
        return False
    if shape == "lower" and is_of_the_family(word, setting):
        return False
    if setting.vocabulary.words:
        if shape in _WRITTEN and is_common_word(at, setting) and not _is_titled(at, setting):
            return False
        if may_be_named(word, setting):
            return True
    elif listed(word, known) or (word.endswith("s") and listed(word[:-1], known)):
        return True
    if shape in {"title", "mixed"} and setting.capitals == "some" and not token.first:
        return True
    if shape == "upper" and len(word) == 2 and setting.capitals == "some":
        return True
    return _is_titled(at, setting) and not joins_others(word)


def _is_titled(at: int, setting: Setting) -> bool:
    """Whether a title or "called" stands before."""
    before = setting.tokens[at - 1].plain if at else ""
    return before in setting.known.titles or before in CALLED


def features_of(at: int, setting: Setting) -> list[str]:
    """Names of the signs that hold for the word at `at`."""
    tokens, known, vocabulary = setting.tokens, setting.known, setting.vocabulary
    token = tokens[at]
    word = token.plain
    lists = listed(word, known)
    short = word[:-1] if word.endswith("s") and len(word) > 3 else ""
    if not lists and short and listed(short, known):
        lists = "s" + listed(short, known)
    ordinary = "w" if word in known.words else ""
    # Where a sentence begins nothing stands before, whatever the one before it was.
    one = tokens[at - 1] if at and not token.first else None
    two = tokens[at - 2] if at > 1 and one is not None and not one.first else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    later = tokens[at + 2] if at + 2 < len(tokens) else None
    before, further = kind_of(one, known), kind_of(two, known)
    next_one, next_two = kind_of(after, known), kind_of(later, known)
    shape = "first" if token.first and token.shape == "title" else token.shape
    if setting.capitals == "all":
        shape = "shout"
    rare, capital = vocabulary.rarity(word), vocabulary.capital(word)
    found = [
        "bias",
        f"list={lists}{ordinary}",
        f"shape={shape}|{setting.capitals}",
        f"list+shape={bool(lists)}{ordinary}{shape}|{setting.capitals}",
        f"rare={rare}",
        f"cap={capital}",
        f"rare+cap={rare},{capital}",
        f"list+rare={bool(lists)}{rare}{ordinary}",
        f"before={before}",
        f"next={next_one}",
        f"around={before},{next_one}",
        f"two={further},{before}",
        f"nexttwo={next_one},{next_two}",
        f"list+before={bool(lists)}{ordinary},{before}",
        f"list+next={bool(lists)}{ordinary},{next_one}",
        f"shape+before={shape},{before}",
        f"tail2={word[-2:]}",
        f"tail3={word[-3:]}",
        f"head3={word[:3]}",
        f"size={min(len(word), 9)}",
    ]
    if rare >= 4 and len(word) > 3 and vocabulary.words:
        wrong = vocabulary.misspells(word)
        found += [f"misspells={wrong},{bool(lists)}", f"misspells={wrong},{capital},{shape}"]
    if len(word) >= LEAST_LETTERS and not ordinary and not lists:
        alike = sounds_like_another(word, known.sounds)
        found += [f"alike={alike}", f"alike={alike},{min(rare, 5)},{capital > 0}"]
        if rare >= 3:
            found.append(f"slip={is_slip_of(word, known.given)},{min(rare, 5)}")
            found += [f"made={way}" for way in ways_made(word, vocabulary)]
    if shape in {"upper", "shout"}:
        found.append(f"{shape},{min(len(word), 5)},{bool(lists)}")
    if two is not None and one is not None and two.plain in CALLS and one.plain in _WHOM:
        found.append("calls-him")
    if one is not None:
        found.append(f"w-1={one.plain if one.plain in _TELLING or one.plain in known.before else '*'}")
    if after is not None:
        found.append(f"w+1={after.plain if after.plain in _TELLING or after.plain in known.after else '*'}")
        found.append(f"next~{_end_of(after.plain)}{ordinary}")
        if after.plain in known.after:
            found.append(f"verb-after,{bool(lists)}{ordinary}")
    found += _neighbours(at, setting, ordinary)
    if word in known.towns:
        left = one.plain if one is not None and one.plain in _TOWARDS else before
        found += [f"town<{left}", f"town>{next_one}"]
    if ordinary:
        found += _ordinary_word(word, one, after, before, next_one, known)
        found += [f"pair={kind}" for kind in (_beyond(after, later, known), _beyond(one, two, known)) if kind]
    if at in setting.rows:
        found += _among_syllables(at, setting)
    if token.possessive:
        found.append("possessive")
    if any(letter in word for letter in "qxz") or "kh" in word or "ie" in word[-3:]:
        found.append("letters")
    return found


def _end_of(word: str) -> str:
    """The ending of a longer word, where it may tell a deed from a thing."""
    return next((end for end in ("ed", "ing", "nt", "s") if len(word) > 3 and word.endswith(end)), "")


def _neighbours(at: int, setting: Setting, ordinary: str) -> list[str]:
    """The common words that stand one and two words off, each by itself."""
    tokens, vocabulary = setting.tokens, setting.vocabulary
    found = []
    first = at - (0 if tokens[at].first else 1 if at and tokens[at - 1].first else 2)
    for step, most in ((-2, 1), (-1, 2), (1, 2), (2, 1)):
        if max(0, first) <= at + step < len(tokens):
            word = tokens[at + step].plain
            if word in vocabulary.words and vocabulary.rarity(word) <= most:
                found.append(f"n{step}={word}")
                if ordinary and most == 2:
                    found.append(f"nw{step}={word}")
    return found


def _ordinary_word(
    word: str, one: Token | None, after: Token | None, before: str, next_one: str, known: Knowledge
) -> list[str]:
    """For a name that is an ordinary word too, what stands on both sides decides: "will said", "i will"."""
    left = before
    if one is not None:
        left = one.plain if one.plain in _TELLING else "meets" if one.plain in known.before else before
    right = after.plain if after is not None and after.plain in _TELLING else next_one
    acts = "acts" if after is not None and after.plain in known.after else ""
    found = [f"o={left},{right}", f"o<{left}", f"o>{right}", f"o{acts}<{left}", f"oacts={acts},{before}"]
    if word in known.usual:
        found += [f"ow={word}", f"ow={word}<{before}", f"ow={word}>{next_one}{acts}"]
    return found


def _beyond(joint: Token | None, other: Token | None, known: Knowledge) -> str:
    """What the word is paired with: "kit and wren", "hope, will and sam"."""
    if joint is None or other is None or joint.plain not in _JOINTS:
        return ""
    return "word" if other.plain in known.usual else kind_of(other, known)


def _among_syllables(at: int, setting: Setting) -> list[str]:
    """For a syllable beside others, what stands around them all, and how ordinary the others are."""
    tokens, known, vocabulary = setting.tokens, setting.known, setting.vocabulary
    row = setting.rows[at]
    first, last = row[0], row[-1]
    before = kind_of(tokens[first - 1] if first else None, known)
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    right = "acts" if after is not None and after.plain in known.after else kind_of(after, known)
    own = vocabulary.rarity(tokens[at].plain)
    other = max(vocabulary.rarity(tokens[place].plain) for place in row if place != at)
    joined = any(
        tokens[one].plain + tokens[two].plain in known.given for one, two in pairwise(row) if at in {one, two}
    )
    size = f"{len(row)}{'w' if tokens[at].plain in syllables().weak else ''}"
    return [
        f"row={size},{row.index(at)}",
        f"row={size},{other},{own}",
        f"row<{before}",
        f"row>{right}",
        f"row={before},{right}",
        f"row={before},{right},{max(own, other)}",
        f"row={joined}",
        f"row={len({tokens[place].plain for place in row}) == 1}twice",
        f"row^{tokens[first].plain in syllables().families}",
    ]
