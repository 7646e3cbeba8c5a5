"""What becomes of people's decisions on a theme that was merged into another: they follow it, and come back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db import db
from nlp.codebook.models import TagBeforeMerge
from nlp.findings import Valence
from nlp.kept.models import Decision, Suggestion, Tag
from nlp.kept.reading import apart, together

DECIDED = ("month", "valence", "decision", "decided_by", "decided_at", "marks", "marks_in")

Place = tuple[UUID, str]
"""A passage, and the slug of a theme."""


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
    """Those of these passages on which somebody decided about a theme that was merged, or taken apart, since."""
    moving = select(Tag.passage_id).where(Tag.passage_id.in_(passage_ids), Tag.theme.in_(set(merges)))
    return {
        *db.session.scalars(moving),
        *(passage_id for passage_id, _ in _no_longer_so(passage_ids, merges)),
    }


def follow_merges(passage_ids: Collection[UUID], merges: Mapping[str, str]) -> None:
    """Move the decisions on merged themes of these passages to the theme they are part of now, none twice.

    Each is kept as it was made, and comes back with its theme. A "no" to a merged theme says no to the whole only
    where nothing else suggested the whole. Call it while the figures are kept, before the suggestions change.
    """
    for place, parts in _no_longer_so(passage_ids, merges).items():
        _take_apart(place, parts, merges)
    db.session.flush()
    following = _tags(passage_ids, merges.keys())
    if not following:
        return
    wholes = _tags(passage_ids, merges.values())
    joined_before = set(_kept(passage_ids))
    found = db.session.execute(
        select(Suggestion.passage_id, Suggestion.theme).where(
            Suggestion.passage_id.in_(passage_ids), Suggestion.theme.in_(set(merges.values()))
        )
    )
    suggested = {(passage_id, theme) for passage_id, theme in found}
    for tag in following.values():
        place = (tag.passage_id, merges[tag.theme])
        beside = wholes.get(place)
        if beside is not None and place not in joined_before:
            _keep(beside, part_of=beside.theme)
        joined_before.add(place)
        _keep(tag, part_of=place[1])
        if beside is not None:
            _join(beside, tag)
            db.session.delete(tag)
        elif tag.valence is None and place in suggested:
            db.session.delete(tag)
        else:
            tag.theme = place[1]
            wholes[place] = tag
    db.session.flush()


def _take_apart(place: Place, parts: Sequence[TagBeforeMerge], merges: Mapping[str, str]) -> None:
    """Put back what was decided on each part and on the whole, as it was.

    What somebody decided on the whole after the merge stays, and so does what was decided on a part again.
    """
    passage_id, whole = place
    tags = _tags([passage_id], [whole, *(part.theme for part in parts)])
    tag = tags.get(place)
    as_joined = tag is not None and _says_the_same(tag, _as_one(parts))
    if tag is not None and as_joined and whole not in {part.theme for part in parts}:
        db.session.delete(tag)
    for part in parts:
        goes_along = merges.get(part.theme, part.theme) == merges.get(whole, whole)
        if part.theme == whole:
            if tag is not None and as_joined:
                _write(tag, part)
        elif goes_along and not as_joined:
            part.part_of = merges.get(whole, whole)
            continue
        elif (passage_id, part.theme) not in tags:
            db.session.add(Tag(passage_id=passage_id, theme=part.theme, **_decided(part)))
        db.session.delete(part)


def _no_longer_so(
    passage_ids: Collection[UUID], merges: Mapping[str, str]
) -> dict[Place, list[TagBeforeMerge]]:
    """What is kept of wholes that have lost a part, or are a part themselves now."""
    return {
        place: parts
        for place, parts in _kept(passage_ids).items()
        if any(merges.get(part.theme, part.theme) != part.part_of for part in parts)
    }


def _kept(passage_ids: Collection[UUID]) -> dict[Place, list[TagBeforeMerge]]:
    """What is kept of these passages, by passage and whole."""
    found: dict[Place, list[TagBeforeMerge]] = {}
    for part in db.session.scalars(
        select(TagBeforeMerge)
        .where(TagBeforeMerge.passage_id.in_(passage_ids))
        .order_by(TagBeforeMerge.decided_at, TagBeforeMerge.theme)
    ):
        found.setdefault((part.passage_id, part.part_of), []).append(part)
    return found


def _tags(passage_ids: Collection[UUID], themes: Collection[str]) -> dict[Place, Tag]:
    chosen = select(Tag).where(Tag.passage_id.in_(passage_ids), Tag.theme.in_(set(themes)))
    return {(tag.passage_id, tag.theme): tag for tag in db.session.scalars(chosen.order_by(Tag.id))}


def _keep(tag: Tag, *, part_of: str) -> None:
    db.session.merge(
        TagBeforeMerge(passage_id=tag.passage_id, theme=tag.theme, part_of=part_of, **_decided(tag))
    )


def _as_one(parts: Sequence[TagBeforeMerge]) -> Tag:
    """What the parts made together when they were merged."""
    whole = Tag(**_decided(parts[0]))
    for part in parts[1:]:
        _join(whole, part)
    return whole


def _join(kept: Tag, gone: Tag | TagBeforeMerge) -> None:
    whole = joined(Decided(kept.decision, kept.valence), Decided(gone.decision, gone.valence))
    kept.decision, kept.valence = whole.decision, whole.valence
    _mark_both(kept, gone)
    if gone.decided_at > kept.decided_at:
        kept.decided_by, kept.decided_at = gone.decided_by, gone.decided_at


def _mark_both(kept: Tag, gone: Tag | TagBeforeMerge) -> None:
    """What is marked of either shows the whole. Places in an earlier translation give way to those in a later one."""
    if gone.marks and (not kept.marks or gone.marks_in > kept.marks_in):
        kept.marks, kept.marks_in = gone.marks, gone.marks_in
    elif gone.marks_in == kept.marks_in:
        kept.marks = apart([*kept.marks, *gone.marks])


def _says_the_same(one: Tag, other: Tag) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("valence", "decision", "decided_at"))


def _decided(tag: Tag | TagBeforeMerge) -> dict[str, Any]:
    return {name: getattr(tag, name) for name in DECIDED}


def _write(tag: Tag, part: TagBeforeMerge) -> None:
    for name, value in _decided(part).items():
        setattr(tag, name, value)
