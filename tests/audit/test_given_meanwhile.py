"""A case that went to somebody else while its page was open: the words come back to who typed them, to nobody else."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from audit import planning
from audit.models import Review
from core.people.models import Role, User
from tests.audit.writing import page_of, typed
from tests.conftest import SignIn
from tests.core.factories import UserFactory

WORDS = {"voice-evidence": "My own words", "voice-grade": "good", "voice-grade-reason": "My reason"}


def shown(client: FlaskClient, address: str) -> dict[str, str]:
    """What a page carries along to prove that it was shown."""
    [proof] = re.findall(r'name="was-shown" value="([^"]+)"', client.get(address).text)
    return {"was-shown": proof}


def give_away(review: Review, session: Session) -> None:
    review.auditor = UserFactory(roles=[Role.auditor])
    review.answers = {"voice-evidence": "Words of the next", "voice-told": "More of the next"}
    session.commit()


def test_the_words_come_back_and_none_of_the_new_holder(
    client: FlaskClient, review: Review, session: Session
) -> None:
    proof = shown(client, page_of(review, "voice"))
    give_away(review, session)
    answer = client.post(page_of(review, "voice"), data=proof | typed(**WORDS))
    assert answer.status_code == 409 and "not with you any more" in answer.text
    assert "My own words" in answer.text and "Good" in answer.text and "My reason" in answer.text
    assert "of the next" not in answer.text
    session.refresh(review)
    assert review.answers["voice-evidence"] == "Words of the next"


def test_words_about_a_case_that_was_taken_back_come_back_too(
    client: FlaskClient, review: Review, auditor: User, session: Session
) -> None:
    proof, address = shown(client, page_of(review, "voice")), page_of(review, "voice")
    planning.say_involved(case=review.case_file, person=auditor)
    session.commit()
    answer = client.post(address, data=proof | typed(**WORDS))
    assert answer.status_code == 409 and "My own words" in answer.text


def test_a_page_that_also_ran_out_gives_the_words_back(
    csrf: None, client: FlaskClient, review: Review, session: Session
) -> None:
    proof = shown(client, page_of(review, "voice"))
    give_away(review, session)
    answer = client.post(page_of(review, "voice"), data=proof | typed(**WORDS))
    assert answer.status_code == 409 and "My own words" in answer.text


def test_sending_in_what_went_elsewhere_says_so(
    client: FlaskClient, review: Review, session: Session
) -> None:
    address = f"/audit/reviews/{review.id}/send"
    proof = shown(client, address)
    give_away(review, session)
    answer = client.post(address, data=proof)
    assert answer.status_code == 409 and "Nothing was saved or sent in" in answer.text
    assert "of the next" not in answer.text
    session.refresh(review)
    assert not review.is_sent


@pytest.mark.parametrize("page", ["write/voice", "send"])
def test_to_strangers_it_is_not_found(
    client: FlaskClient, review: Review, session: Session, sign_in: SignIn, page: str
) -> None:
    """Neither without a proof, nor with a made up one, nor with that of another person or another review."""
    address = f"/audit/reviews/{review.id}/{page}"
    proof = shown(client, address)
    other = f"/audit/reviews/{UserFactory().id}/{page}"
    assert client.post(other, data=proof | typed(**WORDS)).status_code == 404
    give_away(review, session)
    for wrong in ({}, {"was-shown": "made-up"}, {"was-shown": proof["was-shown"][:-2]}):
        assert client.post(address, data=wrong | typed(**WORDS)).status_code == 404
    assert client.get(address).status_code == 404
    sign_in(client, Role.auditor)
    assert client.post(address, data=proof | typed(**WORDS)).status_code == 404
