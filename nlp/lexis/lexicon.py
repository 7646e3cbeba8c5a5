"""The codebook's phrases, and what each says by itself."""

from enum import IntEnum
from typing import NamedTuple

from nlp.codebook import Codebook
from nlp.lexis.phrases import Kinds, PhraseBook, Stems


class Tone(IntEnum):
    """What a phrase says by itself about how the speaker finds the matter."""

    bad = -1
    either = 0
    good = 1


class Strength(IntEnum):
    """How much a phrase says that its theme is told of."""

    near = 0
    hint = 1
    strong = 2


class Entry(NamedTuple):
    """One phrase of one theme."""

    theme: str
    phrase: str
    tone: Tone
    strength: Strength


class Hit(NamedTuple):
    """`entry` stands at tokens `start` to `end` (exclusive)."""

    entry: Entry
    start: int
    end: int


def lexicon_book(
    codebook: Codebook, *, stems: Stems, kinds: Kinds
) -> tuple[PhraseBook[int], tuple[Entry, ...]]:
    """A book that finds every phrase of `codebook` by its place in the entries beside. Raises `PhraseError`."""
    book: PhraseBook[int] = PhraseBook(stems=stems, kinds=kinds)
    entries: list[Entry] = []
    for theme in codebook.themes:
        lexicon = theme.lexicon
        for phrases, tone, strength in (
            (lexicon.good, Tone.good, Strength.strong),
            (lexicon.bad, Tone.bad, Strength.strong),
            (lexicon.either, Tone.either, Strength.strong),
            (lexicon.hint, Tone.either, Strength.hint),
            (lexicon.near, Tone.either, Strength.near),
        ):
            for phrase in phrases:
                book.add(phrase, len(entries))
                entries.append(Entry(theme.slug, phrase, tone, strength))
    return book, tuple(entries)
