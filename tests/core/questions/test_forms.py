"""From a definition to a form and its answers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core.questions.answers import read_answers, said, words_given
from core.questions.forms import AnswerForm, form_for
from core.questions.kinds import DateQuestion
from core.questions.raw import AnswerRefused, read_date, read_words
from core.questions.schema import QuestionSetDefinition

SECTIONS = [
    {
        "key": "all",
        "title": "All kinds",
        "questions": [
            {"key": "hello", "kind": "statement", "ask": "Hello"},
            {
                "key": "seen",
                "kind": "choice",
                "ask": "Were you seen?",
                "required": True,
                "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}],
            },
            {"key": "why", "kind": "text", "ask": "Why not?", "show_if": {"question": "seen", "is": "no"}},
            {
                "key": "who",
                "kind": "choices",
                "ask": "Who came?",
                "at_most": 2,
                "options": [
                    {"key": "a", "label": "A"},
                    {"key": "b", "label": "B"},
                    {"key": "c", "label": "C"},
                    {"key": "none", "label": "Nobody", "alone": True},
                ],
            },
            {"key": "kind", "kind": "faces", "ask": "They were kind"},
            {"key": "safe", "kind": "scale", "ask": "How safe?", "low": "Not safe", "high": "Safe"},
            {"key": "day", "kind": "date", "ask": "When?", "not_after_today": True},
            {
                "key": "plan",
                "kind": "grade",
                "ask": "The plan",
                "scale": "ofsted-ilacs",
                "may_not_apply": True,
            },
        ],
    }
]
EVERY_KIND = QuestionSetDefinition.model_validate(
    {
        "key": "every-kind",
        "title": "Every kind",
        "audience": "practitioner",
        "speaker": "staff",
        "look": "service",
        "reading_age": 9,
        "sections": SECTIONS,
    }
)


@pytest.fixture
def asking() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for this test only", WTF_CSRF_ENABLED=False)
    yield app


def day(day: int, month: int, year: int) -> dict[str, str]:
    return {"answer-day-day": str(day), "answer-day-month": str(month), "answer-day-year": str(year)}


def post(app: Flask, data: dict[str, Any], **options: Any) -> tuple[bool, AnswerForm]:
    with app.test_request_context("/", method="POST", data=data):
        form = form_for(EVERY_KIND, **options)
        return form.validate_on_submit(), form


def test_every_kind_becomes_a_typed_answer(asking: Flask) -> None:
    fine, form = post(
        asking,
        {
            "answer-seen": "no",
            "answer-why": "  They\r\nforgot  ",
            "answer-who": ["c", "a"],
            "answer-kind": "5",
            "answer-safe": "0",
            "answer-day-day": "3",
            "answer-day-month": "02",
            "answer-day-year": "2026",
            "answer-plan": "good",
            "answer-plan-reason": "Clear steps",
        },
    )
    assert fine, form.problems
    assert form.all_answers == {
        "seen": "no",
        "why": "They\nforgot",
        "who": ["a", "c"],
        "kind": 5,
        "safe": 0,
        "day": "2026-02-03",
        "plan": {"grade": "good", "reason": "Clear steps"},
    }
    assert [given.question for given in words_given(EVERY_KIND, form.all_answers)] == ["why", "plan"]


def test_the_same_answers_come_from_an_import() -> None:
    answers, wrong = read_answers(
        EVERY_KIND, {"seen": "yes", "safe": "10", "who": ["none"], "day": "2026-02-03"}
    )
    assert (answers, wrong) == ({"seen": "yes", "safe": 10, "who": ["none"], "day": "2026-02-03"}, {})


def test_what_is_required_counts_only_where_it_is_asked_for(asking: Flask) -> None:
    assert [problem.text for problem in post(asking, {})[1].problems] == [
        "Answer this question: Were you seen?"
    ]
    assert post(asking, {}, require=False)[0]


@pytest.mark.parametrize(
    ("data", "because", "where"),
    [
        ({"answer-seen": "perhaps"}, "Pick one of the answers shown.", "answer-seen"),
        ({"answer-who": ["a", "b", "c"]}, "Pick 2 at most.", "answer-who"),
        ({"answer-who": ["a", "none"]}, "Pick “Nobody” on its own, or pick the others.", "answer-who"),
        ({"answer-kind": "6"}, "Pick one of the five faces.", "answer-kind"),
        ({"answer-safe": "-1"}, "Pick a number from 0 to 10.", "answer-safe"),
        (
            {"answer-day-day": "31", "answer-day-month": "2", "answer-day-year": "2026"},
            "not in the calendar",
            "answer-day-day",
        ),
        (
            {"answer-day-day": "1", "answer-day-month": "1", "answer-day-year": "2099"},
            "today or before",
            "answer-day-day",
        ),
        ({"answer-plan": "good"}, "Give the reason for this grade.", "answer-plan"),
        ({"answer-plan-reason": "because"}, "Pick one of the grades shown.", "answer-plan"),
        ({"answer-seen": "no", "answer-why": "x" * 10_001}, "too long by 1 letter.", "answer-why"),
    ],
)
def test_a_bad_answer_is_named_at_its_input(
    asking: Flask, data: dict[str, Any], because: str, where: str
) -> None:
    fine, form = post(asking, data, require=False)
    assert not fine
    assert because in form.problems[0].text
    assert form.problems[0].href == f"#{where}"


def test_a_hidden_mark_is_taken_out_and_the_rest_is_handed_back(asking: Flask) -> None:
    fine, form = post(asking, {"answer-seen": "no", "answer-why": "I was\x00 scared"})
    assert not fine
    assert form["answer-why"].data == "I was scared"


def test_words_where_the_answers_do_not_lead_are_handed_back(asking: Flask) -> None:
    fine, form = post(asking, {"answer-seen": "yes", "answer-why": "Something important"})
    assert not fine
    assert form["answer-why"].data == "Something important"
    assert "why" not in form.all_answers


def test_one_page_of_several_keeps_what_was_said_before(asking: Flask) -> None:
    _, form = post(
        asking, {"answer-why": "They forgot"}, questions=["why"], answers={"seen": "no", "safe": 3}
    )
    assert form.all_answers == {"seen": "no", "why": "They forgot", "safe": 3}


def test_a_grade_may_not_apply_but_still_needs_its_reason(asking: Flask) -> None:
    _, form = post(
        asking, {"answer-plan": "not-applicable", "answer-plan-reason": "No plan yet"}, require=False
    )
    assert said(EVERY_KIND.by_key["plan"], form.answers["plan"]) == ["Does not apply", "No plan yet"]


def test_answers_read_as_people_say_them() -> None:
    by_key = EVERY_KIND.by_key
    assert said(by_key["kind"], 5) == ["Really true"]
    assert said(by_key["safe"], 7) == ["7 out of 10"]
    assert said(by_key["day"], "2026-02-03") == ["3 February 2026"]
    assert said(by_key["who"], ["a", "none"]) == ["A", "Nobody"]
    assert said(by_key["seen"], None) == []


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_any_text_is_kept_or_refused_with_words(text: str) -> None:
    try:
        kept = read_words(text, longest=50)
    except AnswerRefused as refused:
        assert str(refused)
    else:
        assert kept is None or kept == kept.strip()
        (kept or "").encode()


@given(
    st.one_of(
        st.text(max_size=12), st.dictionaries(st.sampled_from(["day", "month", "year"]), st.text(max_size=6))
    )
)
def test_any_date_is_read_or_refused_with_words(raw: Any) -> None:
    try:
        read_date(raw)
    except AnswerRefused as refused:
        assert str(refused)


WHEN = {"key": "day", "kind": "date", "ask": "When?"}


def test_a_date_is_of_today_as_soon_as_the_day_begins_here() -> None:
    """Half past midnight of 3 July, while it is 2 July in Greenwich."""
    past = DateQuestion.model_validate(WHEN | {"not_after_today": True})
    coming = DateQuestion.model_validate(WHEN | {"not_before_today": True})
    with time_machine.travel(datetime(2026, 7, 2, 23, 30, tzinfo=UTC), tick=False):
        assert past.read("2026-07-03") == coming.read("2026-07-03") == "2026-07-03"
        for question, day in ((past, "2026-07-04"), (coming, "2026-07-02")):
            with pytest.raises(AnswerRefused):
                question.read(day)
