"""A review that is open in two places: nothing that one of them has not shown is overwritten by it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from audit import reviewing
from audit.drafts import mark
from audit.models import Review
from core.days import now
from core.db import db
from tests.audit.factories import ReviewFactory
from tests.audit.writing import NOTHING, page_of, typed


def test_two_tabs_never_overwrite_each_other(client: FlaskClient, review: Review) -> None:
    client.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "From the first tab"}))
    second = client.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "From the second tab"}))
    assert second.status_code == 409
    assert "From the first tab" in second.text and "From the second tab" in second.text
    assert "From the first tab" in client.get(page_of(review, "voice")).text
    seen = {"seen-voice-evidence": mark("From the first tab"), "answer-voice-evidence": "From both"}
    assert client.post(page_of(review, "voice"), data=seen).status_code == 302
    assert "From both" in client.get(page_of(review, "voice")).text


def test_a_second_tab_that_changed_another_question_is_simply_saved(
    client: FlaskClient, review: Review
) -> None:
    client.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "First"}))
    stale = typed(**{"voice-evidence": "", "voice-grade": "good", "voice-grade-reason": "Second"})
    assert client.post(page_of(review, "voice"), data=stale).status_code == 302
    page = client.get(page_of(review, "voice")).text
    assert "First" in page and "Second" in page


def test_an_autosave_says_when_it_was_saved_and_what_is_left(client: FlaskClient, review: Review) -> None:
    body = {"section": "voice", "answers": {"voice-evidence": "Word"}, "seen": {"voice-evidence": NOTHING}}
    saved = client.post(f"/audit/reviews/{review.id}/autosave", json=body)
    assert saved.status_code == 200 and saved.json
    assert saved.json["marks"] == {"voice-evidence": mark("Word")}
    assert ":" in saved.json["saved"] and saved.json["left"] > 5
    again = client.post(
        f"/audit/reviews/{review.id}/autosave", json=body | {"answers": {"voice-evidence": "Other"}}
    )
    assert again.status_code == 409 and again.json
    assert again.json["clashes"] == [{"question": "voice-evidence", "saved": "Word", "mark": mark("Word")}]


def test_a_tab_that_was_left_as_it_was_never_learns_the_mark_of_words_it_has_not_shown(
    client: FlaskClient, review: Review
) -> None:
    """Words typed and taken out again in one tab, while another saved: the next save must still clash."""
    address, section = f"/audit/reviews/{review.id}/autosave", {"section": "voice"}

    def save(words: str, seen: str) -> TestResponse:
        body = section | {"answers": {"voice-evidence": words}, "seen": {"voice-evidence": seen}}
        return client.post(address, json=body)

    save("Both tabs show this", NOTHING)
    shown = mark("Both tabs show this")
    save("The second tab", shown)
    unchanged = save("Both tabs show this", shown)
    assert unchanged.json and unchanged.json["marks"] == {"voice-evidence": shown}
    assert save("The first tab", unchanged.json["marks"]["voice-evidence"]).status_code == 409
    assert "The second tab" in client.get(page_of(review, "voice")).text


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"answers": []},
        {"section": "voice", "answers": {"nobody-asked": "x"}, "seen": {}},
        {"section": "voice", "answers": {"voice-evidence": 7}, "seen": {}},
        {"section": "voice", "answers": {"voice-grade": {"other": "x"}}, "seen": {}},
        {"section": "nowhere", "answers": {}, "seen": {}},
        {"section": "voice", "answers": {"voice-evidence": "x" * 40_001}, "seen": {}},
        {"section": "voice", "answers": {}, "seen": {"voice-evidence": 1}},
    ],
)
def test_an_autosave_that_no_page_of_ours_sent_is_refused(
    client: FlaskClient, review: Review, body: object
) -> None:
    answer = client.post(f"/audit/reviews/{review.id}/autosave", json=body)
    assert answer.status_code == 422


def test_two_saves_at_the_same_moment_lose_neither(app: Flask, session: Session) -> None:
    """Each in a transaction of its own, on the real database, started together."""
    review = ReviewFactory()
    session.commit()
    review_id, auditor_id = review.id, review.auditor_id
    together = Barrier(2)

    def save(question: str) -> None:
        with app.app_context():
            together.wait(timeout=10)
            sent = {question: f"Words for {question}"}
            reviewing.save(review_id=review_id, by=auditor_id, sent=sent, seen={}, section="impact", at=now())
            db.session.commit()

    with ThreadPoolExecutor(2) as both:
        list(both.map(save, ["working-well", "even-better"]))
    session.expire_all()
    assert set(review.answers) == {"working-well", "even-better"} and review.version == 2
