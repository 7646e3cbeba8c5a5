"""New and rising words: who counts, what is surprising, and what must never be shown."""

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs import nudge, run_waiting
from core.people.models import Role
from nlp.codebook.draft import draft_now
from nlp.codebook.versions import keep_codebook, read_with
from nlp.rising.feed import last_look
from nlp.rising.jobs import LOOK, in_lexicon, look_each_day, two_periods
from nlp.rising.models import RisingTerm, TermAnswer
from nlp.rising.words import (
    Rising,
    Said,
    frequent_uses,
    log_likelihood_ratio,
    rising,
    surprising_from,
    without_parts,
)
from tests.conftest import SignIn
from tests.nlp.factories import make_read_passage, make_suggestion, make_tag, make_team

NOW, BEFORE = date(2026, 9, 1), date(2026, 5, 1)


class Spoken:
    """What voices said, to be gone through as often as wanted."""

    def __init__(self, voices: Iterable[Sequence[Said] | str]) -> None:
        self._voices = [[(voice, False)] if isinstance(voice, str) else voice for voice in voices]

    def __call__(self) -> Iterable[Sequence[Said]]:
        return iter(self._voices)


def nothing_known(terms: Sequence[str]) -> Collection[str]:
    return ()


def risen(
    now: Iterable[Sequence[Said] | str], before: Iterable[Sequence[Said] | str], *, fewest: int = 10
) -> list[str]:
    found = rising(Spoken(now), Spoken(before), fewest=fewest, in_lexicon=nothing_known)
    return [one.term for one in found]


def test_the_statistic_is_dunnings() -> None:
    """Dunning 1993, table 1: "the swiss" has counts 110, 2442, 111 and 29114, and 270.72."""
    assert log_likelihood_ratio(110, 110 + 2442, 111, 111 + 29114) == pytest.approx(270.72, abs=0.01)
    assert log_likelihood_ratio(5, 50, 10, 100) == pytest.approx(0.0)


@given(st.integers(0, 50), st.integers(50, 90), st.integers(0, 50), st.integers(50, 90))
def test_the_statistic_is_never_below_nought(now: int, of_now: int, before: int, of_before: int) -> None:
    assert log_likelihood_ratio(now, of_now, before, of_before) > -1e-9


def test_the_more_words_are_looked_at_the_more_it_takes() -> None:
    assert surprising_from(1) == pytest.approx(3.84, abs=0.01)
    assert surprising_from(10_000) > surprising_from(100) > 10


def test_a_quarter_in_which_nothing_happened_shows_nothing() -> None:
    dice = random.Random(7)
    words = [
        f"{one}{other}"
        for one in ("tram", "kiosk", "violin", "harbour")
        for other in ("a", "e", "i", "o", "u")
    ]

    def quarter() -> list[str]:
        return [". ".join(dice.choices(words, k=4)) for _ in range(300)]

    assert sum(len(risen(quarter(), quarter())) for _ in range(5)) <= 1


def test_a_word_that_many_more_use_is_found_and_a_steady_one_is_not() -> None:
    now = ["The kiosk is broken"] * 30 + ["Homework club"] * 70
    before = ["Homework club"] * 100
    assert risen(now, before) == ["kiosk is broken"]


def test_a_word_that_fewer_than_the_threshold_use_is_never_shown_however_often_it_stands() -> None:
    shouted = [[("kiosk kiosk", False)] * 50] * 9
    assert risen([*shouted, *["Hello there"] * 91], ["Hello there"] * 100) == []
    assert "kiosk" in risen([*shouted, "kiosk", *["Hello there"] * 90], ["Hello there"] * 100)


def test_stand_ins_marks_and_common_words_are_no_part_of_a_phrase() -> None:
    uses, voices = frequent_uses(Spoken(["I saw [name] kiosk, the tram of doom."] * 10), fewest=10)
    assert voices == 10
    assert {"kiosk", "tram", "doom", "tram of doom"} <= set(uses)
    assert not {"name", "saw kiosk", "kiosk tram", "the tram", "tram of"} & set(uses)


def test_a_phrase_stands_for_its_parts_and_a_rarer_phrase_does_not() -> None:
    def one(term: str, voices: int) -> Rising:
        return Rising(term, voices, 100, 0, 100, float(voices), 0.0)

    kept = without_parts(
        [
            one("cost", 40),
            one("cost of living", 38),
            one("living", 38),
            one("kiosk", 60),
            one("kiosk door", 20),
        ]
    )
    assert [found.term for found in kept] == ["cost of living", "kiosk"]


def test_what_a_theme_covers_is_left_out_only_where_its_passages_have_themes() -> None:
    now = [[("The kiosk is broken", themed)] for themed in (True, False) for _ in range(20)]
    before = Spoken(["Homework club"] * 40)

    def known(terms: Sequence[str]) -> Collection[str]:
        return terms

    everywhere = Spoken([[(words, True)] for [(words, _)] in now])
    assert rising(everywhere, before, fewest=10, in_lexicon=known) == []
    nowhere = Spoken([[(words, False)] for [(words, _)] in now])
    assert rising(nowhere, before, fewest=10, in_lexicon=known) != []
    assert rising(everywhere, before, fewest=10, in_lexicon=nothing_known) != []


def test_nothing_said_before_tells_nothing() -> None:
    assert risen(["The kiosk is broken"] * 30, []) == []
    assert risen([], ["The kiosk is broken"] * 30) == []


@given(st.lists(st.text(max_size=40), max_size=30))
def test_whatever_was_typed_is_looked_through(said: list[str]) -> None:
    frequent_uses(Spoken(said), fewest=1)


def test_periods_are_three_months_each_and_go_over_the_year() -> None:
    now, before = two_periods(date(2026, 2, 1))
    assert now == (date(2025, 12, 1), date(2026, 2, 1))
    assert before == (date(2025, 9, 1), date(2025, 11, 1))


def speak(times: int, words: str, on: date, **values: object) -> None:
    for _ in range(times):
        make_read_passage(words=words, on=on, **values)


def look(app: Flask, session: Session) -> list[RisingTerm]:
    nudge(LOOK)
    session.commit()
    run_waiting(app)
    session.expire_all()
    return list(session.scalars(select(RisingTerm).order_by(RisingTerm.term)))


@pytest.fixture
def spoken(app: Flask, session: Session) -> None:
    keep_codebook()
    speak(25, "The new kiosk never opens", NOW)
    speak(25, "We like the garden", NOW)
    speak(60, "We like the garden", BEFORE)
    speak(25, "The new zebra never opens", NOW, speaker="staff")


def test_a_look_goes_through_what_is_stored_by_speaker(app: Flask, session: Session, spoken: None) -> None:
    found = [(one.term, one.speaker, one.voices, one.of_voices) for one in look(app, session)]
    assert ("new kiosk", "child", 25, 50) in found
    assert {speaker for _, speaker, _, _ in found} == {"child"}


def test_the_feed_shows_examples_within_reach_and_small_figures_as_fewer(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, spoken: None
) -> None:
    look(app, session)
    sign_in(client, Role.quality_lead)
    shown = client.get("/themes/rising/").text
    assert "<mark>" in shown and "kiosk" in shown
    assert "25 of 50 people" in shown and "fewer than 10" in shown
    far = app.test_client()
    sign_in(far, Role.quality_lead, team=make_team())
    there = far.get("/themes/rising/").text
    assert "No example from the teams that you see" in there and "Not interesting" not in there


def test_a_term_is_put_on_a_themes_list_in_the_draft_and_leaves_the_feed(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, spoken: None
) -> None:
    term = look(app, session)[0].term
    sign_in(client, Role.quality_lead)
    assert (
        "Choose a theme" in client.post("/themes/rising/add", data={"term": term}, follow_redirects=True).text
    )
    done = client.post("/themes/rising/add", data={"term": term, "theme": "practical-help"})
    assert done.location == "/themes/draft/practical-help"
    session.rollback()
    draft = draft_now()
    assert draft is not None and term in draft.codebook.theme("practical-help").lexicon.either
    assert f">{term}</h2>" not in client.get("/themes/rising/").text
    client.post("/themes/rising/show-again", data={"term": term})
    assert f">{term}</h2>" in client.get("/themes/rising/").text


def test_a_term_comes_back_when_the_draft_it_was_added_to_is_thrown_away(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, spoken: None
) -> None:
    term = look(app, session)[0].term
    sign_in(client, Role.quality_lead)
    client.post("/themes/rising/add", data={"term": term, "theme": "practical-help"})
    page = client.get("/themes/rising/").text
    assert f">{term}</h2>" not in page and "added to “Practical help" in page
    client.post("/themes/discard", data={"revision": 1})
    page = client.get("/themes/rising/").text
    assert f">{term}</h2>" in page and "not on its list any more" in page


def test_a_new_theme_is_begun_from_a_term(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, spoken: None
) -> None:
    term = look(app, session)[0].term
    sign_in(client, Role.quality_lead)
    begun = client.post("/themes/rising/add", data={"term": term, "theme": "new"})
    assert term not in begun.location
    assert term in client.get(begun.location).text
    said = {"label": "Kiosks", "counts": "x", "speakers": ["child"], "add_either": term}
    assert client.post(begun.location, data=said).status_code == 302
    page = client.get("/themes/rising/").text
    assert f">{term}</h2>" not in page and "added to “Kiosks”" in page
    assert client.get("/themes/draft/new?rising=nonsense").status_code == 200


def test_what_is_not_interesting_is_not_shown_again_after_the_next_look(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, spoken: None
) -> None:
    term = look(app, session)[0].term
    sign_in(client, Role.quality_lead)
    client.post("/themes/rising/not-interesting", data={"term": term})
    look(app, session)
    assert f">{term}</h2>" not in client.get("/themes/rising/").text
    assert session.scalars(select(TermAnswer.answer)).one() == "not-interesting"


def test_only_terms_that_were_shown_and_only_by_those_for_the_whole(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn, spoken: None
) -> None:
    term = look(app, session)[0].term
    sign_in(client, Role.quality_lead, team=make_team())
    assert client.post("/themes/rising/not-interesting", data={"term": term}).status_code == 404
    whole = app.test_client()
    sign_in(whole, Role.quality_lead)
    assert whole.post("/themes/rising/not-interesting", data={"term": "made up"}).status_code == 404
    assert whole.post("/themes/rising/not-interesting", data={"term": "a\0"}).status_code == 404


def test_a_days_old_look_is_done_again_and_a_fresh_one_is_not(
    app: Flask, session: Session, spoken: None
) -> None:
    look_each_day()
    session.commit()
    run_waiting(app)
    first = last_look()
    assert first is not None
    stamp = first.looked_at
    look_each_day()
    session.commit()
    run_waiting(app)
    again = last_look()
    assert again is not None and again.looked_at == stamp
    again.looked_at = stamp - timedelta(days=2)
    session.commit()
    look_each_day()
    session.commit()
    run_waiting(app)
    newest = last_look()
    assert newest is not None and newest.looked_at > stamp


def test_the_themes_own_phrases_are_known(app: Flask) -> None:
    known = in_lexicon(read_with()[1], ["nobody listens to me", "kiosk"])
    assert known == {"nobody listens to me"}


def test_a_theme_that_a_person_rejected_does_not_cover(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    keep_codebook()
    lead = sign_in(client, Role.quality_lead)
    for number in range(20):
        passage = make_read_passage(words="The new kiosk never opens", on=NOW)
        make_suggestion(passage, "practical-help")
        if number < 5:
            make_tag(passage, "practical-help", None, by=lead.id, decision="rejected")
    speak(60, "We like the garden", BEFORE)
    assert {one.themed for one in look(app, session)} == {0.75}
