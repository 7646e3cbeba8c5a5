"""The public journey, as somebody without an account and without scripts goes it."""

import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.passages import Passage
from feedback import guessing, receipts
from feedback.models import Alert, Draft, Response
from feedback.receipts import new_key
from tests.feedback.factories import HARM, make_collection, make_response


def path(response: TestResponse) -> str:
    return urlsplit(response.headers["Location"]).path


def text(response: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def code_on(response: TestResponse) -> str:
    found = re.search(r'heard-receipt__code"[^>]*>(.*?)</p>', response.get_data(as_text=True), re.S)
    assert found
    return " ".join(re.findall(r"<span>([a-z]+)</span>", found[1]))


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_young_person_goes_all_the_way(client: FlaskClient, session: Session) -> None:
    make_collection(questions="tell-us", title="Tell us how it is")
    welcome = client.get("/say/autumn")
    assert "Two people in the quality team will read this by" in text(welcome)
    assert "0800 1111" in text(welcome)
    assert path(client.get("/say/autumn/begin")) == "/say/autumn/ask/worker-listens"

    first = client.get("/say/autumn/ask/worker-listens")
    assert "Step 1 of 5" in text(first)
    assert path(client.post("/say/autumn/ask/worker-listens", data={"answer-worker-listens": "5"})) == (
        "/say/autumn/ask/worker-does"
    )
    assert (
        path(client.post("/say/autumn/ask/worker-does", data={"go": "skip"}))
        == "/say/autumn/ask/worker-changes"
    )
    client.post("/say/autumn/ask/worker-words", data={"answer-worker-words": "She listens 😀 <b>always</b>"})
    check = client.get("/say/autumn/check")
    assert "Really true" in text(check)
    assert "She listens 😀 &lt;b&gt;always&lt;/b&gt;" in check.get_data(as_text=True)

    sent = client.post("/say/autumn")
    assert path(sent) == "/say/autumn/thanks"
    thanks = client.get("/say/autumn/thanks")
    assert code_on(thanks) == code_on(client.get("/say/autumn/card"))
    stored = session.scalars(select(Response)).one()
    assert stored.answers == {"worker-listens": 5, "worker-words": "She listens 😀 <b>always</b>"}
    assert stored.age_band == "11-17"
    passage = session.scalars(select(Passage)).one()
    assert (passage.words, passage.speaker, passage.state) == ("She listens 😀 <b>always</b>", "child", "new")
    assert count(session, Draft) == 0


def test_a_young_child_opens_the_houses_in_any_order(client: FlaskClient) -> None:
    make_collection()
    assert path(client.get("/say/autumn/begin")) == "/say/autumn/doors"
    doors = client.get("/say/autumn/doors")
    assert "heard-house--lit" not in doors.get_data(as_text=True)
    assert path(client.post("/say/autumn/ask/dream-words", data={"answer-dream-words": "A dog"})) == (
        "/say/autumn/ask/dream-change"
    )
    assert path(client.post("/say/autumn/ask/dream-change", data={"go": "skip"})) == "/say/autumn/doors"
    assert client.get("/say/autumn/doors").get_data(as_text=True).count("heard-house--lit") == 1
    assert path(client.post("/say/autumn/ask/good-things", data={"go": "back"})) == "/say/autumn/doors"


def test_nothing_typed_is_lost_by_going_back(client: FlaskClient) -> None:
    make_collection(questions="tell-us")
    client.post("/say/autumn/ask/worker-words", data={"answer-worker-words": "Not yet", "go": "back"})
    assert "Not yet" in client.get("/say/autumn/ask/worker-words").get_data(as_text=True)


def test_a_question_that_the_answers_do_not_lead_to_is_not_asked(client: FlaskClient) -> None:
    make_collection(questions="tell-us")
    assert path(client.get("/say/autumn/ask/meetings-words")) == "/say/autumn/check"
    assert path(client.post("/say/autumn/ask/meetings", data={"answer-meetings": "yes"})) == (
        "/say/autumn/ask/meetings-words"
    )


def test_a_picked_answer_can_be_taken_out(client: FlaskClient) -> None:
    make_collection(questions="tell-us")
    client.post("/say/autumn/ask/how-safe", data={"answer-how-safe": "3"})
    assert "Take my answer out" in text(client.get("/say/autumn/ask/how-safe"))
    client.post("/say/autumn/ask/how-safe/take-out")
    assert "checked" not in client.get("/say/autumn/ask/how-safe").get_data(as_text=True)


def test_a_section_a_page_asks_all_its_questions(client: FlaskClient) -> None:
    make_collection(questions="staff-survey")
    assert path(client.get("/say/autumn/begin")) == "/say/autumn/ask/work"
    page = text(client.get("/say/autumn/ask/work"))
    assert "What kind of work do you do?" in page
    assert "What takes time away" in page


def test_leaving_wipes_what_was_typed(client: FlaskClient, session: Session) -> None:
    make_collection()
    client.post("/say/autumn/ask/worry-words", data={"answer-worry-words": "Something"})
    assert count(session, Draft) == 1
    left = client.post("/leave")
    assert left.headers["Refresh"].startswith("0; url=https://")
    assert [draft.answers for draft in session.scalars(select(Draft))] == [{}]
    assert "Something" not in client.get("/say/autumn/ask/worry-words").get_data(as_text=True)


def test_a_double_click_gives_one_response_and_the_same_code(client: FlaskClient, session: Session) -> None:
    make_collection()
    client.post("/say/autumn/ask/good-words", data={"answer-good-words": "Cake"})
    client.post("/say/autumn")
    first = code_on(client.get("/say/autumn/thanks"))
    assert path(client.post("/say/autumn")) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == first
    assert count(session, Response) == 1


def test_one_page_of_everything_is_sent_once(client: FlaskClient, session: Session) -> None:
    make_collection()
    page = client.get("/say/autumn?all=1").get_data(as_text=True)
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    data = {"key": key[1], "answer-good-words": "Cake", "answer-worker-kind": "4"}
    assert path(client.post("/say/autumn", data=data)) == "/say/autumn/thanks"
    code = code_on(client.get("/say/autumn/thanks"))
    assert path(client.post("/say/autumn", data=data)) == "/say/autumn/thanks"
    assert code_on(client.get("/say/autumn/thanks")) == code
    assert count(session, Response) == 1


def test_the_same_page_with_other_answers_is_refused_and_keeps_what_was_typed(
    client: FlaskClient, session: Session
) -> None:
    make_collection()
    key = new_key()
    client.post("/say/autumn", data={"key": key, "answer-good-words": "Cake"})
    other = client.post("/say/autumn", data={"key": key, "answer-good-words": "Biscuits"})
    assert other.status_code == 409
    assert "We kept the first ones" in text(other)
    assert "Biscuits" in other.get_data(as_text=True)
    assert key not in other.get_data(as_text=True)
    assert session.scalars(select(Response)).one().answers == {"good-words": "Cake"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", 422),
        (" \u200b\u2060 ", 422),
        ("x" * 65_536, 422),
        ("x" * 200_000, 422),
        ("I was\x00 scared", 422),
        ("\u202etfel ot thgir\u202c שלום", 302),
        ("😀👩‍👩‍👧", 302),
        ("<script>alert(1)</script>", 302),
        ("=HYPERLINK(1)", 302),
    ],
)
def test_odd_words_are_kept_or_handed_back(
    client: FlaskClient, session: Session, words: str, status: int
) -> None:
    make_collection()
    sent = client.post("/say/autumn", data={"key": new_key(), "answer-good-words": words})
    assert sent.status_code == status
    assert count(session, Response) == (1 if status == 302 else 0)
    if status == 302:
        assert session.scalars(select(Response)).one().answers["good-words"] == words.strip()
    else:
        assert words.replace("\x00", "") in sent.get_data(as_text=True)


def test_bytes_that_are_no_text_do_not_break_the_page(client: FlaskClient) -> None:
    make_collection()
    body = b"key=" + new_key().encode() + b"&answer-good-words=%ed%a0%80%ff%fe"
    sent = client.post("/say/autumn", data=body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code in {302, 422}


@pytest.mark.parametrize("key", ["", "short", "x" * 500, "no spaces allowed in this key at all", "\x00" * 30])
def test_a_key_that_is_no_key_is_refused_and_the_words_stay(client: FlaskClient, key: str) -> None:
    make_collection()
    sent = client.post("/say/autumn", data={"key": key, "answer-good-words": "Still here"})
    assert sent.status_code == 400
    assert "Still here" in sent.get_data(as_text=True)


@pytest.mark.usefixtures("csrf")
def test_an_old_page_hands_the_words_back_and_can_be_sent_again(
    client: FlaskClient, session: Session
) -> None:
    make_collection()
    for address, data in [
        ("/say/autumn", {"key": new_key(), "answer-good-words": "Still here"}),
        ("/say/autumn/ask/good-words", {"answer-good-words": "Still here"}),
    ]:
        refused = client.post(address, data={**data, "csrf_token": "forged"})
        assert refused.status_code == 400
        assert "Still here" in refused.get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', refused.get_data(as_text=True))
        assert token
        assert client.post(address, data={**data, "csrf_token": token[1]}).status_code == 302


def test_an_unknown_collection_is_not_found(client: FlaskClient) -> None:
    for address in ("/say/nothing", "/say/nothing/begin", "/say/nothing/ask/x", "/say/nothing/thanks"):
        assert client.get(address).status_code == 404
    assert client.post("/say/nothing", data={"key": new_key()}).status_code == 404


def test_a_closed_collection_hands_the_words_back(client: FlaskClient, session: Session) -> None:
    make_collection(open_now=False)
    assert client.get("/say/autumn").status_code == 410
    refused = client.post("/say/autumn", data={"key": new_key(), "answer-good-words": "Please keep these"})
    assert refused.status_code == 410
    assert "Please keep these" in refused.get_data(as_text=True)
    assert count(session, Response) == 0


def test_words_that_mean_danger_raise_an_alert_and_a_kind_page(client: FlaskClient, session: Session) -> None:
    make_collection()
    client.post("/say/autumn", data={"key": new_key(), "answer-worry-words": HARM})
    thanks = text(client.get("/say/autumn/thanks"))
    assert "You are not in trouble" in thanks
    assert "Childline" in thanks
    alert = session.scalars(select(Alert)).one()
    assert alert.level == "urgent"
    assert HARM not in str(alert.findings)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Chciałbym częściej widywać siostrę", "We will find somebody who reads your language"),
        ("Mój tata bije mnie pasem", "You are not in trouble"),
    ],
)
def test_whoever_writes_in_another_language_is_told_what_happens(
    client: FlaskClient, words: str, says: str
) -> None:
    make_collection()
    client.post("/say/autumn", data={"key": new_key(), "answer-worry-words": words})
    thanks = text(client.get("/say/autumn/thanks"))
    assert says in thanks and "Childline" in thanks


@pytest.mark.parametrize("held", ["😀", "!", ",", "'", "\n", "\u200b"])
def test_a_key_held_down_hides_no_danger(client: FlaskClient, session: Session, held: str) -> None:
    make_collection()
    words = "i want to die " + held * 9_900 + "."
    client.post("/say/autumn", data={"key": new_key(), "answer-worry-words": words})
    assert session.scalars(select(Alert)).one().level == "urgent"


def test_a_picked_answer_alone_can_raise_an_alert(client: FlaskClient, session: Session) -> None:
    make_collection()
    client.post("/say/autumn", data={"key": new_key(), "answer-worry-things": "hurt"})
    alert = session.scalars(select(Alert)).one()
    assert (alert.level, alert.categories) == ("review", ["physical-harm"])


def test_the_code_shows_what_happened_and_stands_in_no_address(client: FlaskClient) -> None:
    code = " ".join(make_response(make_collection()).code)
    shown = client.post("/come-back", data={"code": code.upper().replace(" ", "-")})
    assert shown.status_code == 200
    assert "We have your words" in text(shown)
    assert not re.search(r'(href|action)="[^"]*' + code.split()[0], shown.get_data(as_text=True))


def test_a_wrong_code_gets_a_kind_answer(client: FlaskClient) -> None:
    guessing.forget()
    wrong = client.post("/come-back", data={"code": " ".join(receipts.WORDS[:8])})
    assert wrong.status_code == 404
    assert "order" in text(wrong)
    slip = client.post("/come-back", data={"code": "badger dolfin comet kite rainbow moon apple panda"})
    assert slip.status_code == 422
    assert "Could it be dolphin ?" in text(slip)
    assert client.post("/come-back", data={"code": "\x00"}).status_code == 422


def test_very_many_wrong_codes_are_slowed_down_but_a_right_one_is_let_in(client: FlaskClient) -> None:
    guessing.forget()
    code = " ".join(make_response(make_collection()).code)
    wrong = {"code": " ".join(receipts.WORDS[:8])}
    statuses = [client.post("/come-back", data=wrong).status_code for _ in range(22)]
    assert statuses.count(429) == 2
    assert client.post("/come-back", data={"code": code}).status_code == 200
    guessing.forget()


def test_somebody_with_a_code_can_write_again_once_a_click(client: FlaskClient, session: Session) -> None:
    code = " ".join(make_response(make_collection()).code)
    for _ in range(2):
        shown = client.post("/come-back", data={"code": code, "reply": f"Also: {HARM}"})
        assert shown.status_code == 200
    assert f"Also: {HARM}" in text(shown)
    assert session.scalars(select(Passage.question).where(Passage.question == "reply")).all() == ["reply"]
    assert count(session, Alert) == 1


def test_a_response_keeps_no_time_address_or_device(client: FlaskClient, session: Session) -> None:
    make_collection()
    headers = {"User-Agent": "SecretPhone/1.0", "X-Forwarded-For": "203.0.113.7"}
    client.post("/say/autumn", data={"key": new_key(), "answer-good-words": "Cake"}, headers=headers)
    for table in ("response", "passage", "draft", "collection"):
        kinds = session.connection().exec_driver_sql(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", (table,)
        )
        timed = [name for name, kind in kinds if "timestamp" in kind or "inet" in kind]
        assert timed == (["kept_until"] if table == "draft" else [])
    stored = session.scalars(select(Response)).one()
    assert stored.id.version == 4
