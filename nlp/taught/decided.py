"""What people have decided, as a model may learn it.

The rule. Whoever saves a look in the review says that they agree with everything on the page, which asks about each
theme suggested and leaves room to add what was missed. So a look covers the whole passage: a theme that is tagged is
there, one that was rejected or not added is not. Unknown stays

- a theme that the machine suggests now and nobody answered about: it was found after the look,
- a theme that came into the codebook after the look, that is hidden, or that is part of another by now,
- a theme on which two people differ, until somebody settles it.

Only the redacted copy is taken, of passages in English or translated: that is what the model reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from core.db import db
from core.passages import Passage
from nlp.kept.models import CodebookVersion, Decision, PassageReading, Suggestion, Tag, ThemeRow
from nlp.languages import ENGLISH, UNKNOWN
from nlp.review.models import CodedTheme, DoubleCoding
from nlp.taught.splitting import Decided, homes, is_held_back
from nlp.translating.models import Translation

MOST_DECIDED = 12_000
MOST_CHARACTERS = 20_000
AT_ONCE = 1000

_BEGINNING: ColumnElement[str] = func.left(Passage.redacted, MOST_CHARACTERS).label("redacted")

Looked = Row[UUID, UUID, str, str, str, datetime | None]
Tags = dict[UUID, dict[str, str | None]]


def decided_passages(*, most: int = MOST_DECIDED) -> list[Decided]:
    """The passages that people looked at, the newest look first, at most this many; of long ones, the beginning."""
    themes = list(db.session.scalars(select(ThemeRow)))
    whole = {theme.slug: theme.merged_into or theme.slug for theme in themes}
    since = _since()
    offered = {
        speaker: {theme.slug: since.get(theme.slug) for theme in themes if _may_say(theme, speaker)}
        for speaker in ("child", "family", "staff")
    }
    found = []
    rows = db.session.execute(_looked_at().limit(most)).all()
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        ids = [row.id for row in some]
        tags, suggested, open_themes = _tags(ids, whole), _suggested(ids), _differing(ids)
        for row in some:
            there = {theme for theme, since in offered[row.speaker].items() if _was_there(since, row)}
            unknown = suggested.get(row.id, set()) - tags.get(row.id, {}).keys()
            unknown |= open_themes.get(row.id, set())
            found.append(_decided(row, there, tags.get(row.id, {}), unknown))
    return found


@dataclass(frozen=True, slots=True)
class Extent:
    """How much has been decided: `passages`, and the different wordings in them `to_learn` and `held_back`."""

    passages: int
    to_learn: int
    held_back: int

    @property
    def wordings(self) -> int:
        return self.to_learn + self.held_back


def extent_of_decisions(*, most: int = MOST_DECIDED) -> Extent:
    """What a training would take, and measure on, now."""
    looked_at = _looked_at().with_only_columns(Passage.source_id, _BEGINNING).limit(most)
    said = [(message, text) for message, text in db.session.execute(looked_at)]
    home = homes(said)
    held_back = sum(is_held_back(message) for message in home.values())
    return Extent(len(said), len(home) - held_back, held_back)


def _decided(
    row: Looked,
    offered: set[str],
    tags: dict[str, str | None],
    unknown: set[str],
) -> Decided:
    yes = {theme: valence for theme, valence in tags.items() if valence and theme in offered - unknown}
    return Decided(
        message=row.source_id,
        text=row.redacted,
        speaker=row.speaker,
        yes=yes,
        no=frozenset(offered - unknown - yes.keys()),
        asked=frozenset(theme for theme in tags if theme in offered - unknown),
        question=row.asked,
    )


def _looked_at() -> Select[UUID, UUID, str, str, str, datetime | None]:
    return (
        select(
            Passage.id,
            Passage.source_id,
            Passage.speaker,
            Passage.asked,
            _BEGINNING,
            PassageReading.looked_at,
        )
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(
            PassageReading.looked_at.is_not(None),
            Passage.state == "read",
            Passage.redacted != "",
            or_(
                Passage.language.is_(None),
                Passage.language.in_((ENGLISH, UNKNOWN)),
                exists().where(Translation.passage_id == Passage.id, Translation.read),
            ),
        )
        .order_by(PassageReading.looked_at.desc(), Passage.id)
    )


def _since() -> dict[str, datetime]:
    """When each theme that came later than the first codebook came into it."""
    each = func.jsonb_array_elements(CodebookVersion.definition).table_valued("value")
    slug = each.c.value.op("->>")("slug")
    rows = db.session.execute(
        select(slug, func.min(CodebookVersion.number), func.min(CodebookVersion.made_at))
        .select_from(CodebookVersion)
        .join(each, and_(True))
        .group_by(slug)
    ).all()
    first = min((number for _, number, _ in rows), default=0)
    return {theme: made_at for theme, number, made_at in rows if number > first}


def _may_say(theme: ThemeRow, speaker: str) -> bool:
    return not theme.hidden and not theme.merged_into and speaker in theme.speakers


def _was_there(since: datetime | None, row: Looked) -> bool:
    looked_at: datetime | None = row.looked_at
    return since is None or (looked_at is not None and since <= looked_at)


def _tags(ids: Sequence[UUID], whole: dict[str, str]) -> Tags:
    """What was decided of each theme; a part of another counts for the whole: yes to either is yes."""
    found: Tags = {}
    rows = db.session.execute(
        select(Tag.passage_id, Tag.theme, Tag.valence, Tag.decision)
        .where(Tag.passage_id.in_(ids))
        .order_by(Tag.id)
    )
    for passage_id, theme, valence, decision in rows:
        of_passage = found.setdefault(passage_id, {})
        slug = whole.get(theme, theme)
        if decision != Decision.rejected.value:
            of_passage[slug] = valence
        else:
            of_passage.setdefault(slug, None)
    return found


def _suggested(ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    rows = db.session.execute(
        select(Suggestion.passage_id, Suggestion.theme).where(Suggestion.passage_id.in_(ids))
    )
    for passage_id, theme in rows:
        found.setdefault(passage_id, set()).add(theme)
    return found


def _differing(ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Themes that only one of two people gave, where nobody has settled it."""
    coders: dict[tuple[UUID, str], int] = {}
    rows = db.session.execute(
        select(CodedTheme.passage_id, CodedTheme.theme)
        .join(DoubleCoding, DoubleCoding.passage_id == CodedTheme.passage_id)
        .where(
            CodedTheme.passage_id.in_(ids),
            DoubleCoding.differs.is_(True),
            DoubleCoding.settled_at.is_(None),
        )
    )
    for passage_id, theme in rows:
        coders[passage_id, theme] = coders.get((passage_id, theme), 0) + 1
    found: dict[UUID, set[str]] = {}
    for (passage_id, theme), how_many in coders.items():
        if how_many == 1:
            found.setdefault(passage_id, set()).add(theme)
    return found
