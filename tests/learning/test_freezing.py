from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.people.models import Team
from learning.figures import Hidden, Shown
from learning.freezing import freeze
from learning.frozen import FrozenSummary, ThemeLine
from learning.scope import scope_of
from learning.sentences import standard_sentence
from tests.learning.factories import give, hear, make_area, sent_reviews, settle, themes

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 30)
LISTENED, WORKER = "listened-to", "worker-relationship"


def frozen(*, team: Team | None = None, start: date = MAY, end: date = JUNE) -> FrozenSummary:
    scope = scope_of(start=start, end=end, team_id=team.id if team else None)
    return freeze(scope, authority="Larkmoor", threshold=10, on=date(2026, 7, 1))


def line(data: FrozenSummary, slug: str) -> ThemeLine:
    return next(theme for theme in data.themes if theme.slug == slug)


@pytest.fixture
def heard(app: Flask, session: Session) -> list[Team]:
    """Two teams; children and families speak in May and June, three staff in May."""
    themes(LISTENED, WORKER)
    north, south = make_area("North", "South")
    hear(24, team=north, themes={LISTENED: "positive"})
    hear(12, team=north, themes={LISTENED: "negative"})
    hear(14, team=north, on=date(2026, 6, 3))
    hear(20, team=south, speaker="family", themes={LISTENED: "positive"}, on=date(2026, 6, 3))
    hear(15, team=south, speaker="family")
    hear(3, team=north, speaker="staff", themes={WORKER: "mixed"})
    settle()
    return [north, south]


def test_voices_are_counted_by_speaker_and_a_small_group_is_hidden_with_another(heard: list[Team]) -> None:
    data = frozen()
    assert data.voices.everybody == Shown(88)
    assert data.voices.child == Shown(50)
    assert (data.voices.staff, data.voices.family) == (Hidden(), Hidden())


def test_a_theme_says_how_many_spoke_of_it_and_how(heard: list[Team]) -> None:
    theme = line(frozen(), LISTENED)
    assert theme.said.everybody == Shown(56)
    assert (theme.positive, theme.negative, theme.mixed) == (Shown(44), Shown(12), Shown(0))


def test_a_theme_that_few_raised_is_hidden_in_every_part(heard: list[Team]) -> None:
    theme = line(frozen(), WORKER)
    parts = (theme.said.everybody, theme.said.staff, theme.positive, theme.mixed)
    assert all(isinstance(part, Hidden) for part in parts)


def test_months_are_counted(heard: list[Team]) -> None:
    assert [month.voices for month in frozen().months] == [Shown(54), Shown(34)]


def test_a_teams_figures_hide_what_the_other_teams_would_give_away(app: Flask, session: Session) -> None:
    themes(LISTENED)
    north, south = make_area("North", "South")
    hear(30, team=north, themes={LISTENED: "positive"})
    hear(30, team=north)
    hear(4, team=south, themes={LISTENED: "positive"})
    hear(40, team=south)
    settle()
    assert line(frozen(), LISTENED).said.everybody == Shown(34)
    assert isinstance(line(frozen(team=north), LISTENED).said.everybody, Hidden)


def test_a_team_with_few_voices_shows_nothing(heard: list[Team]) -> None:
    tiny, _ = make_area("Tiny", "Other")
    hear(4, team=tiny, themes={LISTENED: "positive"})
    settle()
    data = frozen(team=tiny)
    assert isinstance(data.voices.everybody, Hidden)
    assert all(isinstance(theme.said.everybody, Hidden) for theme in data.themes if theme.slug == LISTENED)


def test_what_auditors_write_is_no_voice(heard: list[Team]) -> None:
    hear(40, team=heard[0], speaker="staff", room="audit", themes={WORKER: "negative"})
    settle()
    assert frozen().voices.everybody == Shown(88)


def test_a_change_from_the_period_before_is_tested(heard: list[Team]) -> None:
    hear(60, team=heard[0], on=date(2026, 3, 5))
    hear(10, team=heard[0], on=date(2026, 4, 5), themes={LISTENED: "positive"})
    settle()
    assert line(frozen(), LISTENED).change == "more"


def test_frozen_data_survives_being_stored(heard: list[Team]) -> None:
    data = frozen()
    assert FrozenSummary.model_validate(data.model_dump(mode="json")) == data


def test_no_small_number_is_anywhere_in_frozen_data(heard: list[Team]) -> None:
    def numbers(value: object) -> list[int]:
        if isinstance(value, Shown):
            return [value.n]
        if isinstance(value, dict):
            return [n for each in value.values() for n in numbers(each)]
        if isinstance(value, list | tuple):
            return [n for each in value for n in numbers(each)]
        return (
            [n for each in vars(value).values() for n in numbers(each)]
            if hasattr(value, "model_dump")
            else []
        )

    for data in (frozen(), *(frozen(team=team) for team in heard)):
        assert not [n for n in numbers(data) if 0 < n < 10]


def test_grades_count_once_they_are_signed_off_and_by_the_version_of_their_scale(heard: list[Team]) -> None:
    reviews = sent_reviews(heard[0], 25)
    for i, review in enumerate(reviews):
        give(review, "good" if i < 12 else "sound", on=MAY, scale_version=2)
    give(reviews[0], "good", standard="impact", on=MAY, scale_version=1)
    give(sent_reviews(heard[0], 1, signed_off=False)[0], "good", on=MAY, scale_version=2)
    data = frozen()
    (standard,) = data.standards
    assert (standard.key, standard.graded) == ("assessment", Shown(25))
    assert (standard.counts["good"], standard.counts["sound"]) == (Shown(12), Shown(13))
    assert [point.ranked for point in data.scale] == [True, True, True, True, False]
    assert standard_sentence(standard, data) is None
