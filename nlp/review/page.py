"""Everything that the theme-review screen shows of one passage, from its redacted copy only."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from core.people.models import Team, User
from nlp.codebook.stored import themes_in_use
from nlp.kept.marks import places_kept
from nlp.kept.models import PassageReading, Suggestion, Tag, ThemeRow
from nlp.kept.reading import Span, apart
from nlp.languages import ENGLISH
from nlp.review.marked_words import Piece, pieces_of_many, words_at
from nlp.review.models import DoubleCoding
from nlp.review.second_coding import (
    FIRST,
    SECOND,
    coding_of,
    found_in,
    is_blind_for,
    is_to_settle,
    marked_in,
)
from nlp.review.settling import may_settle
from nlp.review.teaching import is_sure, score_in_words
from nlp.taught.page import model_said
from nlp.translating.models import Translation
from nlp.translating.translations import in_use as translation_in_use
from nlp.translating.translations import language_name

SPEAKERS = {"child": "A child or young person", "family": "A parent or carer", "staff": "A member of staff"}

_Coded = dict[str, tuple[str, tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Said:
    """How one of two people found a theme, None: not there, and the words that they marked."""

    valence: str | None
    marked_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeAsked:
    """One theme that the screen asks about: suggested, decided before, or both.

    `places` are those of the words that show it in the redacted copy: the ones that people `marked`, else the ones
    that made the suggestion, the strongest first. `because` are the machine's words, `marked_words` a person's.
    `said` is how each of two people found it, where what they found is to be settled; None: not there.
    """

    number: int
    slug: str
    label: str
    about: str
    suggestion: Suggestion | None
    tag: Tag | None
    decided_by: str | None
    marked: tuple[Span, ...]
    places: tuple[Span, ...]
    because: tuple[str, ...]
    marked_words: tuple[str, ...]
    said_by: str
    blind: bool
    said: tuple[Said, Said] | None = None

    @property
    def may_mark(self) -> bool:
        """Whether a person is asked for the words: where the machine has none, and where people marked some."""
        return self.suggestion is None or bool(self.marked)

    @property
    def suggested(self) -> str | None:
        """How the machine says they find it; whoever looks blind is not told."""
        return self.suggestion.valence if self.suggestion and not self.blind else None

    @property
    def differs(self) -> bool:
        return self.said is not None and self.said[0].valence != self.said[1].valence

    @property
    def answered(self) -> bool:
        """Whether there is an answer that may stand ticked: a person's, or one that the machine is sure of."""
        if self.blind or self.differs:
            return False
        return self.tag is not None or (self.suggestion is not None and is_sure(self.suggestion.score))

    @property
    def valence(self) -> str | None:
        """The answer that stands: the person's, else the machine's. None: a person said it is not there."""
        return self.tag.valence if self.tag is not None else self.suggested

    @property
    def sure(self) -> str:
        return score_in_words(self.suggestion.score) if self.suggestion else ""

    @property
    def by_model(self) -> bool:
        return self.suggestion is not None and self.suggestion.source.startswith("model:")


@dataclass(frozen=True, slots=True)
class PassageShown:
    """One passage on the screen. `may_decide` is false for one of two people whose difference others settle."""

    passage: Passage
    reading: PassageReading
    speaker: str
    team: str | None
    pieces: list[Piece]
    themes: list[ThemeAsked]
    others: list[ThemeRow]
    blind: bool
    to_settle: DoubleCoding | None
    may_decide: bool
    saved_by: set[UUID]
    translation: Translation | None

    @property
    def language(self) -> str:
        return language_name(self.passage.language)

    @property
    def redacted(self) -> str:
        return self.passage.redacted or ""

    @property
    def translated(self) -> bool:
        """Whether it is a translation that is read, and so marked."""
        return self.translation is not None and self.translation.read

    @property
    def in_other_language(self) -> bool:
        return self.passage.language not in (None, ENGLISH)


def passage_shown(passage_id: UUID, found: Reach, *, person_id: UUID) -> PassageShown | None:
    """The passage as the screen shows it; None when it is not there, not read, or out of reach.

    Whoever looks as the second of two people sees what the machine suggests and nothing of what the first
    decided.
    """
    row = db.session.execute(
        select(Passage, PassageReading, Team.name)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .outerjoin(Team, Team.id == Passage.team_id)
        .where(Passage.id == passage_id, Passage.state == "read", within(found, Passage.team_id))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    passage, reading, team = row
    in_use = themes_in_use()
    coding = coding_of(passage_id)
    blind = is_blind_for(coding, person_id)
    two = _found_by_two(passage_id) if is_to_settle(coding) else None
    asked = _asked(passage, {theme.slug: theme for theme in in_use}, blind=blind, two=two)
    shown = {theme.slug for theme in asked}
    return PassageShown(
        passage=passage,
        reading=reading,
        speaker=SPEAKERS[passage.speaker],
        team=team,
        pieces=pieces_of_many(passage.redacted or "", {theme.number: theme.places for theme in asked}),
        themes=asked,
        others=[theme for theme in in_use if theme.slug not in shown and passage.speaker in theme.speakers],
        blind=blind,
        to_settle=coding if two else None,
        may_decide=not (two and coding) or may_settle(coding, passage.team_id, person_id=person_id),
        saved_by={who for who in (reading.looked_by, coding and coding.second_by) if who},
        translation=translation_in_use([passage_id]).get(passage_id),
    )


def _asked(
    passage: Passage,
    in_use: dict[str, ThemeRow],
    *,
    blind: bool,
    two: tuple[_Coded, _Coded] | None,
) -> list[ThemeAsked]:
    redacted = passage.redacted or ""
    suggestions = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.passage_id == passage.id)
        .order_by(Suggestion.start_at, Suggestion.theme)
    ).all()
    suggested = {suggestion.theme: suggestion for suggestion in suggestions}
    decided = {
        tag.theme: (tag, name)
        for tag, name in db.session.execute(
            select(Tag, User.name)
            .join(User, User.id == Tag.decided_by)
            .where(Tag.passage_id == passage.id)
            .order_by(Tag.id)
            .execution_options(populate_existing=True)
        )
    }
    if blind:
        decided = {}
    coded = [*two[0], *two[1]] if two else []
    slugs = [slug for slug in dict.fromkeys([*suggested, *decided, *coded]) if slug in in_use]
    asked = []
    for number, slug in enumerate(slugs, start=1):
        tag, name = decided.get(slug, (None, None))
        suggestion = suggested.get(slug)
        made_by = _places(suggestion)
        marked = tuple(apart(_marked(slug, tag, two)))
        asked.append(
            ThemeAsked(
                number=number,
                slug=slug,
                label=in_use[slug].label,
                about=in_use[slug].counts,
                suggestion=suggestion,
                tag=tag,
                decided_by=name,
                marked=marked,
                places=marked or made_by,
                because=words_at(redacted, made_by),
                marked_words=words_at(redacted, places_kept(tag.redacted_marks if tag else ())),
                said_by=model_said(suggestion.source) if suggestion else "",
                blind=blind,
                said=(_said(slug, two[0], redacted), _said(slug, two[1], redacted)) if two else None,
            )
        )
    return asked


def _found_by_two(passage_id: UUID) -> tuple[_Coded, _Coded]:
    """What the first and the second person found: by theme its valence, and the places that they marked."""
    found, marked = found_in([passage_id]), marked_in([passage_id])
    first, second = (
        {
            theme: (valence, tuple(marked[passage_id, coder, theme]))
            for theme, valence in found.get((passage_id, coder), {}).items()
        }
        for coder in (FIRST, SECOND)
    )
    return first, second


def _said(theme: str, found: _Coded, redacted: str) -> Said:
    valence, places = found.get(theme, (None, ()))
    return Said(valence, words_at(redacted, places))


def _marked(theme: str, tag: Tag | None, two: tuple[_Coded, _Coded] | None) -> Iterable[Span]:
    """Where people marked a theme: who decided on it, or either of two whose difference is to be settled."""
    places = places_kept(tag.redacted_marks) if tag else []
    return [*places, *(place for coded in two or () if theme in coded for place in coded[theme][1])]


def _places(suggestion: Suggestion | None) -> tuple[Span, ...]:
    """Where the words that made a suggestion stand in the redacted copy, the strongest first."""
    if suggestion is None:
        return ()
    if suggestion.reasons:
        return tuple((start, end) for start, end in suggestion.reasons)
    start, end = suggestion.redacted_start, suggestion.redacted_end
    return () if start is None or end is None else ((start, end),)
