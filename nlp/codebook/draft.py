"""The draft of the next codebook: changed step by step by anybody who may, published as a whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, select

from core import trail
from core.db import db
from nlp import rereading
from nlp.codebook import Codebook
from nlp.codebook.changes import CannotChange, mark_of, reads_the_same, taking_up
from nlp.codebook.differences import ThemeChange, differences
from nlp.codebook.models import CodebookDraft, ShippedAnswer
from nlp.codebook.versions import (
    codebook_of_version,
    definition_of,
    fingerprint_of,
    lock_codebook,
    newest_version,
    read_with,
    shipped_as_listed,
    shipped_fingerprint,
    store_version,
)
from nlp.kept.models import CodebookVersion
from nlp.lexis.phrase_checks import problem_together, problem_with
from nlp.meanwhile import ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class Draft:
    """The codebook as it is being changed. `revision` is 0 where nobody has changed anything yet."""

    codebook: Codebook
    revision: int
    version: CodebookVersion
    changed_by: UUID | None

    def changes(self) -> list[ThemeChange]:
        """What publishing it would change."""
        return differences(codebook_of_version(self.version.id), self.codebook)

    def reads_another_way(self) -> bool:
        """Whether publishing it changes what is found, and not only what people read about the themes."""
        return not reads_the_same(codebook_of_version(self.version.id), self.codebook)


def draft_now() -> Draft | None:
    """The draft, or the codebook in use where nothing is being changed; None where none is stored yet."""
    version = newest_version()
    if version is None:
        return None
    try:
        in_use = codebook_of_version(version.id)
        row = db.session.scalars(
            select(CodebookDraft).execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return Draft(in_use, 0, version, None)
        return Draft(
            Codebook.model_validate({"themes": row.definition}), row.revision, version, row.changed_by
        )
    except ValidationError:
        return None


def change(
    how: Callable[[Codebook], Codebook], *, by: UUID, seen: Mapping[str, str] | None = None
) -> Codebook:
    """Change the draft, begun now where there is none; gives the codebook as it is then.

    `seen` are the marks of the themes that this person's page was given. Raises `ChangedMeanwhile` where one
    of them has another mark by now, `CannotChange` where the change makes no sense, and KeyError for a theme
    that is not there.
    """
    lock_codebook()
    draft = draft_now()
    if draft is None:
        read_with()
        draft = draft_now()
    if draft is None:
        raise CannotChange("The codebook cannot be read. Tell an administrator.")
    for slug, mark in (seen or {}).items():
        if mark_of(draft.codebook.theme(slug)) != mark:
            raise ChangedMeanwhile
    changed = how(draft.codebook)
    _keep(changed, draft, by)
    return changed


def discard(*, revision: int) -> None:
    """Throw the draft away. Raises `ChangedMeanwhile` where it is not the one that was seen.

    What came with Heard and was only in this draft is offered again.
    """
    draft = _locked(revision)
    db.session.execute(delete(CodebookDraft))
    db.session.execute(
        delete(ShippedAnswer).where(
            ShippedAnswer.answer == "taken", ShippedAnswer.answered_at > draft.version.made_at
        )
    )
    trail.record(action="discarded codebook draft", subject="codebook")


def publish(*, revision: int, note: str, by: UUID) -> CodebookVersion:
    """Make the draft the next version and begin to read everything again with it, where it reads another way.

    Raises `ChangedMeanwhile` where the draft is not the one that was seen, and `CannotChange` where there is
    nothing to publish, or it cannot be read with.
    """
    draft = _locked(revision)
    changes = draft.changes()
    if not changes:
        raise CannotChange("Nothing differs from the version in use, so there is nothing to publish.")
    _check_phrases(draft.codebook)
    reads_as = None if draft.reads_another_way() else draft.version
    version = store_version(draft.codebook, note=note, by=by, reads_as=reads_as)
    db.session.execute(delete(CodebookDraft))
    begun = rereading.begin(version)
    trail.record(
        action="published codebook",
        subject="codebook_version",
        subject_id=version.id,
        detail={"number": version.number, "themes_changed": len(changes), "passages": begun.total},
    )
    return version


@dataclass(frozen=True, slots=True)
class Offer:
    """A codebook that came with Heard and that the authority has not answered yet."""

    fingerprint: str
    changes: list[ThemeChange]


def offer_now(draft: Draft) -> Offer | None:
    """What this release brings that differs from what it brought before, where nobody has answered yet."""
    fingerprint = shipped_fingerprint()
    before = _shipped_before()
    if draft.version.fingerprint == fingerprint or before is None or fingerprint_of(before) == fingerprint:
        return None
    if db.session.scalars(select(ShippedAnswer.id).where(ShippedAnswer.fingerprint == fingerprint)).first():
        return None
    changes = differences(draft.codebook, _taking_up(draft.codebook, before))
    return Offer(fingerprint, changes) if changes else None


def answer_offer(*, take: bool, fingerprint: str, by: UUID) -> None:
    """Put what came with Heard into the draft, or leave it. Raises `ChangedMeanwhile` for another offer."""
    lock_codebook()
    before = _shipped_before()
    if fingerprint != shipped_fingerprint() or before is None:
        raise ChangedMeanwhile
    if take:
        change(lambda codebook: _taking_up(codebook, before), by=by)
    db.session.add(
        ShippedAnswer(
            fingerprint=fingerprint,
            definition=definition_of(shipped_as_listed()),
            answer="taken" if take else "left",
            answered_by=by,
        )
    )
    db.session.flush()
    trail.record(action="answered shipped codebook", subject="codebook", detail={"taken": take})


def _taking_up(codebook: Codebook, before: list[object]) -> Codebook:
    earlier = Codebook.model_validate({"themes": before})
    return taking_up(codebook, shipped=shipped_as_listed(), before=earlier)


def _shipped_before() -> list[object] | None:
    """The last shipped codebook that the authority knows of: answered, or stored as a version."""
    answered = select(ShippedAnswer.definition).order_by(ShippedAnswer.id.desc()).limit(1)
    stored = (
        select(CodebookVersion.definition)
        .where(CodebookVersion.origin == "shipped")
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    )
    return db.session.scalars(answered).first() or db.session.scalars(stored).first()


def _locked(revision: int) -> Draft:
    lock_codebook()
    draft = draft_now()
    if draft is None or draft.revision != revision or not revision:
        raise ChangedMeanwhile
    return draft


def _keep(codebook: Codebook, draft: Draft, by: UUID) -> None:
    row = db.session.get(CodebookDraft, 1) or CodebookDraft(id=1, based_on_id=draft.version.id, revision=0)
    row.definition, row.changed_by, row.changed_at = definition_of(codebook), by, datetime.now(UTC)
    row.revision += 1
    db.session.add(row)
    db.session.flush()


def _check_phrases(codebook: Codebook) -> None:
    for theme in codebook.themes:
        for phrase in theme.lexicon.phrases():
            if problem := problem_with(phrase):
                raise CannotChange(f"{theme.label}: the phrase “{phrase}” cannot be looked for. {problem}")
    if problem := problem_together(phrase for theme in codebook.themes for phrase in theme.lexicon.phrases()):
        raise CannotChange(problem)
