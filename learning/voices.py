"""What people said, as the roll-up and the passages are asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from core.passages import Passage
from nlp.kept import counts
from nlp.kept.rollup import ThemeCount, VoiceCount


@dataclass(frozen=True)
class Voices(counts.Scope):
    """A scope without what staff write in an audit: that is a finding, not a voice."""

    def holds(self, figures: type[ThemeCount | VoiceCount | Passage]) -> ColumnElement[bool]:
        """The condition that keeps rows of `figures` inside this scope."""
        return super().holds(figures) & ((figures.room != "audit") | (figures.speaker != "staff"))
