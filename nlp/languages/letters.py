"""What letters tell of a language: the script, and within one the letters that only some of its languages have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from nlp.languages.profiles import everyday_words

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
    (0x0900, 0x097F, "Devanagari"),
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

# Letters that Persian added to the Arabic ones, which the languages that took its letters over have as well.
_PERSIAN = "پچژگکی"
# The languages of one script, each with the letters that not all of them have. The most usual stands first.
_SHARED: dict[str, Mapping[str, frozenset[str]]] = {
    "Arabic": {
        "ar": frozenset("ةيكىأإ"),
        "fa": frozenset(_PERSIAN),
        "ur": frozenset(_PERSIAN + "ٹڈڑںےہھ"),
        "ckb": frozenset(_PERSIAN + "ڕڵێۆەڤ"),
        "ps": frozenset(_PERSIAN + "يټډړږښڼۍېځڅ"),
    },
    "Cyrillic": {
        "ru": frozenset("ыэё"),
        "uk": frozenset("іїєґ"),
        "bg": frozenset("ъ"),
        "sr": frozenset("јљњћђџ"),
    },
    "Devanagari": {"hi": frozenset(), "ne": frozenset()},
    "Ethiopic": {"am": frozenset("አ"), "ti": frozenset("ኣቐቕኸዀ")},
}
_A_WORD = 2  # letters that an everyday word counts for
_SIGNS = ".,;:!?…()\"'«»“”،؛؟።፣।"

# The letters with marks of each language in Latin letters.
_OF_LATIN: Mapping[str, frozenset[str]] = {
    code: frozenset(letters)
    for code, letters in {
        "cs": "áčďéěíňóřšťúůýž",
        "cy": "âêîïôŵŷ",
        "de": "äöüß",
        "es": "áéíñóúü",
        "fr": "àâçèéêëîïôùûüœ",
        "ga": "áéíóú",
        "gd": "àèìòù",
        "hr": "čćđšž",
        "hu": "áéíóöőúüű",
        "it": "àèéìòù",
        "ku": "çêîşû",
        "lt": "ąčęėįšųūž",
        "lv": "āčēģīķļņšūž",
        "nl": "éëïó",
        "pl": "ąćęłńóśźż",
        "pt": "áàâãçéêíóôõú",
        "ro": "ăâîșțşţ",
        "rom": "ćčšž",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "sq": "çë",
        "tr": "çğıöşü",
        "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    }.items()
}
# Arabic sounds that people write as figures: "ma3na", "7ada"; not "yr7" or "7pm".
_FIGURES = re.compile(r"[a-z][37][a-z]|\b[37][a-z]{3}", re.IGNORECASE)


def by_script(text: str) -> str | None:
    """The language of the commonest script other than Latin, where that fills most of the text."""
    if not _NOT_LATIN.search(text):
        return None
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
    if counts["ja"] and counts["zh"]:
        counts["ja"] += counts.pop("zh")
    name, number = counts.most_common(1)[0]
    if number * (3 if name in {"zh", "ja"} else 1) <= latin:
        return None
    return _of_shared(text, _SHARED[name]) if name in _SHARED else name


def _of_shared(text: str, languages: Mapping[str, frozenset[str]]) -> str:
    """Which of the languages of one script has most of the letters and everyday words of `text`."""
    letters = Counter(text)
    words = [word.strip(_SIGNS) for word in text.lower().split()]

    def told(code: str) -> int:
        of_letters = sum(letters[letter] for letter in languages[code])
        return of_letters + _A_WORD * sum(word in everyday_words(code) for word in words)

    return max(languages, key=told)


def telling_letters(text: str) -> Counter[str]:
    """How much the letters of a text in Latin letters speak for each language that has them all.

    A name keeps its letters in any language, so words with a capital do not count.
    """
    if text.isascii():
        figures = len(_FIGURES.findall(text))
        return Counter({"ar-Latn": 1 + figures}) if figures else Counter()
    marked = {
        letter
        for word in text.split()
        if word[:1].islower()
        for letter in word
        if letter.isalpha() and not letter.isascii()
    }
    if not marked:
        return Counter()
    return Counter({code: 1 + len(marked) for code, own in _OF_LATIN.items() if marked <= own})
