"""Rows of the nlp room for tests, one factory each, with values that are right unless said otherwise."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from core.db import db
from core.passages import Passage, write_passage
from core.people.models import ServiceArea, Team
from nlp.kept.models import CodebookVersion, Suggestion, Tag, ThemeRow

_number = count(1)


def make_team(**values: Any) -> Team:
    number = next(_number)
    area = ServiceArea(slug=f"area-{number}", name=f"Area {number}")
    db.session.add(area)
    db.session.flush()
    team = Team(**{"slug": f"team-{number}", "name": f"Team {number}", "service_area_id": area.id} | values)
    db.session.add(team)
    db.session.flush()
    return team


def make_codebook(*slugs: str) -> CodebookVersion:
    """A codebook with a theme for each slug."""
    codebook = CodebookVersion(number=next(_number), fingerprint=uuid4().hex, definition=[])
    db.session.add(codebook)
    db.session.flush()
    for slug in slugs:
        db.session.add(
            ThemeRow(
                slug=slug,
                label=slug.replace("-", " ").capitalize(),
                counts="What counts.",
                excludes="What does not.",
                speakers=["child", "family", "staff"],
                standards=[],
                frameworks={},
                codebook_id=codebook.id,
            )
        )
    db.session.flush()
    return codebook


def make_passage(**values: Any) -> Passage:
    usual: dict[str, Any] = {
        "room": "feedback",
        "source_id": uuid4(),
        "question": "how-is-it",
        "speaker": "child",
        "words": "She listens to me.",
        "on": date(2026, 9, 14),
    }
    return write_passage(**usual | values)


def make_read_passage(**values: Any) -> Passage:
    passage = make_passage(**values)
    passage.state, passage.redacted, passage.language = "read", passage.words, "en"
    db.session.flush()
    return passage


def make_suggestion(passage: Passage, theme: str, valence: str = "positive", **values: Any) -> Suggestion:
    usual: dict[str, Any] = {
        "passage_id": passage.id,
        "month": passage.month,
        "theme": theme,
        "valence": valence,
        "score": 0.72,
        "start_at": 0,
        "end_at": 3,
        "redacted_start": 0,
        "redacted_end": 3,
        "source": f"lexicon:{theme}",
        "reader": "test",
    }
    suggestion = Suggestion(**usual | values)
    db.session.add(suggestion)
    db.session.flush()
    return suggestion


def make_tag(
    passage: Passage, theme: str, valence: str | None, *, by: UUID, decision: str = "added", **values: Any
) -> Tag:
    tag = Tag(
        passage_id=passage.id,
        month=passage.month,
        theme=theme,
        valence=valence,
        decision=decision,
        decided_by=by,
        **values,
    )
    db.session.add(tag)
    db.session.flush()
    return tag
