"""Which language a passage is written in: its script first, then the common words that fill it.

Nothing is ever dropped for being in another language: a passage is marked, so that somebody can translate it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from nlp.rulefiles import load_list

UNKNOWN = "und"
ENGLISH = "en"
PROFILES = Path(__file__).with_name("profiles.yaml")

# Enough of a passage to tell its language; reading more would only cost time.
_READ_AT_MOST = 4000
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
# One sum counts both: English words in the low part, words of any other language above it.
_OTHER = 1 << 20

# Blocks of letters, and the language they mean where letters alone do not decide it.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0750, 0x077F, "Arabic"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0xAC00, 0xD7AF, "ko"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x4DBF, "zh"),
    (0x4E00, 0x9FFF, "zh"),
)

_NOT_LATIN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last, _ in _SCRIPTS)}]")

# Letters or words that tell apart the languages that share a script, the most telling first.
_ARABIC_MARKS: tuple[tuple[str, frozenset[str]], ...] = (
    ("ckb", frozenset("ڕڵێۆە")),
    ("ps", frozenset("ټډړږښڼۍې")),
    ("ur", frozenset("ٹڈڑںےہھ")),
    ("fa", frozenset("پچژگکی")),
)
_CYRILLIC_MARKS: tuple[tuple[str, frozenset[str]], ...] = (
    ("uk", frozenset("іїєґІЇЄҐ")),
    ("ru", frozenset("ыэъёЫЭЪЁ")),
)
_DARI_OR_FARSI_WORDS = frozenset({"است", "من", "این", "که", "را", "می", "نیست", "خیلی", "هست"})
_AMHARIC_WORDS = frozenset({"ነው", "እና", "ነበር", "በጣም", "ውስጥ", "እኔ", "ላይ", "አይደለም", "ግን"})
_BULGARIAN_WORDS = frozenset({"съм", "не", "да", "на", "се", "ми", "много", "за"})
_TELLING_LETTERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("vi", frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")),
    ("pl", frozenset("ąćęłńśźż")),
    ("tr", frozenset("ğış")),
    ("ro", frozenset("șțăşţ")),
    ("sq", frozenset("ë")),
    ("cy", frozenset("ŵŷ")),
    ("hu", frozenset("őű")),
    ("lt", frozenset("ėįųū")),
    ("lv", frozenset("āēģīķļņ")),
    ("es", frozenset("ñ¿¡")),
    ("pt", frozenset("ãõ")),
    ("de", frozenset("ß")),
)


class Profile(BaseModel):
    """The common words of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    words: str


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """The shipped profiles, checked."""
    return tuple(load_list(PROFILES, Profile))


@lru_cache(maxsize=1)
def _languages_of_word() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for profile in profiles():
        for word in set(profile.words.split()):
            index.setdefault(word, []).append(profile.code)
    return {word: tuple(codes) for word, codes in index.items()}


@lru_cache(maxsize=1)
def _weights() -> dict[str, int]:
    return {
        word: (ENGLISH in codes) + _OTHER * (codes != (ENGLISH,))
        for word, codes in _languages_of_word().items()
    }


def weight_of(word: str) -> int:
    """How a word in lower case speaks for English and for any other language (see `is_plainly_english`)."""
    return _weights().get(word, 0)


def is_plainly_english(text: str, weight: int) -> bool:
    """Whether `text` can be nothing but English, given the sum of the weights of its words.

    No other language can have more of the words than all of them together have.
    """
    others, english = divmod(weight, _OTHER)
    return bool(english) and english >= others and len(text) <= _READ_AT_MOST and text.isascii()


def identify_language(text: str) -> str:
    """BCP 47 code of the language most of `text` is in; "und" where it cannot be told."""
    text = text[:_READ_AT_MOST]
    if not text.isascii():
        script = _by_script(text) if _NOT_LATIN.search(text) else None
        if script is not None:
            return script
        text = text.replace("’", "'")
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return UNKNOWN
    return _by_words(words, text)


def _by_script(text: str) -> str | None:
    """The language of the commonest script other than Latin, where that fills most of the text."""
    counts: Counter[str] = Counter()
    latin = 0
    for letter in text:
        code = ord(letter)
        if code < 0x0250:
            latin += letter.isalpha()
            continue
        for first, last, name in _SCRIPTS:
            if first <= code <= last:
                counts[name] += 1
                break
    if not counts:
        return None
    if counts["ja"] and counts["zh"]:
        counts["ja"] += counts.pop("zh")
    name, number = counts.most_common(1)[0]
    if number * (3 if name in {"zh", "ja"} else 1) <= latin:
        return None
    words = set(text.split())
    if name == "Arabic":
        return _arabic_script(text, words)
    if name == "Cyrillic":
        return _marked(text, _CYRILLIC_MARKS) or ("bg" if len(words & _BULGARIAN_WORDS) >= 2 else "ru")
    if name == "Ethiopic":
        return "am" if any(word.strip("።፣?") in _AMHARIC_WORDS for word in words) else "ti"
    return name


def _arabic_script(text: str, words: set[str]) -> str:
    marked = _marked(text, _ARABIC_MARKS)
    if marked in {None, "fa"} and words & _DARI_OR_FARSI_WORDS:
        return "fa"
    return marked or "ar"


def _marked(text: str, marks: tuple[tuple[str, frozenset[str]], ...]) -> str | None:
    letters = set(text)
    for code, telling in marks:
        if letters & telling:
            return code
    return None


def _by_words(words: list[str], text: str) -> str:
    """The language whose common words fill most of the passage; English where only a few are needed."""
    index = _languages_of_word()
    scores: Counter[str] = Counter()
    for word in words:
        codes = index.get(word) or index.get(word.replace("'", ""))
        for code in codes or ():
            scores[code] += 1
    if not text.isascii():
        # A name keeps its letters in any language, so words with a capital do not count.
        letters = {letter for word in text.split() if word[:1].islower() for letter in word}
        for code, telling in _TELLING_LETTERS:
            marks = letters & telling
            if marks:
                scores[code] += 1 + len(marks)
    english = scores.pop(ENGLISH, 0)
    best, score = scores.most_common(1)[0] if scores else (UNKNOWN, 0)
    if english >= score:
        return ENGLISH if english else UNKNOWN
    enough = 1 if not english and not text.isascii() else 2 if len(words) <= 6 else 0.15 * len(words)
    if score >= enough and score > 1.5 * english:
        return best
    return ENGLISH if english else UNKNOWN
