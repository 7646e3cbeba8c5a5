"""What becomes of people's decisions on a theme that was merged into another: they follow it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.db import db
from nlp.findings import Valence
from nlp.kept.models import Decision, Suggestion, Tag
from nlp.kept.reading import together


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, without who made it; `valence` is None for a theme that is not there."""

    decision: str
    valence: str | None


def joined(one: Decided, other: Decided) -> Decided:
    """The decision on two themes that are one now.

    Rationale: who speaks of either speaks of both together, so a "yes" wins over a "no"; good here and not
    good there is both.
    """
    if one.valence is None:
        return other
    if other.valence is None:
        return one
    whole = together({Valence(one.valence), Valence(other.valence)})
    accepted = Decision.accepted in (one.decision, other.decision)
    return Decided((Decision.accepted if accepted else Decision.added).value, whole.value)


def with_decisions_to_move(passage_ids: Collection[UUID], merges: Mapping[str, str]) -> set[UUID]:
    """Those of these passages on which somebody decided about a merged theme."""
    if not merges:
        return set()
    moving = select(Tag.passage_id).where(Tag.passage_id.in_(passage_ids), Tag.theme.in_(set(merges)))
    return set(db.session.scalars(moving))


def follow_merges(passage_ids: Collection[UUID], merges: Mapping[str, str]) -> None:
    """Move the decisions on merged themes of these passages to the theme they are part of now, none twice.

    A "no" to a merged theme says no to the whole only where nothing else suggested the whole. Call it while
    the figures are kept, before the suggestions change.
    """
    if not merges:
        return
    concerned = {*merges, *merges.values()}
    tags = {
        (tag.passage_id, tag.theme): tag
        for tag in db.session.scalars(
            select(Tag).where(Tag.passage_id.in_(passage_ids), Tag.theme.in_(concerned)).order_by(Tag.id)
        )
    }
    following = [tag for (_, theme), tag in tags.items() if theme in merges]
    if not following:
        return
    found = db.session.execute(
        select(Suggestion.passage_id, Suggestion.theme).where(
            Suggestion.passage_id.in_(passage_ids), Suggestion.theme.in_(set(merges.values()))
        )
    )
    suggested = {(passage_id, theme) for passage_id, theme in found}
    for tag in following:
        place = (tag.passage_id, merges[tag.theme])
        beside = tags.get(place)
        if beside is not None:
            _join(beside, tag)
            db.session.delete(tag)
        elif tag.valence is None and place in suggested:
            db.session.delete(tag)
        else:
            tag.theme = place[1]
            tags[place] = tag
    db.session.flush()


def _join(kept: Tag, gone: Tag) -> None:
    whole = joined(Decided(kept.decision, kept.valence), Decided(gone.decision, gone.valence))
    kept.decision, kept.valence = whole.decision, whole.valence
    if gone.decided_at > kept.decided_at:
        kept.decided_by, kept.decided_at = gone.decided_by, gone.decided_at
