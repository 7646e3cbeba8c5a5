"""What is held to be said, passage by passage: people's decisions over the machine's suggestions."""

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, union_all

from core.passages import Passage
from nlp.models import Decision, Suggestion, Tag

EFFECTIVE = union_all(
    select(Tag.passage_id, Tag.theme, Tag.valence).where(Tag.decision != Decision.rejected.value),
    select(Suggestion.passage_id, Suggestion.theme, Suggestion.valence).where(
        ~exists().where(Tag.passage_id == Suggestion.passage_id, Tag.theme == Suggestion.theme)
    ),
).subquery("effective")
"""`(passage_id, theme, valence)`: a decided theme as decided, any other as suggested.

Rationale: the machine suggests, a person decides. A rejected theme is not said; an added one is.
"""


def _any(valence: str) -> ColumnElement[bool]:
    return func.bool_or(EFFECTIVE.c.valence == valence)


WHOLE_VALENCE = case(
    (or_(_any("mixed"), and_(_any("positive"), _any("negative"))), "mixed"),
    (_any("positive"), "positive"),
    (_any("negative"), "negative"),
    else_="neutral",
)
"""The one valence of everything a voice says about a theme.

Rationale: a child who is glad in one answer and sad in the next is one voice that is mixed. With one
valence each, the four figures of a theme add up to its voices, which hiding small numbers relies on.
"""

VOICES_PLACE = (Passage.team_id, Passage.month, Passage.room, Passage.speaker)

VOICE_THEMES = (
    select(Passage.source_id, *VOICES_PLACE, EFFECTIVE.c.theme, WHOLE_VALENCE.label("valence"))
    .join(EFFECTIVE, EFFECTIVE.c.passage_id == Passage.id)
    .where(Passage.state == "read")
    .group_by(Passage.source_id, *VOICES_PLACE, EFFECTIVE.c.theme)
)
"""One row for each voice (a response or a review), place and theme, with the voice's whole valence."""

VOICES = select(Passage.source_id, *VOICES_PLACE).where(Passage.state == "read").distinct()
"""One row for each voice that has been read, whether or not it speaks of any theme."""
