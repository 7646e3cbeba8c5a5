"""Words in other languages: listed, translated by a person, read, screened, and never dropped."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.jobs import run_waiting
from core.known_names import Kind
from core.known_names.lists import keep_list
from core.passages import Passage
from core.people.models import Role, User
from core.trail import TrailEntry
from feedback.models import Alert
from nlp import reading_jobs
from nlp.bounded import BoundedReader, Unread
from nlp.codebook.versions import keep_codebook
from nlp.findings import AlertLevel
from nlp.kept.keeping import keep_readings
from nlp.kept.models import PassageReading, Suggestion
from nlp.kept.reading import KeptReading
from nlp.kept.rollup import disagreements
from nlp.translating.models import Translation
from nlp.translating.translations import Concern, new_concerns
from tests.conftest import SignIn
from tests.feedback.factories import make_collection, make_response
from tests.nlp.factories import make_passage, make_team

ARABIC = "لا أحد يستمع إليّ هنا يا كيم"
WAITS = "Chciałbym częściej widywać siostrę"
ENGLISH = "Nobody listens to me here, Kim."


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


@pytest.fixture(scope="module", autouse=True)
def one_reader() -> Iterator[None]:
    yield
    reading_jobs.reader.close()


def said(words: str = ARABIC, *, language: str = "ar", **values: Any) -> Passage:
    passage = make_passage(words=words, **values)
    keep_readings([(passage, KeptReading(words, language, ()))], codebook=keep_codebook())
    return passage


def address(passage: Passage) -> str:
    return f"/themes/languages/passage/{passage.id}"


def translate(client: FlaskClient, passage: Passage, words: str = ENGLISH, seen: int = 0) -> Any:
    return client.post(address(passage), data={"words": words, "seen": str(seen)})


def test_what_waits_is_listed_by_language_oldest_first_and_english_is_not(
    client: FlaskClient, lead: User
) -> None:
    new = said(on=date(2026, 9, 1))
    old = said("قديم جدا", on=date(2026, 3, 1))
    said("Nikt mnie nie słucha", language="pl")
    said("She listens.", language="en")
    shown = client.get("/themes/languages/").text
    assert shown.index("Arabic") < shown.index("Polish")
    assert "English" not in shown.split("Waiting for a translation")[1]
    listed = client.get("/themes/languages/ar").text
    assert listed.index(address(old)) < listed.index(address(new))
    assert 'dir="auto" lang="ar"' in listed


def test_a_translation_is_redacted_and_read_for_themes_and_stands_beside_the_original(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    passage = said()
    assert translate(client, passage).status_code == 302
    run_waiting(app)
    session.expire_all()
    assert passage.words == ARABIC
    assert passage.language == "ar"
    assert "Kim" not in (passage.redacted or "") and "Nobody listens to me" in (passage.redacted or "")
    themes = session.scalars(select(Suggestion.theme).where(Suggestion.passage_id == passage.id)).all()
    assert "listened-to" in themes
    shown = client.get(f"/themes/review/{passage.id}").text
    assert 'lang="ar">لا أحد' in shown and 'lang="en">' in shown
    assert "Arabic" not in client.get("/themes/languages/").text
    assert disagreements() == 0


def test_names_known_here_go_from_the_original_too(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    keep_list(kind=Kind.person, names=["Quimby Ferrars"], by=lead.id)
    passage = said("la trabajadora quimby ferrars me ayuda mucho", language="es")
    translate(client, passage, "The worker helps me a lot.")
    run_waiting(app)
    (original,) = session.scalars(select(Translation.original_redacted)).all()
    assert original == "la trabajadora [name] me ayuda mucho"


def test_whoever_translates_sees_what_was_asked(client: FlaskClient, lead: User) -> None:
    assert "asked “What is it like?”" in client.get(address(said(asked="What is it like?"))).text
    assert "asked “" not in client.get(address(said())).text


def test_a_translation_is_sealed_and_reading_it_as_written_leaves_a_trail(
    client: FlaskClient, session: Session, lead: User
) -> None:
    passage = said()
    translate(client, passage)
    stored = session.execute(text("SELECT words_sealed FROM translation")).scalar_one()
    assert b"Nobody" not in bytes(stored)
    assert "Nobody listens" not in client.get(address(passage)).text
    assert "Nobody listens" in client.post(f"{address(passage)}/words").text
    assert session.scalars(select(TrailEntry).where(TrailEntry.action == "read original words")).one()


def test_a_changed_translation_keeps_the_one_before_with_who_wrote_it(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    passage = said()
    translate(client, passage)
    translate(client, passage, "Nobody here hears me.", seen=1)
    history = session.execute(
        select(Translation.number, Translation.added_by).order_by(Translation.number)
    ).all()
    assert history == [(1, lead.id), (2, lead.id)]
    run_waiting(app)
    session.expire_all()
    assert passage.redacted == "Nobody here hears me."
    assert all(session.scalars(select(Translation.read)))


def test_two_who_translate_at_once_lose_nothing(client: FlaskClient, session: Session, lead: User) -> None:
    passage = said()
    translate(client, passage)
    late = translate(client, passage, "Nobody hears me.")
    assert late.status_code == 409
    assert "Nobody hears me." in late.text and "Somebody saved a translation" in late.text
    assert translate(client, passage, "Nobody hears me.", seen=1).status_code == 302


def test_the_same_words_sent_twice_are_one_translation(
    client: FlaskClient, session: Session, lead: User
) -> None:
    passage = said()
    for _ in range(2):
        assert translate(client, passage).status_code == 302
    assert session.scalars(select(Translation.number)).all() == [1]


def test_nothing_typed_is_refused_in_words(client: FlaskClient, lead: User) -> None:
    assert "Type the translation." in translate(client, said(), "  ").text
    assert translate(client, said(), "a\0b").status_code == 422


def test_a_translated_cry_for_help_reaches_the_duty_lead(
    client: FlaskClient, session: Session, lead: User, app: Flask, sign_in: SignIn
) -> None:
    response = make_response(make_collection()).response
    passage = said(source_id=response.id)
    translate(client, passage, "my dad hits me with a belt every night")
    alert = session.scalars(select(Alert)).one()
    assert (alert.response_id, alert.level) == (response.id, "urgent")
    duty = app.test_client()
    sign_in(duty, Role.duty_lead)
    assert "my dad hits me" not in duty.get(f"/alerts/{alert.id}").text
    shown = duty.post(f"/alerts/{alert.id}/words").text
    assert "<mark>dad hits me</mark>" in shown or "my dad hits me" in shown.replace("<mark>", "")
    assert shown.index("In English") < shown.index("<mark>")


def test_a_better_wording_does_not_call_twice_and_calls_for_what_is_new() -> None:
    def concern(category: str, level: AlertLevel) -> Concern:
        return Concern(category, level, "how-is-it")

    before = [concern("neglect", "review")]
    assert new_concerns([concern("neglect", "review")], before) == []
    worse = [concern("neglect", "urgent"), concern("self-harm", "review")]
    assert new_concerns(worse, before) == worse


def test_what_needs_no_translation_leaves_the_list_and_stays(
    client: FlaskClient, session: Session, lead: User
) -> None:
    passage = said("👍", language="und")
    assert "Not known" in client.get("/themes/languages/").text
    client.post(f"{address(passage)}/none")
    assert "Nothing waits" in client.get("/themes/languages/").text
    keep_readings([(passage, KeptReading("👍", "und", ()))], codebook=keep_codebook())
    assert "Nothing waits" in client.get("/themes/languages/").text


def test_that_no_translation_is_needed_holds_everywhere_and_can_be_undone(
    client: FlaskClient, session: Session, lead: User
) -> None:
    passage = said("Ciao", language="it")
    assert "do not look English" in client.get(f"/themes/review/{passage.id}").text
    client.post(f"{address(passage)}/none")
    assert "do not look English" not in client.get(f"/themes/review/{passage.id}").text
    shown = client.get(address(passage)).text
    assert f"{lead.name} said so" in shown
    assert "Save the translation" not in shown and "This needs no translation</button>" not in shown
    assert "These need no translation" in client.get("/themes/languages/it").text
    client.post(f"{address(passage)}/needed")
    assert "Italian" in client.get("/themes/languages/").text
    assert "Save the translation" in client.get(address(passage)).text
    entries = session.scalars(select(TrailEntry.action).where(TrailEntry.subject_id == passage.id)).all()
    assert {"said no translation is needed", "said a translation is needed"} <= set(entries)


def test_the_same_words_of_several_people_are_one_entry_and_dealt_with_once(
    app: Flask, client: FlaskClient, session: Session, lead: User
) -> None:
    passages = [said("Nikt mnie nie słucha", language="pl", on=date(2026, month, 1)) for month in (5, 3, 4)]
    other = said("Chcę wrócić", language="pl")
    listed = client.get("/themes/languages/pl").text
    assert listed.count("Nikt mnie") == 1 and "said 3 times" in listed
    assert address(passages[1]) in listed
    client.post(f"{address(passages[0])}/none")
    assert "Nikt mnie" not in client.get("/themes/languages/pl").text.split("need no translation")[0]
    client.post(f"{address(passages[2])}/needed")
    translate(client, passages[1], "Nobody listens to me.")
    assert set(session.scalars(select(Translation.passage_id))) == {passage.id for passage in passages}
    assert address(other) in client.get("/themes/languages/pl").text


def test_the_same_words_of_another_team_are_left_to_its_own_lead(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    team = make_team()
    mine, theirs = said(team_id=team.id), said(team_id=make_team().id)
    sign_in(client, Role.quality_lead, team=team)
    translate(client, mine)
    client.post(f"{address(mine)}/none")
    assert session.scalars(select(Translation.passage_id)).all() == [mine.id]
    assert session.get_one(PassageReading, theirs.id).untranslated_by is None


def test_a_language_that_does_not_exist_is_not_found(client: FlaskClient, lead: User) -> None:
    for code in ("zz", "en", "%00"):
        assert client.get(f"/themes/languages/{code}").status_code == 404
    for code in ("und", "pl", "ar"):
        assert client.get(f"/themes/languages/{code}").status_code == 200


def told_in_polish(session: Session, **answers: str) -> list[Passage]:
    """The passages of a response in Polish, read."""
    response = make_response(make_collection(), dict(answers)).response
    passages = session.scalars(select(Passage).where(Passage.source_id == response.id)).all()
    keep_readings([(one, KeptReading(one.words, "pl", ())) for one in passages], codebook=keep_codebook())
    return list(passages)


def test_a_translation_closes_the_alert_that_waited_only_for_it(
    client: FlaskClient, session: Session, lead: User
) -> None:
    first, second = told_in_polish(
        session, **{"worry-words": WAITS, "good-words": "Lubię moją nową panią bardzo"}
    )
    alert = session.scalars(select(Alert)).one()
    translate(client, first, "I would like to see my sister more often.")
    session.expire_all()
    assert alert.closed_at is None
    translate(client, second, "I like my new worker a lot.")
    session.expire_all()
    assert (alert.closed_by_id, alert.acknowledged_by_id) == (lead.id, lead.id)
    assert "translated" in (alert.closed_because or "")


def test_a_translation_leaves_an_alert_with_a_word_of_alarm_to_the_duty_lead(
    client: FlaskClient, session: Session, lead: User
) -> None:
    (passage,) = told_in_polish(session, **{"worry-words": "Mój tata bije mnie pasem"})
    translate(client, passage, "My dad is kind to me.")
    session.expire_all()
    alert = session.scalars(select(Alert)).one()
    assert (alert.level, alert.closed_at) == ("urgent", None)


def test_a_translation_that_cannot_be_read_keeps_what_was_there(
    app: Flask, client: FlaskClient, session: Session, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = said()
    translate(client, passage)
    monkeypatch.setattr(
        BoundedReader, "read", lambda _self, texts, _codebook, **_: [Unread("slow")] * len(texts)
    )
    run_waiting(app)
    session.expire_all()
    assert (passage.state, passage.redacted) == ("read", ARABIC)
    assert session.scalars(select(PassageReading.because)).one() == "slow"
    assert session.scalars(select(Translation.read)).one() is False


def test_a_lost_nudge_is_found_again(app: Flask, client: FlaskClient, session: Session, lead: User) -> None:
    passage = said()
    translate(client, passage)
    session.execute(text("DELETE FROM procrastinate_jobs"))
    session.commit()
    reading_jobs.find_translated()
    session.commit()
    run_waiting(app)
    session.expire_all()
    assert "Nobody listens" in (passage.redacted or "")


def test_another_teams_words_look_like_ones_that_are_missing(client: FlaskClient, sign_in: SignIn) -> None:
    passage = said(team_id=make_team().id)
    sign_in(client, Role.quality_lead, team=make_team())
    assert "Arabic" not in client.get("/themes/languages/").text
    for method, rest in (("GET", ""), ("POST", ""), ("POST", "/none"), ("POST", "/words")):
        assert client.open(address(passage) + rest, method=method).status_code == 404
