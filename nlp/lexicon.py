"""The codebook's phrases, and what each says by itself."""

from dataclasses import dataclass
from enum import IntEnum

from nlp.codebook import Codebook
from nlp.phrases import Kinds, PhraseBook, Stems


class Tone(IntEnum):
    """What a phrase says by itself about how the speaker finds the matter."""

    bad = -1
    either = 0
    good = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of one theme; `strong` is false for a hint, which counts only beside another phrase."""

    theme: str
    phrase: str
    tone: Tone
    strong: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """`entry` stands at tokens `start` to `end` (exclusive)."""

    entry: Entry
    start: int
    end: int


def lexicon_book(codebook: Codebook, *, stems: Stems, kinds: Kinds) -> PhraseBook[Entry]:
    """A book that finds every phrase of `codebook`. Raises `PhraseError`."""
    book: PhraseBook[Entry] = PhraseBook(stems=stems, kinds=kinds)
    for theme in codebook.themes:
        lexicon = theme.lexicon
        for phrases, tone, strong in (
            (lexicon.good, Tone.good, True),
            (lexicon.bad, Tone.bad, True),
            (lexicon.either, Tone.either, True),
            (lexicon.hint, Tone.either, False),
        ):
            for phrase in phrases:
                book.add(phrase, Entry(theme.slug, phrase, tone, strong))
    return book
