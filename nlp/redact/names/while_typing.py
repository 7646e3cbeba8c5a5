"""The names a page may know while somebody writes: `python -m nlp.redact.names.while_typing OUT` writes a file of bits.

A Bloom filter (B. H. Bloom, 1970) over words: a phone can ask whether one is in it, and cannot read the lists out
of it. A mark before a word asks something else of it than whether it is a name. Ordinary words are in it too, so
that none of them is taken for a name by chance.

The file: a magic number, the number of bits, of hashes, the salt (four little-endian words), then the bits.
`static/js/names_said.js` asks it in the same way.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from nlp.redact.knowledge import Knowledge, knowledge, our_words
from nlp.redact.names.syllables import Syllables, syllables
from nlp.redact.vocabulary import Vocabulary, build_vocabulary, load_vocabulary

MAGIC = 0x4E414D32
BITS_A_WORD = 14
HASHES = 10
MOST_SALTS = 400
LEAST_LETTERS = 3

# An ordinary word; a name that is one too, and counts only where it is written as a name; such a name that may begin
# a sentence; a name after a title; a word for family or for somebody's work; a syllable of a name.
ORDINARY, WRITTEN, OPENING, TITLED, KIN, SYLLABLE = "+^%=@~"

# Names that are oftener a time or a place.
ELSEWHERE = frozenset({
    "april", "june", "august", "may", "summer", "autumn", "winter", "spring", "paris", "milan", "india", "chelsea",
    "brooklyn", "dakota", "salem", "everest", "britannia",
})  # fmt: skip

# How rare (in tenths of a logarithm) a well-known name may be, and from how many letters on it is known misspelt.
KNOWN_NAME, LONG_NAME = 174, 6
# Family names rarer than this stand beside a title or a first name, which say enough.
RARE_FAMILY = 5

_MARKS = ORDINARY + WRITTEN + OPENING + TITLED + KIN + SYLLABLE
_ODD = 0x9E3779B9
_ALL = 0xFFFFFFFF


def words_to_know(known: Knowledge, vocabulary: Vocabulary) -> frozenset[str]:
    """All that the filter holds: plain names, and other words after their mark."""
    names = names_to_hint_at(known, vocabulary)
    return frozenset(_ascii((
        *names,
        *misspelt(names & known.given, known, vocabulary),
        *(ORDINARY + word for word in ordinary_words(known, vocabulary, names)),
        *(WRITTEN + name for name in known.usual - ELSEWHERE),
        *(OPENING + name for name in known.usual - ELSEWHERE if vocabulary.capital(name) >= -1),
        *(TITLED + name for name in known.words & (known.family | known.given) if vocabulary.rarity(name) > 0),
        *(KIN + word for word in known.kin | known.roles),
        *(SYLLABLE + word for word in _syllables(syllables())),
    )))  # fmt: skip


def names_to_hint_at(known: Knowledge, vocabulary: Vocabulary) -> frozenset[str]:
    """Plain names that are no ordinary words: "oconnor" for "o'connor".

    Rationale: a phone should not fetch 35,000 names. A family name that is hardly ever written stands beside a
    first name or a title, so first names, and the commoner family names, are enough.
    """
    family = {name for name in known.family if vocabulary.rarity(name) <= RARE_FAMILY or "'" in name}
    listed = (known.given | (family if vocabulary.words else known.family)) - known.words - known.never
    return frozenset(
        name.replace("'", "")
        for name in listed - known.kin - known.titles
        if len(name) >= LEAST_LETTERS and not _is_a_word_first(name, vocabulary)
    )


def _is_a_word_first(name: str, vocabulary: Vocabulary) -> bool:
    rarity, capital = vocabulary.rarity(name), vocabulary.capital(name)
    return (rarity <= 3 and capital <= 0) or (rarity <= 4 and capital < 0)


def well_known(names: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The names that are written most, nearly always with a capital."""
    rare = (KNOWN_NAME + 1, 0)
    return frozenset(
        name
        for name in names
        if vocabulary.words.get(name, rare)[0] <= KNOWN_NAME and vocabulary.capital(name) >= 2
    )


def misspelt(given: Iterable[str], known: Knowledge, vocabulary: Vocabulary) -> Iterator[str]:
    """Long first names that are well known, with one letter left out, where that makes no word: "samatha"."""
    for name in well_known(given, vocabulary):
        if len(name) >= LONG_NAME:
            for at in range(1, len(name)):
                word = name[:at] + name[at + 1 :]
                if vocabulary.rarity(word) >= 6 and word not in known.words:
                    yield word


def ordinary_words(known: Knowledge, vocabulary: Vocabulary, names: frozenset[str]) -> frozenset[str]:
    """Words a person may well write, none of them a name that is nothing else."""
    common = {word for word in vocabulary.words if vocabulary.rarity(word) <= 2}
    return frozenset(common | our_words() | known.kin | known.roles) - names


def _syllables(of: Syllables) -> frozenset[str]:
    return of.strong | of.weak


def _ascii(words: Iterable[str]) -> Iterator[str]:
    """Those that a page asks for: plain letters, perhaps after a mark."""
    return (word for word in words if word.isascii() and word.lstrip(_MARKS).isalpha())


def hashes_of(word: str, salt: int) -> tuple[int, int]:
    """Two 32-bit hashes (FNV-1a, the second over the first) from which all places in the filter come."""
    one = 0x811C9DC5 ^ salt
    for letter in word.encode("ascii"):
        one = ((one ^ letter) * 0x01000193) & _ALL
    two = (one ^ (one >> 15)) * _ODD & _ALL
    return one, (two ^ (two >> 13)) | 1


def places_of(word: str, *, salt: int, bits: int) -> list[int]:
    """The places in the filter that are set for `word`."""
    one, two = hashes_of(word, salt)
    return [((one + step * two) & _ALL) % bits for step in range(HASHES)]


def make_filter(words: Iterable[str], strange: Iterable[str] = ()) -> bytes:
    """The file's content. Raises `ValueError` where no salt leaves all of `strange` out."""
    wanted, spared = sorted(set(words)), sorted(set(strange))
    bits = BITS_A_WORD * len(wanted) // 8 * 8
    for salt in range(1, MOST_SALTS):
        field = bytearray(bits // 8)
        for word in wanted:
            for place in places_of(word, salt=salt, bits=bits):
                field[place >> 3] |= 1 << (place & 7)
        if not any(holds(field, word, salt=salt, bits=bits) for word in spared):
            return struct.pack("<4I", MAGIC, bits, HASHES, salt) + bytes(field)
    raise ValueError("no salt keeps the other words apart: give the filter more bits")


def holds(field: bytes | bytearray, word: str, *, salt: int, bits: int) -> bool:
    """Whether the filter says that `word` is among its names."""
    return all(field[place >> 3] & 1 << (place & 7) for place in places_of(word, salt=salt, bits=bits))


def write_names(out: Path) -> int:
    """Write the filter to `out`; gives its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        source = resources.files("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
        with resources.as_file(source) as path:
            build_vocabulary(path, Path(folder) / "vocabulary.json")
        vocabulary = load_vocabulary(Path(folder) / "vocabulary.json")
    known = knowledge()
    strange = (ORDINARY + name for name in well_known(names_to_hint_at(known, vocabulary), vocabulary))
    content = make_filter(words_to_know(known, vocabulary), strange)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    part.write_bytes(content)
    part.replace(out)
    return len(content)


if __name__ == "__main__":
    write_names(Path(sys.argv[1]))
