"""The codebook's phrases found in many texts, as columns; a text's `Hit` objects are made when they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.arrays import Flags, Places
from nlp.lexis.lexicon import Entry, Hit


@dataclass(frozen=True, slots=True)
class LexiconEntries:
    """Every phrase of a codebook by number; `theme` says which of `themes`, `strength` how much it says."""

    entries: tuple[Entry, ...]
    themes: tuple[str, ...]
    theme: Places
    strength: Places

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "LexiconEntries":
        themes = {theme: at for at, theme in enumerate(dict.fromkeys(entry.theme for entry in entries))}
        return cls(
            tuple(entries),
            tuple(themes),
            np.array([themes[entry.theme] for entry in entries], dtype=np.int64),
            np.array([entry.strength for entry in entries], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class Hits:
    """Phrase number `entry` of `known` stands in `text` at its tokens `start` to `end` (exclusive), by text."""

    known: LexiconEntries
    entry: Places
    text: Places
    start: Places
    end: Places

    def strongest(self) -> "Hits":
        """Of one theme's phrases that start together the strongest, and of those the longest; by where they start."""
        known = self.known
        theme, strength = known.theme[self.entry], known.strength[self.entry]
        order = np.lexsort((-self.end, -strength, theme, self.start, self.text))
        same = np.zeros(len(order), dtype=bool)
        if len(order) > 1:
            before, after = order[:-1], order[1:]
            same[1:] = (
                (self.text[before] == self.text[after])
                & (self.start[before] == self.start[after])
                & (theme[before] == theme[after])
            )
        return self.only(order[~same])

    def only(self, chosen: Places | Flags) -> "Hits":
        """Some of these."""
        return Hits(self.known, self.entry[chosen], self.text[chosen], self.start[chosen], self.end[chosen])

    def listed(self) -> list[tuple[int, Hit]]:
        """Each with the text it stands in."""
        entries = self.known.entries
        rows = zip(
            self.entry.tolist(), self.text.tolist(), self.start.tolist(), self.end.tolist(), strict=True
        )
        return [(text, Hit(entries[entry], start, end)) for entry, text, start, end in rows]

    def of_text(self, text: int) -> list[Hit]:
        """Those in one text."""
        first, end = np.searchsorted(self.text, [text, text + 1])
        return [hit for _, hit in self.only(np.arange(first, end)).listed()]
