"""Whatever is typed or sent into a real week, review or action, the answer is a clear page."""

import io
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.drafts import mark
from audit.models import Action, PracticeWeek, Review
from core.days import today
from core.people.models import Role, User
from tests.audit.factories import ActionFactory, CaseFileFactory, PracticeWeekFactory, ReviewFactory
from tests.conftest import SignIn
from tests.core.factories import TeamFactory

NASTY = {
    "nul": "a\0b",
    "surrogate": b"\xed\xa0\x80".decode("utf-8", "surrogatepass"),
    "bidi": "‮evil‬",
    "emoji": "👩‍👩‍👧‍👦",
    "html": "<script>alert(1)</script>",
    "formula": "=1+1",
    "long": "x" * 70_000,
    "template": "{{ 7*7 }}",
    "spaces": "​\u2800 \u00a0",
}
nasty = pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)


@pytest.fixture(autouse=True)
def faults_become_pages(app: Flask) -> Iterator[None]:
    app.testing = False
    yield
    app.testing = True


@pytest.fixture
def person(client: FlaskClient, sign_in: SignIn) -> User:
    someone = sign_in(client, Role.quality_lead)
    return sign_in(client, Role.auditor, person=someone)


@pytest.fixture
def review(app: Flask, person: User) -> Review:
    week = PracticeWeekFactory(slug="spring", teams=[TeamFactory()], auditors=[person])
    made: Review = ReviewFactory(auditor=person, case=CaseFileFactory(week=week, team=week.teams[0]))
    return made


def encoded(**fields: str | list[str]) -> str:
    return "&".join(
        f"{name}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, given in fields.items()
        for value in ([given] if isinstance(given, str) else given)
    )


def post(client: FlaskClient, path: str, **fields: str | list[str]) -> int:
    kind = "application/x-www-form-urlencoded"
    return client.post(path, data=encoded(**fields), content_type=kind).status_code


@nasty
def test_a_week_with_nasty_words_is_kept_or_refused(
    client: FlaskClient, review: Review, session: Session, words: str
) -> None:
    day = [str(today().day), str(today().month), str(today().year)]
    status = post(
        client,
        "/audit/weeks/new",
        title=words,
        focus=words,
        starts_on=day,
        ends_on=day,
        reviews_due_on=day,
        urgent_days="1",
        activities=["case-audit"],
        teams=[str(review.team_id)],
    )
    assert status in (302, 422)
    for week in session.scalars(select(PracticeWeek)):
        assert client.get(f"/audit/weeks/{week.slug}").status_code == 200
        assert "<script>alert" not in client.get("/audit/weeks/").text


@nasty
def test_a_sample_with_a_nasty_seed_is_drawn_or_refused(
    client: FlaskClient, person: User, words: str
) -> None:
    week = PracticeWeekFactory(slug="autumn", teams=[TeamFactory()])
    CaseFileFactory(week=week, team=week.teams[0], selection="listed")
    path = "/audit/weeks/autumn/sample"
    assert post(client, path, size="1", reserves="0", seed=words) in (302, 422)
    assert post(client, path, size=words, reserves=words, seed="x") == 422


@nasty
def test_nasty_words_in_a_review_are_kept_or_handed_back(
    client: FlaskClient, review: Review, words: str
) -> None:
    path = f"/audit/reviews/{review.id}/write/voice"
    typed = {"seen-voice-evidence": mark(None), "answer-voice-evidence": words, "later": "yes"}
    assert post(client, path, **typed) in (302, 422)
    shown = client.get(path)
    assert shown.status_code == 200 and "<script>alert" not in shown.text
    body = {"section": "voice", "answers": {"voice-grade": {"grade": words, "reason": words}}, "seen": {}}
    assert client.post(f"/audit/reviews/{review.id}/autosave", json=body).status_code in (200, 422)
    assert client.get(f"/audit/reviews/{review.id}/send").status_code == 200
    assert client.post(f"/audit/reviews/{review.id}/send").status_code == 422


@nasty
def test_a_nasty_action_or_report_is_kept_or_refused(
    client: FlaskClient, person: User, session: Session, words: str
) -> None:
    action = ActionFactory()
    day = [str(today().day), str(today().month), str(today().year)]
    path = f"/audit/actions/{action.id}"
    assert post(
        client, f"{path}/change", what=words, milestone=words, standard="", lead="nobody", due_on=day
    ) in (302, 422)
    assert post(client, path, status="done", evidence=words) in (302, 422)
    assert post(client, path, status=words, evidence="x") == 422
    assert client.get(path).status_code == 200
    assert session.get(Action, action.id) is not None


@nasty
def test_a_nasty_file_is_refused_with_its_reason(client: FlaskClient, review: Review, words: str) -> None:
    content = words.encode("utf-8", "surrogatepass")
    sent = client.post(
        "/audit/weeks/spring/cases/upload",
        data={"file": (io.BytesIO(content), "cases.csv")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 422


@nasty
def test_a_nasty_address_leads_nowhere(client: FlaskClient, review: Review, words: str) -> None:
    piece = quote_from_bytes(words[:50].encode("utf-8", "surrogatepass"))
    for path in (
        f"/audit/weeks/{piece}",
        f"/audit/reviews/{review.id}/write/{piece}",
        f"/audit/actions?show={piece}",
    ):
        assert client.get(path).status_code in (404, 400), path


def test_marks_that_are_not_ours_only_ask_the_reader_to_look(client: FlaskClient, review: Review) -> None:
    path = f"/audit/reviews/{review.id}/write/voice"
    typed = {"seen-voice-evidence": "nonsense", "answer-voice-evidence": "Words"}
    answer = client.post(path, data=typed)
    assert answer.status_code == 409 and "Words" in answer.text
