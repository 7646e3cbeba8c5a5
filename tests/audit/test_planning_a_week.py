"""A quality lead plans a practice week: the case list, the sample, the sharing out, the progress."""

import io
import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import commands
from audit.models import CaseFile, CaseUpload, PracticeWeek, Review
from audit.vocabulary import Activity
from core.days import now, today
from core.people.models import Membership, Role, User
from tests.audit.factories import CaseFileFactory, PracticeWeekFactory, ReviewFactory
from tests.conftest import SignIn
from tests.core.factories import TeamFactory, UserFactory

HEADING = "reference,team,practitioner,age band,status\n"


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


@pytest.fixture
def week(app: Flask) -> PracticeWeek:
    teams = [TeamFactory(slug="north", name="North"), TeamFactory(slug="south", name="South")]
    auditors = [UserFactory(roles=[Role.auditor]), UserFactory(roles=[Role.auditor])]
    made: PracticeWeek = PracticeWeekFactory(slug="spring", teams=teams, auditors=auditors)
    return made


def send_list(client: FlaskClient, content: str) -> str:
    sent = client.post(
        "/audit/weeks/spring/cases/upload",
        data={"file": (io.BytesIO(content.encode()), "cases.csv")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 302, sent.text
    return str(sent.location)


def case_rows(count: int) -> str:
    return HEADING + "".join(
        f"REF-{n},{'north' if n % 2 else 'south'},Made-up Worker,5-10,child in care\n" for n in range(count)
    )


def test_a_week_is_planned_from_its_form(client: FlaskClient, lead: User, session: Session) -> None:
    team, auditor = TeamFactory(), UserFactory(roles=[Role.auditor])
    start = today()
    answer = client.post(
        "/audit/weeks/new",
        data={
            "title": "Practice week, spring",
            "focus": "Care leavers",
            "starts_on": [start.day, start.month, start.year],
            "ends_on": [start.day, start.month, start.year],
            "reviews_due_on": [start.day, start.month, start.year],
            "urgent_days": "0",
            "activities": ["case-audit", "observation"],
            "teams": [str(team.id)],
            "auditors": [str(auditor.id)],
        },
    )
    assert answer.location == "/audit/weeks/practice-week-spring"
    week = session.scalars(select(PracticeWeek)).one()
    assert week.teams == [team] and week.auditors == [auditor] and week.urgent_days == 0
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "typed", [{}, {"starts_on": ["1"]}, {"starts_on": ["31", "2", "2026", "9"]}, {"urgent_days": "x"}]
)
def test_a_plan_with_gaps_comes_back_with_what_is_wrong(
    client: FlaskClient, lead: User, typed: dict[str, object]
) -> None:
    answer = client.post("/audit/weeks/new", data=typed)
    assert answer.status_code == 422 and "govuk-error-summary" in answer.text


def test_a_week_cannot_end_before_it_starts(client: FlaskClient, lead: User) -> None:
    answer = client.post(
        "/audit/weeks/new", data={"starts_on": ["2", "3", "2026"], "ends_on": ["1", "3", "2026"]}
    )
    assert "The last day is before the first day." in answer.text


def test_a_case_list_is_checked_before_anything_is_kept(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    checked = send_list(client, case_rows(4))
    page = client.get(checked).text
    assert "4 cases can be taken in" in page and "Nothing is kept yet" in page
    assert session.scalars(select(CaseFile)).all() == []
    client.post(checked)
    cases = session.scalars(select(CaseFile).order_by(CaseFile.number)).all()
    assert [case.reference for case in cases] == ["REF-0", "REF-1", "REF-2", "REF-3"]
    assert session.scalars(select(CaseUpload)).all() == []


def test_a_list_with_a_bad_row_is_taken_in_only_without_it_and_only_on_saying_so(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    checked = send_list(client, case_rows(2) + "REF-9,nowhere,x,5-10,child in care\n")
    page = client.get(checked).text
    assert "Rows that cannot be used" in page and "The team is not one of" in page
    assert client.post(checked).status_code == 422
    assert session.scalars(select(CaseFile)).all() == []
    assert client.post(checked, data={"only-good": "yes"}).status_code == 302
    assert len(session.scalars(select(CaseFile)).all()) == 2


def test_a_reference_stands_sealed_in_the_database(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    client.post(send_list(client, case_rows(1)))
    row = session.execute(text("SELECT case_file::text FROM case_file")).scalar_one()
    assert "REF-0" not in row and b"REF-0".hex() not in row and "Made-up" not in row


def test_a_practitioner_with_an_account_is_recognised_by_name(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    worker = UserFactory(name="Made-up Worker", roles=[Role.practitioner])
    client.post(send_list(client, case_rows(1)))
    assert session.scalars(select(CaseFile)).one().practitioner_id == worker.id


def test_the_sample_is_drawn_shared_out_and_then_fixed(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    client.post(send_list(client, case_rows(20)))
    drawn = client.post("/audit/weeks/spring/sample", data={"size": "6", "reserves": "2", "seed": "spring"})
    assert drawn.status_code == 302
    selections = [case.selection for case in session.scalars(select(CaseFile))]
    assert (selections.count("chosen"), selections.count("reserve")) == (6, 2)
    client.post("/audit/weeks/spring/share-out")
    held = [review.auditor_id for review in session.scalars(select(Review))]
    assert sorted(held.count(auditor.id) for auditor in week.auditors) == [3, 3]
    again = client.post("/audit/weeks/spring/sample", data={"size": "6", "reserves": "2", "seed": "other"})
    assert again.status_code == 422 and "stays as it is" in again.text


def test_sharing_out_twice_gives_nobody_more(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    CaseFileFactory(week=week, team=week.teams[0])
    client.post("/audit/weeks/spring/share-out")
    client.post("/audit/weeks/spring/share-out")
    assert len(session.scalars(select(Review)).all()) == 1


def test_a_list_sent_twice_leads_to_its_cases_and_not_to_a_missing_page(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    checked = send_list(client, case_rows(3))
    client.post(checked)
    for again in (client.post(checked, follow_redirects=True), client.get(checked, follow_redirects=True)):
        assert again.status_code == 200 and "was taken in already" in again.text and "REF-2" in again.text
    assert len(session.scalars(select(CaseFile)).all()) == 3


def test_the_week_says_what_is_still_to_be_shared_out(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    case = CaseFileFactory(week=week, team=week.teams[0])
    CaseFileFactory(week=week, team=week.teams[0], selection="reserve", place=1)
    client.post("/audit/weeks/spring/share-out")
    assert "Next: share out" not in client.get("/audit/weeks/spring").text
    client.post(f"/audit/cases/{case.id}/set-aside")
    assert "no auditors yet" not in client.get("/audit/weeks/spring").text
    ReviewFactory(case=CaseFileFactory(week=week, team=week.teams[0]), auditor=week.auditors[0])
    assert "Next: share out one more case" in client.get("/audit/weeks/spring").text
    client.post("/audit/weeks/spring/share-out")
    assert "Next: share out" not in client.get("/audit/weeks/spring").text


def test_a_week_that_is_in_leads_on_to_signing_off_and_then_to_its_summary(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    review = ReviewFactory(case=CaseFileFactory(week=week, team=week.teams[0]), auditor=week.auditors[0])
    assert "Next:" not in client.get("/audit/weeks/spring").text
    review.state, review.submitted_at = "submitted", now()
    assert "Next: sign off what was sent in" in client.get("/audit/weeks/spring").text
    client.post(f"/audit/findings/{review.id}/sign-off")
    page = client.get("/audit/weeks/spring").text
    month = f"{week.starts_on:%Y-%m}-01"
    link = re.search(r'href="(/learning/summaries/new[^"]*)"', page)
    assert "Next: write up what was learned" in page and link and month in link[1]
    chosen = client.get(link[1].replace("&amp;", "&")).text
    assert re.search(rf'value="{month}"\s+selected', chosen) or f'selected value="{month}"' in chosen


def test_an_activity_added_later_can_be_shared_out_from_the_page(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    CaseFileFactory(week=week, team=week.teams[0])
    client.post("/audit/weeks/spring/share-out")
    assert "/share-out" not in client.get("/audit/weeks/spring/cases").text
    week.activities = [Activity.case_audit.value, Activity.observation.value]
    page = client.get("/audit/weeks/spring/cases").text
    assert "Share out 1 case<" in page and "An activity was added to the week" in page


def test_an_activity_added_later_comes_to_the_auditor_who_holds_the_case(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    CaseFileFactory(week=week, team=week.teams[0])
    client.post("/audit/weeks/spring/share-out")
    week.activities = [Activity.case_audit.value, Activity.observation.value]
    client.post("/audit/weeks/spring/share-out")
    reviews = session.scalars(select(Review)).all()
    assert len(reviews) == 2 and len({review.auditor_id for review in reviews}) == 1


def test_nobody_is_given_a_case_of_the_team_they_manage(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    for auditor in week.auditors:
        auditor.memberships.append(Membership(role=Role.team_manager.value, team_id=week.teams[0].id))
    CaseFileFactory(week=week, team=week.teams[0], number=7)
    answer = client.post("/audit/weeks/spring/share-out", follow_redirects=True)
    assert "Nobody may take case 7" in answer.text
    assert session.scalars(select(Review)).all() == []


def test_a_case_goes_to_somebody_else_with_what_was_written_until_a_part_is_sent_in(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    case = CaseFileFactory(week=week, team=week.teams[0])
    first, second = week.auditors
    review = ReviewFactory(case=case, auditor=first, state="started")
    review.answers = {"voice-evidence": "Written by the first"}
    client.post(f"/audit/cases/{case.id}/give", data={"auditor": str(second.id)})
    assert review.auditor_id == second.id and review.answers == {"voice-evidence": "Written by the first"}
    review.state, review.submitted_at = "submitted", now()
    back = client.post(f"/audit/cases/{case.id}/give", data={"auditor": str(first.id)})
    assert back.status_code == 422 and "has sent in a review" in back.text


def test_a_case_that_nobody_has_cannot_change_hands(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    case = CaseFileFactory(week=week, team=week.teams[0])
    refused = client.post(f"/audit/cases/{case.id}/give", data={"auditor": str(week.auditors[0].id)})
    assert refused.status_code == 422 and "Nobody has this case now" in refused.text


def test_progress_says_what_is_done_due_and_late_by_auditor_team_and_activity(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    case = CaseFileFactory(week=week, team=week.teams[0])
    ReviewFactory(case=case, auditor=week.auditors[0], due_on=today() - timedelta(days=1))
    page = client.get("/audit/weeks/spring").text
    assert "0 of 1 reviews are done" in page and "1 is late" in page.replace("<strong>", "")
    assert week.auditors[0].name in page and "Case audit" in page


def test_a_quality_lead_of_another_team_sees_nothing_of_the_week(
    app: Flask, week: PracticeWeek, sign_in: SignIn
) -> None:
    other = app.test_client()
    sign_in(other, Role.quality_lead, team=TeamFactory())
    for address in ("", "/cases", "/change", "/cases/upload", "/sample"):
        assert other.get(f"/audit/weeks/spring{address}").status_code == 404
    assert "Spring" not in other.get("/audit/weeks/").text


def test_a_quality_lead_of_one_team_sees_its_cases_and_cannot_change_the_week(
    app: Flask, week: PracticeWeek, sign_in: SignIn
) -> None:
    CaseFileFactory(week=week, team=week.teams[0], reference="NORTH-1")
    CaseFileFactory(week=week, team=week.teams[1], reference="SOUTH-1")
    part = app.test_client()
    sign_in(part, Role.quality_lead, team=week.teams[0])
    page = part.get("/audit/weeks/spring/cases").text
    assert "NORTH-1" in page and "SOUTH-1" not in page
    assert part.post("/audit/weeks/spring/share-out").status_code == 404


def test_a_quality_lead_of_one_team_is_offered_nothing_that_is_refused(
    app: Flask, client: FlaskClient, lead: User, week: PracticeWeek, sign_in: SignIn
) -> None:
    part = app.test_client()
    sign_in(part, Role.quality_lead, team=week.teams[0])

    def offered(visitor: FlaskClient) -> set[str]:
        found = {
            address
            for page in ("/audit/weeks/spring", "/audit/weeks/spring/cases")
            for address in re.findall(r'(?:href|action)="(/audit/[^"#]*)"', visitor.get(page).text)
        }
        refused = {address for address in found if visitor.get(address).status_code == 404}
        assert not refused
        return found

    empty = offered(part)
    assert "/audit/weeks/spring/cases/upload" in offered(client) - empty
    CaseFileFactory(week=week, team=week.teams[0])
    ReviewFactory(case=CaseFileFactory(week=week, team=week.teams[0]), auditor=week.auditors[0])
    assert "/audit/weeks/spring/share-out" in offered(client) - offered(part)


def test_heard_audit_import_cases_takes_in_all_or_nothing(
    app: Flask, week: PracticeWeek, session: Session, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(commands, "create_app", lambda: app)
    session.commit()
    file = tmp_path / "cases.csv"
    run = CliRunner()
    file.write_text(case_rows(3) + "BAD,nowhere,x,5-10,child in care\n")
    refused = run.invoke(commands.cli, ["audit", "import-cases", str(file), "--week", "spring"])
    assert refused.exit_code == 1 and "line 5: The team" in refused.output
    file.write_text(case_rows(3))
    tried = run.invoke(commands.cli, ["audit", "import-cases", str(file), "--week", "spring", "--dry-run"])
    assert tried.exit_code == 0 and session.scalars(select(CaseFile)).all() == []
    done = run.invoke(commands.cli, ["audit", "import-cases", str(file), "--week", "spring"])
    assert done.exit_code == 0, done.output
    assert len(session.scalars(select(CaseFile)).all()) == 3


def test_a_case_that_cannot_be_used_makes_room_for_the_next_reserve_of_its_team(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    north, south = week.teams
    case = CaseFileFactory(week=week, team=north)
    ReviewFactory(case=case, auditor=week.auditors[0])
    CaseFileFactory(week=week, team=south, selection="reserve", place=1)
    second = CaseFileFactory(week=week, team=north, selection="reserve", place=2, number=77)
    answer = client.post(f"/audit/cases/{case.id}/set-aside", follow_redirects=True)
    assert "Case 77 steps in" in answer.text
    assert (case.selection, second.selection) == ("set-aside", "chosen")
    assert session.scalars(select(Review)).all() == []


def test_a_case_that_somebody_writes_about_stays_in_the_sample(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    case = CaseFileFactory(week=week, team=week.teams[0])
    ReviewFactory(case=case, auditor=week.auditors[0], state="started")
    answer = client.post(f"/audit/cases/{case.id}/set-aside", follow_redirects=True)
    assert "has begun to write" in answer.text and case.selection == "chosen"
