"""What a child or family member tells an auditor, and who reads it as it was said."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from audit import reviewing
from audit.activity_templates import SHIPPED, keep_their_words_apart
from audit.models import Review
from audit.vocabulary import Activity
from core.days import now
from core.people.models import Membership, Role, Team, User
from core.questions.schema import QuestionSetDefinition
from core.questions.storing import as_json
from core.questions.yaml_files import BadDataFile
from tests.audit.factories import CaseFileFactory, ReviewFactory, whole_draft
from tests.conftest import SignIn
from tests.core.factories import TeamFactory, UserFactory

SAID = "She is always late and cross with me."
JUDGED = "They were asked, and nothing came of it."


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory()
    return made


@pytest.fixture
def worker(team: Team) -> User:
    person: User = UserFactory()
    person.memberships.append(Membership(role=Role.practitioner.value, team_id=team.id))
    return person


def told(team: Team, worker: User, may_share: str | None, *, parent: bool = False) -> Review:
    """A conversation about this worker's case, sent in and signed off."""
    doing = Activity.parent_conversation if parent else Activity.child_conversation
    case = CaseFileFactory(team=team, practitioner_id=worker.id)
    review: Review = ReviewFactory(case=case, doing=doing)
    words = (
        {"what-did-not": SAID, "family-heard-grade": {"grade": "good", "reason": JUDGED}}
        if parent
        else {"about-worker": SAID, "heard-grade": {"grade": "good", "reason": JUDGED}}
    )
    review.answers = whole_draft(doing, **words) | ({"may-share": may_share} if may_share else {})
    assert not reviewing.submit(review_id=review.id, by=review.auditor_id, at=now()).left
    reviewing.sign_off(review_id=review.id, by=UserFactory().id, at=now())
    return review


def read(app: Flask, sign_in: SignIn, review: Review, role: Role, **where: object) -> str:
    reader = app.test_client()
    sign_in(reader, role, **where)
    page = reader.post(f"/audit/findings/{review.id}/words")
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize("parent", [False, True])
@pytest.mark.parametrize("answer", ["no", "not-asked"])
def test_the_worker_and_the_manager_read_the_judgement_and_not_what_was_said(
    app: Flask, team: Team, worker: User, sign_in: SignIn, answer: str, parent: bool
) -> None:
    review = told(team, worker, answer, parent=parent)
    for page in (
        read(app, sign_in, review, Role.practitioner, person=worker),
        read(app, sign_in, review, Role.team_manager, team=team),
    ):
        assert JUDGED in page and SAID not in page and "is not shown to you" in page


def test_a_child_who_says_yes_is_read_by_their_worker_and_the_manager(
    app: Flask, team: Team, worker: User, sign_in: SignIn
) -> None:
    review = told(team, worker, "yes")
    assert SAID in read(app, sign_in, review, Role.practitioner, person=worker)
    assert SAID in read(app, sign_in, review, Role.team_manager, team=team)


def test_who_wrote_it_down_and_the_quality_lead_read_it_whatever_was_said(
    app: Flask, team: Team, worker: User, sign_in: SignIn
) -> None:
    review = told(team, worker, "no")
    assert SAID in read(app, sign_in, review, Role.auditor, person=review.auditor)
    assert SAID in read(app, sign_in, review, Role.quality_lead)


def test_a_quality_lead_who_is_the_childs_worker_does_not(
    app: Flask, team: Team, worker: User, sign_in: SignIn
) -> None:
    review = told(team, worker, "no")
    assert SAID not in read(app, sign_in, review, Role.quality_lead, person=worker)


def test_a_review_from_before_children_were_asked_counts_as_a_no(
    app: Flask, session: Session, team: Team, worker: User, sign_in: SignIn
) -> None:
    review = told(team, worker, "yes")
    review.answers = {key: typed for key, typed in review.answers.items() if key != "may-share"}
    assert SAID not in read(app, sign_in, review, Role.team_manager, team=team)


def test_a_practitioner_reads_the_reviews_of_their_own_cases_only(
    app: Flask, team: Team, worker: User, sign_in: SignIn
) -> None:
    review = told(team, worker, "yes")
    own, colleague = app.test_client(), app.test_client()
    sign_in(own, person=worker)
    sign_in(colleague, Role.practitioner, team=team)
    address = f"/audit/findings/{review.id}"
    assert address in own.get("/audit/findings/").text and own.get(address).status_code == 200
    assert address not in colleague.get("/audit/findings/").text
    assert colleague.get(address).status_code == 404
    assert colleague.post(f"{address}/words").status_code == 404


def test_a_template_in_which_their_words_could_slip_out_is_refused() -> None:
    whole = as_json(SHIPPED[Activity.child_conversation])
    first, theirs, last = whole["sections"]
    *asked, may_share = theirs["questions"]
    unasked = whole | {"sections": [first, theirs | {"questions": asked}, last]}
    with pytest.raises(BadDataFile, match="asks 'may-share'"):
        keep_their_words_apart(QuestionSetDefinition.model_validate(unasked))
    apart = (
        theirs | {"questions": [*asked[1:], may_share]},
        last | {"questions": [*last["questions"], asked[0]]},
    )
    with pytest.raises(BadDataFile, match="'going-well' belongs in 'their-words'"):
        keep_their_words_apart(QuestionSetDefinition.model_validate(whole | {"sections": [first, *apart]}))
