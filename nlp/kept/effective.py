"""What is held to be said, passage by passage: people's decisions over the machine's suggestions."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
)

from core.passages import Passage
from nlp.kept.models import Decision, Suggestion, Tag

_DECIDED = select(Tag.passage_id, Tag.theme, Tag.valence).where(Tag.decision != Decision.rejected.value)
_SUGGESTED = select(Suggestion.passage_id, Suggestion.theme, Suggestion.valence).where(
    ~exists().where(Tag.passage_id == Suggestion.passage_id, Tag.theme == Suggestion.theme)
)

EFFECTIVE = union_all(_DECIDED, _SUGGESTED).subquery("effective")
"""`(passage_id, theme, valence)`: a decided theme as decided, any other as suggested.

Rationale: the machine suggests, a person decides. A rejected theme is not said; an added one is.
"""

EFFECTIVE_OF_EACH = union_all(
    _DECIDED.where(Tag.passage_id == Passage.id).correlate(Passage),
    _SUGGESTED.where(Suggestion.passage_id == Passage.id).correlate(Passage),
).lateral("effective_of_each")
"""The same, looked up passage by passage: what a few passages hold costs the same however many there are."""

HAS_THEME = or_(
    exists().where(Tag.passage_id == Passage.id, Tag.decision != Decision.rejected.value),
    exists().where(
        Suggestion.passage_id == Passage.id,
        ~exists().where(
            Tag.passage_id == Suggestion.passage_id,
            Tag.theme == Suggestion.theme,
            Tag.decision == Decision.rejected.value,
        ),
    ),
)
"""Whether some theme is held to be said in a passage."""

VOICES_PLACE = (Passage.team_id, Passage.month, Passage.room, Passage.speaker)

VOICES = select(Passage.source_id, *VOICES_PLACE).where(Passage.state == "read").distinct()
"""One row for each voice that has been read, whether or not it speaks of any theme."""


def whole_valence(valence: ColumnElement[Any]) -> ColumnElement[str]:
    """The one valence of everything a voice says about a theme.

    Rationale: a child who is glad in one answer and sad in the next is one voice that is mixed. With one
    valence each, the four figures of a theme add up to its voices, which hiding small numbers relies on.
    """

    def some(kind: str) -> ColumnElement[bool]:
        return func.bool_or(valence == kind)

    return case(
        (or_(some("mixed"), and_(some("positive"), some("negative"))), "mixed"),
        (some("positive"), "positive"),
        (some("negative"), "negative"),
        else_="neutral",
    )


def _voice_themes(effective: FromClause, joined: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            Passage.source_id,
            *VOICES_PLACE,
            effective.c.theme,
            whole_valence(effective.c.valence).label("valence"),
        )
        .join(effective, joined)
        .where(Passage.state == "read")
        .group_by(Passage.source_id, *VOICES_PLACE, effective.c.theme)
    )


ALL_VOICE_THEMES = _voice_themes(EFFECTIVE, EFFECTIVE.c.passage_id == Passage.id)
"""One row for each voice (a response or a review), place and theme, with the voice's whole valence."""

SOME_VOICE_THEMES = _voice_themes(EFFECTIVE_OF_EACH, true())
"""The same for the few voices that the caller narrows it to."""
