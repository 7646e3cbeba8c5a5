"""However readings and decisions come and go, the roll-up says what counting everything again would say."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import uuid4

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import db
from core.passages import Passage
from core.people.models import Team, User
from nlp.bounded import Unread
from nlp.findings import ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import CodebookVersion, PassageReading, Suggestion, Tag
from nlp.kept.reading import KeptReading, KeptTheme, together
from nlp.kept.rollup import ThemeCount, VoiceCount, disagreements, forget_voices
from nlp.review.decisions import Verdict, decide
from tests.nlp.factories import make_codebook, make_passage, make_team

THEMES = ("listened-to", "school-learning", "feeling-safe")
Figures = tuple[dict[tuple[Any, ...], int], dict[tuple[Any, ...], int]]

valences = st.sampled_from(list(Valence))
themes = st.sampled_from(THEMES)
places = st.integers(min_value=0, max_value=5)


def kept(found: dict[str, Valence]) -> KeptReading:
    return KeptReading(
        redacted="words",
        language="en",
        themes=tuple(
            KeptTheme(ThemeFinding(theme, valence, 0.6, 0, 5, f"lexicon:{theme}"), 0, 5)
            for theme, valence in found.items()
        ),
    )


def counted_again() -> Figures:
    """The figures by plain arithmetic over every row, written without the roll-up's own queries."""
    said: dict[tuple[Any, ...], set[Valence]] = defaultdict(set)
    heard: set[tuple[Any, ...]] = set()
    for passage in db.session.scalars(select(Passage).where(Passage.state == "read")):
        place = (passage.team_id, passage.month, passage.room, passage.speaker)
        heard.add((passage.source_id, place))
        tags = {tag.theme: tag for tag in db.session.scalars(select(Tag).where(Tag.passage_id == passage.id))}
        held: dict[str, str | None] = {
            found.theme: found.valence
            for found in db.session.scalars(select(Suggestion).where(Suggestion.passage_id == passage.id))
        }
        held |= {theme: tag.valence for theme, tag in tags.items()}
        for theme, valence in held.items():
            if valence is not None:
                said[passage.source_id, place, theme].add(Valence(valence))
    themes_of = Counter((place, theme, together(found).value) for (_, place, theme), found in said.items())
    return dict(themes_of), dict(Counter(place for _, place in heard))


def rolled_up() -> Figures:
    def place(row: ThemeCount | VoiceCount) -> tuple[Any, ...]:
        return (row.team_id, row.month, row.room, row.speaker)

    fresh = {"populate_existing": True}
    theme_rows = db.session.scalars(select(ThemeCount).where(ThemeCount.n > 0).execution_options(**fresh))
    voice_rows = db.session.scalars(select(VoiceCount).where(VoiceCount.n > 0).execution_options(**fresh))
    return (
        {(place(row), row.theme, row.valence): row.n for row in theme_rows},
        {place(row): row.n for row in voice_rows},
    )


class Comings(RuleBasedStateMachine):
    """Six passages of three voices in two teams and none; anything may happen to each, in any order."""

    codebook: CodebookVersion
    person: User
    teams: list[Team | None]

    @initialize()
    def begin(self) -> None:
        db.session.rollback()
        sources = [uuid4() for _ in range(3)]
        self.sources = sources
        self.passages = [
            make_passage(
                source_id=sources[number % 3],
                team_id=team.id if (team := self.teams[number % 3]) else None,
                speaker="child" if number < 3 else "family",
                on=date(2026, 9 + (number == 5), 1),
            ).id
            for number in range(6)
        ]

    def _passage(self, place: int) -> Passage | None:
        return db.session.get(Passage, self.passages[place])

    @rule(place=places, found=st.dictionaries(themes, valences))
    def read(self, place: int, found: dict[str, Valence]) -> None:
        if passage := self._passage(place):
            keep_readings([(passage, kept(found))], codebook=self.codebook)

    @rule(found=st.dictionaries(themes, valences))
    def read_everything_in_one_batch(self, found: dict[str, Valence]) -> None:
        here = [passage for place in range(6) if (passage := self._passage(place))]
        keep_readings([(passage, kept(found)) for passage in here], codebook=self.codebook)

    @rule(place=places)
    def fail_to_read(self, place: int) -> None:
        if passage := self._passage(place):
            keep_readings([(passage, Unread("slow"))], codebook=self.codebook)

    @rule(place=places, verdicts=st.dictionaries(themes, st.none() | valences, min_size=1))
    def decide(self, place: int, verdicts: dict[str, Valence | None]) -> None:
        reading = db.session.get(PassageReading, self.passages[place], populate_existing=True)
        if reading and reading.because is None:
            decide(
                passage_id=reading.passage_id,
                revision=reading.revision,
                verdicts=[Verdict(theme, valence) for theme, valence in verdicts.items()],
                by=self.person.id,
            )

    @rule(voice=st.integers(min_value=0, max_value=2))
    def forget(self, voice: int) -> None:
        forget_voices([self.sources[voice]])
        db.session.expire_all()

    @invariant()
    def the_roll_up_is_right(self) -> None:
        if hasattr(self, "passages"):
            db.session.flush()
            assert rolled_up() == counted_again()
            assert disagreements() == 0

    def teardown(self) -> None:
        db.session.rollback()


def test_the_roll_up_stays_right_whatever_happens(session: Session) -> None:
    Comings.codebook = make_codebook(*THEMES)
    Comings.teams = [make_team(), make_team(), None]
    Comings.person = User(name="Ada", email="ada@example.org", fs_uniquifier="ada", password="none")
    session.add(Comings.person)
    session.commit()
    case = Comings.TestCase
    case.settings = settings(
        max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case().runTest()


@pytest.mark.parametrize("valence", list(Valence))
def test_a_voice_of_one_mind_keeps_its_valence(valence: Valence) -> None:
    assert together({valence}) is valence
    assert together({valence, Valence.neutral}) is valence
