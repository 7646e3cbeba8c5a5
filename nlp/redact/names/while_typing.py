"""The names a page may know while somebody writes: `python -m nlp.redact.names.while_typing OUT` writes a file of bits.

A Bloom filter (B. H. Bloom, 1970) over the name lists: a phone can ask whether a word is in it, and cannot read
the list out of it. A salt is looked for with which none of the commonest words is taken for a name.

The file: a magic number, the number of bits, of hashes, the salt (four little-endian words), then the bits.
`static/js/name_hint.js` asks it in the same way.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from nlp.redact.knowledge import Knowledge, knowledge
from nlp.redact.vocabulary import Vocabulary, build_vocabulary, load_vocabulary

MAGIC = 0x4E414D31
BITS_A_NAME = 16
HASHES = 11
MOST_SALTS = 400
LEAST_LETTERS = 3
# Before a name that is an ordinary word too: it counts only where it is written as a name.
WRITTEN = "^"
_ODD = 0x9E3779B9
_ALL = 0xFFFFFFFF


def names_to_hint_at(known: Knowledge, vocabulary: Vocabulary) -> frozenset[str]:
    """Plain names that are no ordinary words, and after `WRITTEN` those that are.

    Rationale: a phone should not fetch 35,000 names. A family name that is hardly ever written stands beside a
    first name or a title, so first names, and the family names of the vocabulary, are enough.
    """
    family = known.family & vocabulary.words.keys() if vocabulary.words else known.family
    sure = {
        name
        for name in (known.given | family) - known.words - known.never - known.kin - known.titles
        if len(name) >= LEAST_LETTERS
        and name.isascii()
        and name.isalpha()
        and not (vocabulary.rarity(name) <= 3 and vocabulary.capital(name) <= 0)
    }
    return frozenset(sure | {WRITTEN + name for name in known.usual if name.isalpha()})


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


def make_filter(names: Iterable[str], ordinary: Iterable[str]) -> bytes:
    """The file's content. Raises `ValueError` where no salt leaves every word of `ordinary` out."""
    wanted, spared = sorted(set(names)), sorted(set(ordinary))
    bits = BITS_A_NAME * len(wanted) // 8 * 8
    for salt in range(1, MOST_SALTS):
        field = bytearray(bits // 8)
        for name in wanted:
            for place in places_of(name, salt=salt, bits=bits):
                field[place >> 3] |= 1 << (place & 7)
        if not any(holds(field, word, salt=salt, bits=bits) for word in spared):
            return struct.pack("<4I", MAGIC, bits, HASHES, salt) + bytes(field)
    raise ValueError("no salt keeps the ordinary words apart: give the filter more bits")


def holds(field: bytes | bytearray, word: str, *, salt: int, bits: int) -> bool:
    """Whether the filter says that `word` is among its names."""
    return all(field[place >> 3] & 1 << (place & 7) for place in places_of(word, salt=salt, bits=bits))


def common_words(known: Knowledge, vocabulary: Vocabulary, names: frozenset[str]) -> list[str]:
    """Words a child may well write, none of them a name."""
    return [
        word
        for word in vocabulary.words
        if word not in names and word.isascii() and word.isalpha() and vocabulary.rarity(word) <= 2
    ] + sorted(known.kin - names)


def write_names(out: Path) -> int:
    """Write the filter to `out`; gives its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        source = resources.files("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
        with resources.as_file(source) as path:
            build_vocabulary(path, Path(folder) / "vocabulary.json")
        vocabulary = load_vocabulary(Path(folder) / "vocabulary.json")
    known = knowledge()
    names = names_to_hint_at(known, vocabulary)
    content = make_filter(names, (word for word in common_words(known, vocabulary, names) if word.isascii()))
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    part.write_bytes(content)
    part.replace(out)
    return len(content)


if __name__ == "__main__":
    write_names(Path(sys.argv[1]))
