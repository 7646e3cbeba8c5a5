"""Several people on one queue: nobody the same passage, a blind second look, and exact repeats at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.access import WHOLE_AUTHORITY
from core.db import db
from core.passages import Passage
from core.people.models import Authority, Role, User
from core.trail import TrailEntry
from nlp.findings import ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import CodebookVersion, PassageReading, Tag
from nlp.kept.reading import KeptReading, KeptTheme
from nlp.kept.rollup import disagreements
from nlp.review import queue
from nlp.review.models import CodedTheme, DoubleCoding, ReviewLease
from nlp.review.queue import left_to_look_at, take_next
from nlp.review.second_coding import is_chosen
from tests.conftest import SignIn
from tests.nlp.factories import make_codebook, make_passage, make_team

START = "/themes/review"
NEXT = "/themes/review/next"
AGREEMENT = "/themes/agreement/"
Colleague = Callable[..., tuple[FlaskClient, User]]


@pytest.fixture
def codebook(session: Session) -> CodebookVersion:
    return make_codebook("listened-to", "school-learning", "feeling-safe")


@pytest.fixture
def everything_twice(session: Session) -> None:
    session.execute(update(Authority).values(second_look_percent=100))


@pytest.fixture
def colleague(app: Flask, sign_in: SignIn) -> Colleague:
    def make(**where: Any) -> tuple[FlaskClient, User]:
        client = app.test_client()
        return client, sign_in(client, Role.quality_lead, **where)

    return make


def read(codebook: CodebookVersion, words: str = "She listens to me.", **values: Any) -> Passage:
    passage = make_passage(words=words, **values)
    themes = ()
    if "listens" in words:
        at = words.index("listens")
        finding = ThemeFinding("listened-to", Valence.positive, 0.7, at, at + 7, "lexicon:listened-to")
        themes = (KeptTheme(finding, at, at + 7),)
    keep_readings([(passage, KeptReading(words, "en", themes))], codebook=codebook)
    return passage


def address(passage: Passage) -> str:
    return f"/themes/review/{passage.id}"


def save(client: FlaskClient, passage: Passage, revision: int = 1, **answers: str) -> Any:
    fields = {name.replace("__", "-"): answer for name, answer in answers.items()}
    return client.post(address(passage), data={"revision": str(revision)} | fields)


def tags(session: Session, passage: Passage) -> dict[str, str | None]:
    session.rollback()
    return {
        tag.theme: tag.valence for tag in session.scalars(select(Tag).where(Tag.passage_id == passage.id))
    }


def test_nobody_is_given_the_passage_that_somebody_has_open(
    colleague: Colleague, codebook: CodebookVersion
) -> None:
    for number in range(5):
        read(codebook, f"She listens to me {number} times.")
    given = [colleague()[0].post(NEXT).location for _ in range(5)]
    assert len(set(given)) == 5
    late, _ = colleague()
    assert late.post(NEXT).location == "/themes/review"


def test_many_who_begin_in_the_same_moment_get_different_passages(
    app: Flask, session: Session, colleague: Colleague, codebook: CodebookVersion
) -> None:
    for number in range(6):
        read(codebook, f"She listens to me {number} times.")
    given = taken_together(app, session, [colleague()[1].id for _ in range(6)])
    assert None not in given and len(set(given)) == 6


def test_the_same_words_are_not_given_to_two_people_in_the_same_moment(
    app: Flask, session: Session, colleague: Colleague, codebook: CodebookVersion
) -> None:
    for _ in range(6):
        read(codebook)
    given = taken_together(app, session, [colleague()[1].id for _ in range(6)])
    assert len([one for one in given if one]) == 1


def taken_together(app: Flask, session: Session, people: list[UUID]) -> list[UUID | None]:
    session.commit()
    together = Barrier(len(people))

    def begin(person_id: UUID) -> UUID | None:
        with app.app_context():
            together.wait()
            found = take_next(WHOLE_AUTHORITY, person_id=person_id)
            db.session.commit()
            return found

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(begin, people))


def test_who_comes_back_gets_the_passage_they_had_open(
    colleague: Colleague, codebook: CodebookVersion
) -> None:
    for _ in range(3):
        read(codebook)
    client, _ = colleague()
    assert client.post(NEXT).location == client.post(NEXT).location


def test_a_passage_left_open_too_long_is_given_to_somebody_else(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    passage = read(codebook)
    gone, _ = colleague()
    gone.post(NEXT)
    session.execute(update(ReviewLease).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    other, _ = colleague()
    assert other.post(NEXT).location == address(passage)
    assert "has this one open too" in gone.get(address(passage)).text


def test_saving_brings_the_next_and_frees_the_one_before(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    one, two = read(codebook), read(codebook, "She listens to us.")
    client, _ = colleague()
    opened, other = (one, two) if client.post(NEXT).location == address(one) else (two, one)
    assert save(client, opened, theme_listened__to="positive").location == address(other)
    held = session.scalars(select(ReviewLease.passage_id)).all()
    assert held == [other.id]


def test_words_that_are_new_to_us_come_before_the_same_doubt_in_common_words(
    codebook: CodebookVersion, session: Session
) -> None:
    plain = read(codebook, "She listens to me every week at school")
    odd = read(codebook, "She listens to me about the zorbing quaffle wumpus")
    readings = dict(session.execute(select(PassageReading.passage_id, PassageReading.teaches)).all())
    assert readings[odd.id] > readings[plain.id]


def test_everybody_who_wrote_exactly_the_same_is_decided_at_once(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    first = read(codebook)
    same = [read(codebook) for _ in range(3)]
    parent, otherwise = read(codebook, speaker="family"), read(codebook, "She listens to me!")
    client, person = colleague()
    assert "3 other people wrote exactly this" in client.get(address(first)).text
    done = save(client, first, theme_listened__to="negative", alike="y")
    assert done.status_code == 302
    for passage in (first, *same):
        assert tags(session, passage) == {"listened-to": "negative"}
    for passage in (parent, otherwise):
        assert tags(session, passage) == {}
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "decided themes")).all()
    assert {entry.subject_id for entry in entries} == {first.id, *(one.id for one in same)}
    assert all(entry.actor_id == person.id and entry.detail["alike"] == 4 for entry in entries)
    assert disagreements() == 0


def test_the_same_words_to_another_question_are_looked_at_by_themselves(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    first, same = read(codebook, asked="What is good?"), read(codebook, asked="What is good?")
    other = read(codebook, asked="What should we change?")
    client, _ = colleague()
    page = client.get(address(first)).text
    assert "1 other person wrote exactly this" in page and "asked “What is good?”" in page
    save(client, first, theme_listened__to="positive", alike="y")
    assert tags(session, same) == {"listened-to": "positive"} and tags(session, other) == {}
    assert left_to_look_at(WHOLE_AUTHORITY).wordings == 1


def test_without_the_tick_only_this_one_is_decided_and_the_others_are_not_shown_again_for_now(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    first, same = read(codebook), read(codebook)
    client, _ = colleague()
    assert save(client, first, theme_listened__to="negative").location == START
    assert tags(session, same) == {}
    assert "The others with the same words still wait" in client.get(START).text
    client.post("/themes/review/start-again")
    assert client.post(NEXT).location == address(same)


def test_each_wording_comes_once_and_not_now_puts_all_of_it_aside(
    colleague: Colleague, codebook: CodebookVersion
) -> None:
    repeated = {address(read(codebook)) for _ in range(4)}
    other = address(read(codebook, "He never rings."))
    client, _ = colleague()
    assert "2 different passages wait" in client.get(START).text
    came = client.post(NEXT).location
    then = client.post(f"{came}/skip").location
    assert {came, then} & repeated and other in (came, then)
    assert client.post(f"{then}/skip").location == START


def test_the_same_words_of_another_kind_of_speaker_are_another_wording(
    colleague: Colleague, codebook: CodebookVersion
) -> None:
    for speaker in ("child", "family"):
        read(codebook, speaker=speaker)
    given = [colleague()[0].post(NEXT).location for _ in range(2)]
    assert START not in given


def test_counting_stops_and_says_that_there_is_more(
    codebook: CodebookVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        read(codebook, f"She listens to me {number} times.")
    assert str(left_to_look_at(WHOLE_AUTHORITY)) == "4"
    monkeypatch.setattr(queue, "MOST_COUNTED", 3)
    assert str(left_to_look_at(WHOLE_AUTHORITY)) == "More than 3"
    monkeypatch.setattr(queue, "MOST_COUNTED", 1000)
    monkeypatch.setattr(queue, "MOST_LOOKED_THROUGH", 2)
    assert str(left_to_look_at(WHOLE_AUTHORITY)) == "More than 2"


def test_the_same_words_out_of_reach_or_open_elsewhere_are_left_alone(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    mine, theirs = make_team(), make_team()
    first, far = read(codebook, team_id=mine.id), read(codebook, team_id=theirs.id)
    opened = read(codebook, team_id=mine.id)
    _, other_person = colleague(team=mine)
    session.add(
        ReviewLease(
            passage_id=opened.id, person_id=other_person.id, until=datetime.now(UTC) + timedelta(hours=1)
        )
    )
    client, _ = colleague(team=mine)
    assert "wrote exactly this" not in client.get(address(first)).text
    save(client, first, theme_listened__to="negative", alike="y")
    assert tags(session, far) == tags(session, opened) == {}


def test_a_late_save_for_all_stores_nothing(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    first, same = read(codebook), read(codebook)
    save(colleague()[0], first, theme_listened__to="positive")
    late = save(colleague()[0], first, theme_listened__to="negative", alike="y")
    assert late.status_code == 409
    assert tags(session, same) == {}


def test_the_second_person_does_not_see_what_the_first_decided(
    colleague: Colleague, codebook: CodebookVersion, everything_twice: None
) -> None:
    passage = read(codebook)
    first, person = colleague()
    save(first, passage, theme_listened__to="not-here", add_1="feeling-safe", how_1="negative")
    second, _ = colleague()
    assert second.post(NEXT).location == address(passage)
    shown = second.get(address(passage)).text
    assert "Two people look at this one" in shown
    assert person.name not in shown and "Decided" not in shown and 'id="theme_feeling-safe"' not in shown
    assert "checked" not in shown.partition("data-review-keys")[0]
    assert ": good" not in shown and "data-suggested" not in shown
    assert first.post(NEXT).location == "/themes/review"


def test_both_answers_are_kept_and_a_difference_is_settled_by_a_person(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passage = read(codebook)
    first, second, third = colleague()[0], colleague()[0], colleague()[0]
    save(first, passage, theme_listened__to="positive")
    save(second, passage, revision=2, theme_listened__to="not-here", add_1="feeling-safe", how_1="negative")
    assert tags(session, passage) == {"listened-to": "positive"}
    coded = session.execute(select(CodedTheme.coder, CodedTheme.theme, CodedTheme.valence)).all()
    assert set(coded) == {(1, "listened-to", "positive"), (2, "feeling-safe", "negative")}
    assert address(passage) in third.get(AGREEMENT).text
    shown = third.get(address(passage)).text
    assert "One said: good. The other said: not about this." in shown
    assert "One said: not about this. The other said: not good." in shown
    save(third, passage, revision=3, theme_listened__to="positive", theme_feeling__safe="negative")
    assert tags(session, passage) == {"listened-to": "positive", "feeling-safe": "negative"}
    coding = session.scalars(select(DoubleCoding)).one()
    assert coding.differs and coding.settled_at is not None
    assert len(session.scalars(select(CodedTheme)).all()) == 2
    assert "Nothing waits to be settled" in third.get(AGREEMENT).text
    assert disagreements() == 0


def differ(passage: Passage, first: FlaskClient, second: FlaskClient, **more: str) -> None:
    save(first, passage, theme_listened__to="positive", **more)
    save(second, passage, revision=2, theme_listened__to="negative", add_1="feeling-safe", how_1="mixed")


def test_neither_of_the_two_settles_it_where_somebody_else_can(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passage = read(codebook)
    first, second, third = colleague()[0], colleague()[0], colleague()[0]
    differ(passage, first, second)
    assert "Somebody else settles it" in second.get(START).text
    assert "You are one of the two" in second.get(AGREEMENT).text
    for client in (first, second):
        assert "somebody else settles it" in client.get(address(passage)).text
        answers = {"theme_listened__to": "negative", "theme_feeling__safe": "mixed"}
        assert save(client, passage, revision=3, **answers).status_code == 403
    assert tags(session, passage) == {"listened-to": "positive"}
    assert "You are one of the two" not in third.get(AGREEMENT).text
    assert save(third, passage, revision=3, **answers).status_code == 302
    assert tags(session, passage) == {"listened-to": "negative", "feeling-safe": "mixed"}


def test_where_nobody_else_sees_the_team_one_of_the_two_settles_it(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    here = make_team()
    passage = read(codebook, team_id=here.id)
    first, second = colleague(team=here)[0], colleague(team=here)[0]
    colleague(team=make_team())
    differ(passage, first, second)
    assert "one of you two settles it" in second.get(START).text
    answers = {"theme_listened__to": "negative", "theme_feeling__safe": "mixed"}
    assert save(first, passage, revision=3, **answers).status_code == 302


def test_what_waits_to_be_settled_says_what_differs(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passage = read(codebook)
    differ(passage, colleague()[0], colleague()[0])
    listed = colleague()[0].get(AGREEMENT).text
    assert ">She listens to me.</a>" in listed
    assert "Listened to: good or not good" in listed
    assert "Feeling safe: only the second gave it (some of both)" in listed


def test_nothing_that_differs_is_ticked_for_who_settles_it(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passage = read(codebook)
    differ(passage, colleague()[0], colleague()[0], add_1="school-learning", how_1="mixed")
    shown = colleague()[0].get(address(passage)).text
    assert " checked" not in shown.partition("data-review-keys")[0]


def test_the_only_quality_lead_is_told_why_second_looks_wait(
    colleague: Colleague, codebook: CodebookVersion, everything_twice: None
) -> None:
    alone, _ = colleague()
    save(alone, read(codebook), theme_listened__to="positive")
    for path in (START, AGREEMENT):
        assert "1 that you looked at waits for a second look, and nobody else" in alone.get(path).text
    colleague(team=make_team())
    assert "nobody else" in alone.get(START).text, "they do not see this passage"
    colleague()
    for path in (START, AGREEMENT):
        shown = alone.get(path).text
        assert "nobody else here" not in shown
        assert "1 that you looked at waits for somebody else" in shown


def test_words_decided_for_many_are_looked_at_twice_once_where_any_of_them_is_chosen(
    colleague: Colleague, codebook: CodebookVersion, session: Session
) -> None:
    session.execute(update(Authority).values(second_look_percent=50))
    passages = [read(codebook) for _ in range(40)]
    opened = next(one for one in passages if not is_chosen(one.id, percent=50))
    assert any(is_chosen(one.id, percent=50) for one in passages)
    save(colleague()[0], opened, theme_listened__to="positive", alike="y")
    assert session.scalars(select(DoubleCoding.passage_id)).all() == [opened.id]
    second, _ = colleague()
    assert second.post(NEXT).location == address(opened)


def test_settling_words_that_were_decided_for_many_settles_them_all(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passages = [read(codebook) for _ in range(3)]
    opened = passages[0]
    differ(opened, colleague()[0], colleague()[0], alike="y")
    later = read(codebook)
    save(colleague()[0], later, theme_listened__to="mixed")
    done = save(
        colleague()[0], opened, revision=3, theme_listened__to="negative", theme_feeling__safe="not-here"
    )
    assert done.status_code == 302
    for passage in passages:
        assert tags(session, passage)["listened-to"] == "negative"
    assert tags(session, later) == {"listened-to": "mixed"}
    assert disagreements() == 0


def test_two_who_find_the_same_leave_nothing_to_settle(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passage = read(codebook)
    save(colleague()[0], passage, theme_listened__to="mixed")
    save(colleague()[0], passage, revision=2, theme_listened__to="mixed")
    assert session.scalars(select(DoubleCoding.differs)).one() is False


def test_two_seconds_at_the_same_time_keep_one(
    colleague: Colleague, codebook: CodebookVersion, session: Session, everything_twice: None
) -> None:
    passage = read(codebook)
    save(colleague()[0], passage, theme_listened__to="mixed")
    save(colleague()[0], passage, revision=2, theme_listened__to="mixed")
    assert save(colleague()[0], passage, revision=2, theme_listened__to="negative").status_code == 409
    assert session.scalars(select(CodedTheme.valence).where(CodedTheme.coder == 2)).one() == "mixed"


def test_about_the_set_share_is_chosen_and_none_at_nought() -> None:
    ids = [UUID(int=number * 7919) for number in range(10_000)]
    assert 900 < sum(is_chosen(one, percent=10) for one in ids) < 1100
    assert not any(is_chosen(one, percent=0) for one in ids)
    assert all(is_chosen(one, percent=100) for one in ids)


def test_another_teams_differences_are_not_listed(
    colleague: Colleague, codebook: CodebookVersion, everything_twice: None
) -> None:
    here, there = make_team(), make_team()
    passage = read(codebook, team_id=there.id)
    save(colleague()[0], passage, theme_listened__to="mixed")
    save(colleague()[0], passage, revision=2, theme_listened__to="not-here")
    assert address(passage) not in colleague(team=here)[0].get(AGREEMENT).text


def test_shortcuts_stay_off_once_somebody_switched_them_off(
    colleague: Colleague, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    client, _ = colleague()
    assert "data-keys-on checked" in client.get(address(passage)).text
    client.post("/themes/review/keys", data={"on": "no"})
    assert "data-keys-on checked" not in client.get(address(passage)).text
