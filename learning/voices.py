"""What people said, as the roll-up and the passages are asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from core.access import Reach, within
from core.passages import Passage
from feedback.models import Collection, Response
from nlp.kept import counts
from nlp.kept.rollup import ThemeCount, VoiceCount


@dataclass(frozen=True)
class Voices(counts.Scope):
    """A scope without what staff write in an audit: that is a finding, not a voice."""

    def holds(self, figures: type[ThemeCount | VoiceCount | Passage]) -> ColumnElement[bool]:
        """The condition that keeps rows of `figures` inside this scope."""
        return super().holds(figures) & ((figures.room != "audit") | (figures.speaker != "staff"))


@dataclass(frozen=True, kw_only=True)
class Words(Voices):
    """The voices whose words somebody may read, as `feedback.readers.may_read` has it: those in `leads`, where they
    lead quality; in `manages` only those of collections that said managers read them. Figures are as of all voices."""

    leads: Reach
    manages: Reach

    def holds(self, figures: type[ThemeCount | VoiceCount | Passage]) -> ColumnElement[bool]:
        """The condition that keeps rows of `figures` inside this scope, and passages to those that may be read."""
        held = super().holds(figures)
        if figures is not Passage:
            return held
        told = select(Response.id).join(Response.collection)
        told = told.where(Collection.managers_read, within(self.manages, Collection.team_id))
        in_told = (Passage.room == "feedback") & told.where(Response.id == Passage.source_id).exists()
        return held & (within(self.leads, Passage.team_id) | in_told)
