"""The figures say how many voices speak of what, and the passages behind a figure can be read."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from core.access import Reach
from core.passages import Passage
from core.people.models import User
from nlp.findings import Valence
from nlp.kept import counts, rollup
from nlp.kept.counts import Scope, Tally
from nlp.kept.counts_cli import counts as counts_command
from tests.nlp.factories import (
    make_codebook,
    make_read_passage,
    make_suggestion,
    make_tag,
    make_team,
)

EVERYTHING = Reach(everything=True, team_ids=frozenset())
AUTUMN = Scope(EVERYTHING, date(2026, 9, 1), date(2026, 11, 1))
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def themes(session: Session) -> None:
    make_codebook("listened-to", "school-learning")


@pytest.fixture
def person(session: Session) -> User:
    person = User(name="Ada", email="ada@example.org", fs_uniquifier="ada", password="none")
    session.add(person)
    session.flush()
    return person


def heard(theme: str, valence: str = "positive", **values: Any) -> Passage:
    """A passage of a new voice, read and counted."""
    source = uuid4()
    with rollup.recounting([source]):
        passage = make_read_passage(source_id=source, **values)
        make_suggestion(passage, theme, valence)
    return passage


def test_a_voice_with_three_passages_on_a_theme_counts_once(session: Session) -> None:
    source = uuid4()
    with rollup.recounting([source]):
        for _ in range(3):
            make_suggestion(make_read_passage(source_id=source), "listened-to")
    assert counts.count_themes(AUTUMN) == [
        Tally(1, month=SEPTEMBER, speaker="child", theme="listened-to", valence="positive")
    ]
    assert counts.count_voices(AUTUMN) == [Tally(1, month=SEPTEMBER, speaker="child")]


def test_a_voice_that_is_glad_and_sad_about_a_theme_is_one_mixed_voice(session: Session) -> None:
    source = uuid4()
    with rollup.recounting([source]):
        make_suggestion(make_read_passage(source_id=source), "listened-to", "positive")
        make_suggestion(make_read_passage(source_id=source), "listened-to", "negative")
    assert counts.count_themes(AUTUMN, by=("theme", "valence")) == [
        Tally(1, theme="listened-to", valence="mixed")
    ]


def test_a_persons_decision_wins_over_the_machines(session: Session, person: User) -> None:
    passage = make_read_passage()
    with rollup.recounting([passage.source_id]):
        make_suggestion(passage, "listened-to", "positive")
        make_tag(passage, "listened-to", None, decision="rejected", by=person.id)
        make_tag(passage, "school-learning", "negative", by=person.id)
    assert counts.count_themes(AUTUMN, by=("theme", "valence")) == [
        Tally(1, theme="school-learning", valence="negative")
    ]


def test_only_teams_and_months_in_scope_are_counted(session: Session) -> None:
    near, far = make_team(), make_team()
    for team, on in ((near, date(2026, 9, 2)), (near, date(2026, 8, 30)), (far, date(2026, 9, 2))):
        heard("listened-to", team_id=team.id, on=on)
    scope = Scope(Reach(False, frozenset({near.id})), date(2026, 9, 1), date(2026, 9, 30))
    assert counts.count_themes(scope, by=("team_id", "theme")) == [
        Tally(1, team_id=near.id, theme="listened-to")
    ]
    assert counts.count_voices(scope, by=()) == [Tally(1)]
    assert counts.count_themes(Scope(Reach(False, frozenset()), scope.first, scope.last)) == []
    narrowed = Scope(EVERYTHING, scope.first, scope.last, teams=frozenset({far.id}))
    assert counts.count_themes(narrowed, by=("team_id", "theme")) == [
        Tally(1, team_id=far.id, theme="listened-to")
    ]


def test_the_passages_behind_a_figure_come_newest_first_a_page_at_a_time(session: Session) -> None:
    written = [
        heard("listened-to", "negative" if month == 11 else "positive", on=date(2026, month, 3))
        for month in (9, 10, 11)
    ]
    first = counts.passages_of("listened-to", AUTUMN, limit=2)
    assert [said.passage_id for said in first] == [written[2].id, written[1].id]
    assert (first[0].redacted, first[0].start, first[0].end) == ("She listens to me.", 0, 3)
    rest = counts.passages_of("listened-to", AUTUMN, after=(first[1].month, first[1].passage_id))
    assert [said.passage_id for said in rest] == [written[0].id]
    good = counts.passages_of("listened-to", AUTUMN, valence=Valence.positive)
    assert [said.passage_id for said in good] == [written[1].id, written[0].id]


def test_the_words_that_a_person_marked_win_over_those_that_the_machine_named(
    session: Session, person: User
) -> None:
    marked, left = heard("listened-to"), heard("listened-to")
    make_tag(
        marked, "listened-to", "positive", by=person.id, marks=[[4, 11]], redacted_marks=[[4, 11], [15, 17]]
    )
    make_tag(left, "listened-to", "positive", by=person.id)
    places = {said.passage_id: said.places for said in counts.passages_of("listened-to", AUTUMN)}
    assert places == {marked.id: [(4, 11), (15, 17)], left.id: [(0, 3)]}


def test_search_finds_redacted_words_in_scope(session: Session) -> None:
    found = make_read_passage(words="We waited weeks for a call back")
    make_read_passage(words="Lovely")
    assert counts.search_passages("waiting calls", AUTUMN) == [found]
    assert counts.search_passages("waiting", Scope(EVERYTHING, date(2025, 1, 1), date(2025, 2, 1))) == []


def test_forgetting_a_voice_takes_it_out_of_the_figures(session: Session) -> None:
    passage = heard("listened-to")
    session.commit()
    assert rollup.forget_voices([passage.source_id]) == 1
    assert counts.count_themes(AUTUMN) == [] == counts.count_voices(AUTUMN)
    assert rollup.disagreements() == 0


def test_a_rebuild_puts_wrong_figures_right_and_says_how_many(session: Session) -> None:
    passage = heard("listened-to")
    make_suggestion(passage, "school-learning")
    assert rollup.disagreements() == 1
    assert rollup.rebuild() == 1
    assert rollup.disagreements() == 0
    assert {tally.theme for tally in counts.count_themes(AUTUMN)} == {"listened-to", "school-learning"}


def test_the_command_checks_and_counts_again(app: Flask, session: Session) -> None:
    def run(*words: str) -> Result:
        session.commit()
        result = CliRunner().invoke(counts_command, words, obj=lambda: app)
        session.rollback()
        return result

    passage = heard("listened-to")
    assert (run("check").exit_code, run("check").output) == (0, "Every figure is right.\n")
    make_suggestion(passage, "school-learning", "negative")
    wrong = run("check")
    assert wrong.exit_code == 1 and "1 figure is wrong" in wrong.output
    assert "1 figure is put right" in run("rebuild").output
    assert run("check").exit_code == 0


@pytest.mark.parametrize("by", [("speaker",), ()])
def test_themes_are_never_added_up(session: Session, by: tuple[counts.Dimension, ...]) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        counts.count_themes(AUTUMN, by=by)
