"""Texts as a held key makes them, or somebody who means harm: none may take longer than its length says."""

import random
from itertools import cycle, islice

DISCLOSURE = "i want to die "

# What is written again and again, by what it is.
UNITS = {
    **{f"the mark {mark}": mark for mark in "!?.,:;'\"()[]<-_/\\*@#`"},
    "emoji": "\U0001f600",
    "families of emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "one digit": "1",
    "all digits": "1234567890",
    "digits apart": "1 ",
    "telephone numbers begun": "07",
    "telephone numbers begun apart": "07 ",
    "addresses of mail begun": "a@",
    "addresses of mail and dots": "a@a.",
    "addresses of pages begun": "http://",
    "domains begun": "www.",
    "postcodes begun": "LS1 ",
    "references begun": "A1-",
    "brackets and pages": "[](",
    "births": "born 1 jan ",
    "house numbers": "2 road ",
    "lines": "\n",
    "tabs": "\t",
    "hard spaces": "\u00a0",
    "unseen signs": "\u200b",
    "unseen signs in a word": "a\u200b",
    "unseen signs in a number": "0\u200b7",
    "marks on one letter": "\u0301",
    "turned about": "\u202e",
    "turned about in a word": "a\u202e",
    "Arabic": "مرحبا",
    "Arabic apart": "مرحبا ",
    "Han": "我想死",
    "Thai": "ฉันไม่",
    "two alphabets": "aи",
    "one letter": "a",
    "one capital": "A",
    "capitals with full stops": "A.",
    "initials in a list": "and B ",
    "months in a list": "may, ",
    "flats": "flat 1 ",
    "letters apart": "i ",
    "all capitals": "I HATE IT HERE ",
    "sentences": "no.",
    "sentences apart": "no. ",
    "double names": "Ab-",
    "owning": "'s",
    "half characters": "\ud800",
    "nothing": "\0",
}


def hostile_texts(characters: int) -> dict[str, str]:
    """Each text by what is in it, so many characters long and the same each time; all begin with a disclosure."""
    texts = {
        name: DISCLOSURE + "".join(islice(cycle(unit), characters - len(DISCLOSURE)))
        for name, unit in UNITS.items()
    }
    texts["words no two alike"] = (DISCLOSURE + _distinct_words(characters))[:characters]
    texts["marks at random"] = DISCLOSURE + _marks(characters - len(DISCLOSURE))
    return texts


def _distinct_words(characters: int) -> str:
    chance = random.Random(1)  # noqa: S311
    letters = "abcdefghijklmnoprstuvwyz"
    return " ".join("".join(chance.choices(letters, k=chance.randint(3, 10))) for _ in range(characters // 4))


def _marks(characters: int) -> str:
    chance = random.Random(2)  # noqa: S311
    return "".join(chance.choices("!'\":;,.?()[]{}-/*\U0001f600 ", k=characters))
