"""Passages in other languages: which wait for a translation, and adding one. Nothing is dropped or replaced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select, update

from core import trail
from core.access import Reach, within
from core.db import db
from core.jobs import nudge
from core.passages import Passage
from core.passages.concerns import Concern, raise_concerns, words_understood
from core.people.models import User
from nlp.kept.models import PassageReading
from nlp.languages import ENGLISH, UNKNOWN
from nlp.languages.profiles import profiles
from nlp.meanwhile import ChangedMeanwhile
from nlp.screening.concerns import concerns_in_words
from nlp.translating.models import Translation

READ_TRANSLATED = "nlp.read_translated"
LISTED = 100


@dataclass(frozen=True, slots=True)
class InLanguage:
    """How many different wordings in a language wait for a translation."""

    code: str
    passages: int

    @property
    def name(self) -> str:
        return language_name(self.code)


def language_name(code: str | None) -> str:
    """A language as English speakers call it."""
    if code in (None, UNKNOWN):
        return "Not known"
    profile = profiles().get(code or "")
    return profile.name if profile else code or ""


def waiting_by_language(found: Reach) -> list[InLanguage]:
    """Every language in which something waits, most first; what could not be told stands last."""
    different = func.count(func.md5(Passage.redacted).distinct())
    codes = waiting(select(Passage), found).with_only_columns(Passage.language, different)
    counted = db.session.execute(codes.group_by(Passage.language)).all()
    return sorted(
        (InLanguage(code or UNKNOWN, number) for code, number in counted),
        key=lambda one: (one.code == UNKNOWN, -one.passages, one.code),
    )


def passage_to_translate(passage_id: UUID, found: Reach) -> Passage | None:
    """A passage within reach that was read, whatever its language; None when it is not there."""
    return db.session.scalars(
        select(Passage)
        .where(Passage.id == passage_id, Passage.state == "read", within(found, Passage.team_id))
        .execution_options(populate_existing=True)
    ).one_or_none()


def history_of(passage_id: UUID) -> list[tuple[Translation, str]]:
    """Every wording that was ever added, the one in use first, with the name of who added it."""
    return [
        (translation, name)
        for translation, name in db.session.execute(
            select(Translation, User.name)
            .join(User, User.id == Translation.added_by)
            .where(Translation.passage_id == passage_id)
            .order_by(Translation.number.desc())
            .execution_options(populate_existing=True)
        )
    ]


def in_use(passage_ids: Collection[UUID]) -> dict[UUID, Translation]:
    """The translation in use of each of these passages that has one."""
    newest = (
        select(Translation)
        .where(Translation.passage_id.in_(passage_ids))
        .order_by(Translation.number)
        .execution_options(populate_existing=True)
    )
    return {translation.passage_id: translation for translation in db.session.scalars(newest)}


def translations_of(source_id: UUID) -> list[Translation]:
    """The translations in use of everything that one voice said."""
    ids = db.session.scalars(select(Passage.id).where(Passage.source_id == source_id)).all()
    return list(in_use(ids).values())


def add_translation(*, passage_id: UUID, words: str, seen: int, by: UUID) -> Translation:
    """Keep an English wording beside the original, screen it at once, and let it be read.

    `seen` is the number of the wording that this person's page showed, 0 for none. Raises ChangedMeanwhile,
    storing nothing, where another is in use by now. The same words again add nothing.
    """
    passage = db.session.scalars(select(Passage).where(Passage.id == passage_id).with_for_update()).one()
    before = in_use([passage_id]).get(passage_id)
    if before is not None and before.words == words:
        return before
    if (before.number if before else 0) != seen:
        raise ChangedMeanwhile
    translation = Translation(passage_id=passage_id, number=seen + 1, added_by=by)
    translation.words = words
    db.session.add(translation)
    _look_again(passage_id)
    nudge(READ_TRANSLATED, passage_ids=[passage_id])
    raise_concerns(
        room=passage.room,  # type: ignore[arg-type]  # the database holds it to the two rooms
        source_id=passage.source_id,
        team_id=passage.team_id,
        concerns=new_concerns(_concerns(passage, translation), _concerns(passage, before) if before else []),
    )
    if not _left_to_translate(passage.source_id):
        words_understood(source_id=passage.source_id, by=by)
    trail.record(
        action="added translation",
        subject="passage",
        subject_id=passage_id,
        detail={"number": translation.number},
    )
    return translation


def new_concerns(found: Sequence[Concern], before: Sequence[Concern]) -> list[Concern]:
    """The concerns that the earlier wording did not raise already.

    Rationale: putting a word right must not call the duty lead twice for the same thing, and must call for
    anything that the earlier wording hid.
    """
    raised = {(concern.category, concern.level) for concern in before}
    return [concern for concern in found if (concern.category, concern.level) not in raised]


def translation_key(translation: Translation) -> str:
    """What a concern in a translation calls the question: its places are those of the English."""
    return f"translation {translation.passage_id} {translation.number}"


def _concerns(passage: Passage, translation: Translation) -> list[Concern]:
    return concerns_in_words(
        translation.words,
        question=translation_key(translation),
        speaker=passage.speaker,  # type: ignore[arg-type]
    )


def _left_to_translate(source_id: UUID) -> bool:
    """Whether this voice said anything else that is not known to be English and has no translation."""
    others = (
        select(Passage.id)
        .outerjoin(PassageReading, PassageReading.passage_id == Passage.id)
        .where(
            Passage.source_id == source_id,
            Passage.language.is_distinct_from(ENGLISH),
            PassageReading.untranslated_by.is_(None),
            ~exists().where(Translation.passage_id == Passage.id),
        )
    )
    return db.session.scalars(others.limit(1)).first() is not None


def _look_again(passage_id: UUID) -> None:
    """The passage waits for a person's look again, whoever has it open is told."""
    db.session.execute(
        update(PassageReading)
        .where(PassageReading.passage_id == passage_id)
        .values(untranslated_by=None, looked_by=None, looked_at=None, revision=PassageReading.revision + 1)
    )
    db.session.flush()


def waiting(query: Select[Any], found: Reach) -> Select[Any]:
    """`query` of passages, narrowed to those within reach that wait for a translation."""
    return query.join(PassageReading, PassageReading.passage_id == Passage.id).where(
        Passage.state == "read",
        Passage.language != ENGLISH,
        PassageReading.untranslated_by.is_(None),
        ~exists().where(Translation.passage_id == Passage.id),
        within(found, Passage.team_id),
    )
