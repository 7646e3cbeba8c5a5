"""How ordinary a word is: how often it is seen in lower case, and with a capital.

Made once at set-up from the word frequencies of `spacy-lookups-data`; a word that is nearly always written
with a capital is nearly always a name.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from nlp.built_files import read_whole, write_whole
from nlp.trained.refused import ModelRefusedError

# Natural logarithms of the share of all words. Rarer words than the floor are not kept.
_FLOOR = -17.6
_NOT_SEEN = -21.0
_LONGEST = 24  # letters; a longer run is never kept as a word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` maps a lower-case word to its rarity in tenths, written low, and to how far a capital is usual.

    `near` holds the common words, and each of them again with one letter at a time swapped for "?".
    """

    words: dict[str, tuple[int, int]]
    near: frozenset[str] = frozenset()

    def rarity(self, word: str) -> int:
        """0 for the commonest words up to 7 for one never seen in lower case."""
        low = self.words.get(word, (210, 0))[0]
        if low < 85:
            return 0
        return min(7, 1 + (low - 85) // 17)

    def capital(self, word: str) -> int:
        """-3 for a word hardly ever written with a capital up to 4 for one nearly always; 0 if not known."""
        return self.words.get(word, (210, 0))[1]

    def knows(self, word: str) -> bool:
        """Whether the word is seen often enough, in lower case, to be an ordinary one."""
        entry = self.words.get(word)
        return entry is not None and entry[0] <= 160

    def misspells(self, word: str) -> bool:
        """Whether one letter put right would make a common word of it: "tuched", "enymore"."""
        if len(word) > _LONGEST + 1:
            return False
        near = self.near
        for at in range(len(word) + 1):
            head, tail = word[:at], word[at:]
            if f"{head}?{tail}" in near:
                return True
            if tail and (f"{head}?{tail[1:]}" in near or head + tail[1:] in near):
                return True
            if len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in near:
                return True
        return False


def _is_common(entry: tuple[int, int]) -> bool:
    return entry[0] <= 118 and entry[1] <= -1


def _near(words: dict[str, tuple[int, int]]) -> frozenset[str]:
    common = [word for word, entry in words.items() if _is_common(entry)]
    swapped = (f"{word[:at]}?{word[at + 1 :]}" for word in common for at in range(len(word)))
    return frozenset((*common, *swapped))


EMPTY = Vocabulary({})


def build_vocabulary(source: Path, out: Path) -> int:
    """Write `out` from the frequency table `source` (JSON, gzip); gives the number of words kept."""
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        table: dict[str, float] = json.load(stream)
    low: dict[str, float] = {}
    title: dict[str, float] = {}
    for word, share in table.items():
        if len(word) > _LONGEST or not word.replace("'", "").isalpha():
            continue
        if word.islower():
            low[word] = share
        elif word.istitle():
            title[word.lower()] = share
    kept: dict[str, tuple[int, int]] = {}
    for word in sorted(low.keys() | title.keys()):
        below, above = low.get(word, _NOT_SEEN), title.get(word, _NOT_SEEN)
        if max(below, above) >= _FLOOR:
            kept[word] = (round(-10 * below), max(-3, min(4, round((above - below) / 1.2))))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode())
    return len(kept)


def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary in `path`. Raises `ModelRefusedError`."""
    try:
        words = {word: (int(low), int(cap)) for word, (low, cap) in json.loads(read_whole(path)).items()}
    except ModelRefusedError:
        raise
    except (ValueError, TypeError, AttributeError) as problem:
        raise ModelRefusedError(path, "holds something else") from problem
    if not words:
        raise ModelRefusedError(path, "holds no words")
    return Vocabulary(words, _near(words))
