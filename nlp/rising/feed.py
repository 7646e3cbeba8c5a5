"""The feed of new and rising words: what nobody has answered yet, with examples. Learning may use it too."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from core import trail
from core.access import Reach, within
from core.db import db
from core.passages import Passage
from core.people.models import User
from nlp.codebook import Codebook, Theme
from nlp.codebook.changes import CannotChange, with_theme
from nlp.codebook.draft import change, draft_now
from nlp.lexis.phrase_checks import problem_with, typed_phrases
from nlp.review.marked_words import Piece, pieces
from nlp.rising.jobs import two_periods
from nlp.rising.models import RisingLook, RisingTerm, TermAnswer

SHOWN = 30
EXAMPLES = 2
LONGEST_EXAMPLE = 300
LOOKED_THROUGH = 20
_WITH_NAMES = select(TermAnswer, User.name).join(User, User.id == TermAnswer.answered_by)


@dataclass(frozen=True, slots=True)
class Example:
    """A redacted passage, cut to what a page can show, with the term marked."""

    month: date
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered about a term. `theme` is the label of the theme it was added to.

    An answer no longer `stands` where the term has left that theme's list: with a draft that was thrown away, say.
    """

    term: str
    by: str
    at: datetime
    theme: str | None
    stands: bool


def last_look() -> RisingLook | None:
    return db.session.get(RisingLook, 1, populate_existing=True)


def rising_terms(
    *, speakers: Collection[str] = ("child", "family", "staff"), most: int = SHOWN
) -> list[RisingTerm]:
    """What rose and nobody has answered yet, the most surprising first.

    Every term is used by at least as many voices as the authority's threshold. Figures below the threshold,
    such as `voices_before`, must not be shown as they are.
    """
    answered = [one.term for one in _answered(_WITH_NAMES) if one.stands]
    return list(
        db.session.scalars(
            select(RisingTerm)
            .where(RisingTerm.speaker.in_(speakers), RisingTerm.term.not_in(answered))
            .order_by(RisingTerm.strength.desc(), RisingTerm.term)
            .limit(most)
            .execution_options(populate_existing=True)
        )
    )


def examples_of(term: RisingTerm, look: RisingLook, found: Reach) -> list[Example]:
    """A few passages within reach that hold the term."""
    (first, last), _ = two_periods(look.period)
    rows = db.session.execute(
        select(Passage.month, func.coalesce(Passage.redacted, ""))
        .where(
            func.to_tsvector("english", func.coalesce(Passage.redacted, "")).op("@@")(
                func.phraseto_tsquery("english", term.term)
            ),
            Passage.state == "read",
            Passage.speaker == term.speaker,
            Passage.month.between(first, last),
            within(found, Passage.team_id),
        )
        .limit(LOOKED_THROUGH)
    )
    shown: dict[str, Example] = {}
    for month, redacted in rows:
        place = _place(term.term, redacted)
        if place is not None and redacted not in shown and len(shown) < EXAMPLES:
            shown[redacted] = Example(month, _cut(redacted, *place))
    return list(shown.values())


def answers_so_far() -> list[Answered]:
    """What people answered, the newest first."""
    return _answered(_WITH_NAMES.order_by(TermAnswer.answered_at.desc()).limit(100))


def term_of(identifier: str) -> str | None:
    """The term that a look found under this identifier, if it still stands there."""
    try:
        found = db.session.get(RisingTerm, UUID(identifier))
    except ValueError:
        return None
    return found.term if found else None


def stands_on(theme: Theme, term: str) -> bool:
    """Whether the term is on the theme's list."""
    return not {*typed_phrases(term)}.isdisjoint(theme.lexicon.phrases())


def add_to_theme(*, term: str, theme: str, by: UUID) -> None:
    """Put the term on the theme's list in the draft of the codebook. Raises CannotChange, KeyError."""
    if problem := problem_with(term):
        raise CannotChange(problem)
    change(lambda codebook: _with_phrase(codebook, theme, term), by=by)
    keep_added(term=term, theme=theme, by=by)


def keep_added(*, term: str, theme: str, by: UUID) -> None:
    """Remember that the term was put on this theme's list."""
    _answer(term, "added", theme, by)


def not_interesting(*, term: str, by: UUID) -> None:
    """Show the term no more."""
    _answer(term, "not-interesting", None, by)


def show_again(*, term: str) -> None:
    """Take an answer back."""
    db.session.execute(delete(TermAnswer).where(TermAnswer.term == term))
    trail.record(action="took back answer on rising word", subject="codebook")


def _answered(chosen: Select[TermAnswer, str]) -> list[Answered]:
    draft = draft_now()
    themes = {theme.slug: theme for theme in draft.codebook.themes} if draft else {}
    found = []
    for answer, by in db.session.execute(chosen):
        theme = themes.get(answer.theme or "")
        stands = (
            answer.theme is None or draft is None or (theme is not None and stands_on(theme, answer.term))
        )
        label = theme.label if theme else answer.theme
        found.append(Answered(answer.term, by, answer.answered_at, label, stands))
    return found


def _answer(term: str, answer: str, theme: str | None, by: UUID) -> None:
    values = {"answer": answer, "theme": theme, "answered_by": by, "answered_at": func.now()}
    row = TermAnswer(term=term)
    statement = upsert(TermAnswer).values(id=row.id, term=term, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=["term"], set_=values))
    trail.record(action="answered rising word", subject="codebook", detail={"answer": answer, "theme": theme})


def _with_phrase(codebook: Codebook, slug: str, phrase: str) -> Codebook:
    theme = codebook.theme(slug)
    if stands_on(theme, phrase):
        return codebook
    lexicon = theme.lexicon.model_copy(update={"either": (*theme.lexicon.either, *typed_phrases(phrase))})
    return with_theme(codebook, theme.model_copy(update={"lexicon": lexicon}))


def _place(term: str, redacted: str) -> tuple[int, int] | None:
    spaced = r"\s+".join(re.escape(word).replace("'", "['’]") for word in term.split())
    found = re.search(rf"(?<!\w){spaced}(?!\w)", redacted, re.IGNORECASE)
    return found.span() if found else None


def _cut(redacted: str, start: int, end: int) -> list[Piece]:
    first = max(0, start - LONGEST_EXAMPLE // 2)
    last = first + LONGEST_EXAMPLE
    cut = pieces(redacted[first:last], {1: (start - first, end - first)})
    return [*([Piece("… ")] if first else []), *cut, *([Piece(" …")] if last < len(redacted) else [])]
