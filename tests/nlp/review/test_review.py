"""A quality lead looks at passages one by one and decides what they are about."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.passages import Passage
from core.people.models import Role, User
from core.trail import TrailEntry
from nlp.bounded import Unread
from nlp.findings import ThemeFinding, Valence
from nlp.kept.keeping import READER, keep_readings
from nlp.kept.models import CodebookVersion, PassageReading, Tag
from nlp.kept.reading import KeptReading, KeptTheme
from nlp.kept.rollup import disagreements
from tests.conftest import SignIn
from tests.nlp.factories import make_codebook, make_passage, make_team

Read = Callable[..., Passage]
NO_REASONS: Mapping[str, tuple[str, ...]] = {}


@pytest.fixture
def codebook(session: Session) -> CodebookVersion:
    return make_codebook("listened-to", "school-learning", "feeling-safe")


@pytest.fixture
def read(codebook: CodebookVersion) -> Read:
    """`read("words", theme=("positive", 0.6, "shown"))`: a passage that was read so; names are taken out."""

    def make(words: str = "Miss Okafor listens to me.", redacted: str | None = None, /,
             found: dict[str, tuple[str, float, str]] | None = None,
             because: Mapping[str, tuple[str, ...]] = NO_REASONS, **values: Any) -> Passage:  # fmt: skip
        passage = make_passage(words=words, **values)
        copy = redacted or words
        themes = []
        for slug, (valence, score, shown) in (found or {}).items():
            start, there = words.index(shown), copy.index(shown)
            finding = ThemeFinding(
                slug, Valence(valence), score, start, start + len(shown), f"lexicon:{slug}"
            )
            reasons = tuple(
                (copy.index(word), copy.index(word) + len(word)) for word in because.get(slug, ())
            )
            themes.append(KeptTheme(finding, there, there + len(shown), reasons))
        keep_readings([(passage, KeptReading(copy, "en", tuple(themes)))], codebook=codebook)
        return passage

    return make


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


def page(passage: Passage) -> str:
    return f"/themes/review/{passage.id}"


def send(client: FlaskClient, passage: Passage, *, revision: int = 1, **answers: str) -> TestResponse:
    fields = {name.replace("__", "-"): answer for name, answer in answers.items()}
    return client.post(page(passage), data={"revision": str(revision)} | fields)


def without_tokens(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


def tags(session: Session, passage: Passage) -> dict[str, tuple[str, str | None]]:
    session.rollback()
    found = session.scalars(select(Tag).where(Tag.passage_id == passage.id))
    return {tag.theme: (tag.decision, tag.valence) for tag in found}


def test_the_words_are_shown_without_names_and_with_the_theme_marked(
    client: FlaskClient, lead: User, read: Read
) -> None:
    passage = read(
        "Miss Okafor listens to me.",
        "Miss [name] listens to me.",
        found={"listened-to": ("positive", 0.72, "listens to me")},
    )
    shown = client.get(page(passage)).text
    assert "Okafor" not in shown
    assert 'Miss [name] <mark data-shows="1">listens to me</mark>' in shown
    assert "Fairly sure, 0.72: good, because of “listens to me”." in shown
    assert 'value="positive" checked' in shown


def test_the_words_named_as_reasons_are_the_ones_that_are_marked(
    client: FlaskClient, lead: User, read: Read
) -> None:
    passage = read(
        "Give us the Chromebooks back and do not stop.",
        found={"listened-to": ("negative", 0.64, "Give us")},
        because={"listened-to": ("Chromebooks", "Give us", "not stop")},
    )
    shown = client.get(page(passage)).text
    assert "Not sure, 0.64: not good, because of “Chromebooks”, “Give us” and “not stop”." in shown
    assert re.findall(r'<mark data-shows="1">([^<]+)</mark>', shown) == ["Give us", "Chromebooks", "not stop"]


def test_what_made_a_suggestion_is_named_with_its_version(
    client: FlaskClient, lead: User, read: Read
) -> None:
    passage = read(found={"listened-to": ("positive", 0.72, "listens")})
    assert f"{READER.capitalize()}." in client.get(page(passage)).text


def test_what_the_machine_doubts_is_not_ticked_and_must_be_answered(
    client: FlaskClient, session: Session, lead: User, read: Read
) -> None:
    passage = read(
        "She listens. School is bad.",
        found={
            "listened-to": ("positive", 0.7, "listens"),
            "school-learning": ("negative", 0.69, "School"),
        },
    )
    shown = client.get(page(passage)).text
    assert re.findall(r'name="theme_([a-z-]+)" value="([a-z-]+)" checked', shown) == [
        ("listened-to", "positive")
    ]
    missing = send(client, passage, theme_listened__to="mixed", add_1="feeling-safe", how_1="positive")
    assert missing.status_code == 422
    assert "Say how they find “School learning”, or choose “Not this”" in missing.text
    assert "Say how they find “Listened to”" not in missing.text
    both = send(client, passage, add_1="feeling-safe", how_1="positive").text
    assert "Say how they find “Listened to”" in both
    assert 'value="positive" checked' not in both, "what has no answer does not look as if it had one"
    assert 'value="mixed" checked' in missing.text
    assert '<option value="feeling-safe" selected>' in missing.text
    assert tags(session, passage) == {}


def test_one_theme_added_twice_is_refused(
    client: FlaskClient, session: Session, lead: User, read: Read
) -> None:
    passage = read()
    twice = {"add_1": "feeling-safe", "how_1": "positive", "add_3": "feeling-safe", "how_3": "negative"}
    answer = send(client, passage, **twice)
    assert answer.status_code == 422
    assert "You added “Feeling safe” twice" in answer.text
    assert tags(session, passage) == {}


def test_who_saved_it_already_in_another_tab_is_told_that_it_was_them(
    client: FlaskClient, session: Session, lead: User, read: Read
) -> None:
    passage = read("She listens to me.", found={"listened-to": ("positive", 0.7, "listens")})
    send(client, passage, theme_listened__to="positive")
    again = send(client, passage, theme_listened__to="negative")
    assert again.status_code == 409
    assert "You saved this one already, in another tab" in again.text
    assert "Somebody saved" not in again.text
    assert 'value="negative" checked' in again.text


def test_who_saves_what_was_read_again_is_not_told_of_somebody(
    client: FlaskClient, codebook: CodebookVersion, lead: User, read: Read
) -> None:
    passage = read("She listens to me.", found={"listened-to": ("positive", 0.7, "listens")})
    keep_readings([(passage, KeptReading("She listens to me.", "en", ()))], codebook=codebook)
    late = send(client, passage, theme_listened__to="negative")
    assert late.status_code == 409
    assert "This one was read again" in late.text


def test_saving_accepts_changes_rejects_and_adds_at_once(
    client: FlaskClient, session: Session, lead: User, read: Read
) -> None:
    passage = read(
        "She listens. School is bad. I am safe.",
        found={
            "listened-to": ("positive", 0.7, "listens"),
            "school-learning": ("positive", 0.6, "School"),
        },
    )
    done = send(
        client,
        passage,
        theme_listened__to="mixed",
        theme_school__learning="not-here",
        add_1="feeling-safe",
        how_1="positive",
    )
    assert done.status_code == 302
    assert tags(session, passage) == {
        "listened-to": ("accepted", "mixed"),
        "school-learning": ("rejected", None),
        "feeling-safe": ("added", "positive"),
    }
    assert disagreements() == 0
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "decided themes")).one()
    assert entry.subject_id == passage.id
    assert entry.detail == {"accepted": 1, "rejected": 1, "added": 1}


def test_the_next_passage_comes_at_once_and_then_there_are_no_more(
    client: FlaskClient, lead: User, read: Read
) -> None:
    first, second = read(), read("Nobody rings.")
    came = client.post("/themes/review/next").location
    assert came in (page(first), page(second))
    opened, other = (first, second) if came == page(first) else (second, first)
    send(client, opened)
    assert client.post("/themes/review/next").location == page(other)
    send(client, other)
    assert "You have looked at everything" in client.get("/themes/review").text


def test_what_teaches_most_comes_first(client: FlaskClient, lead: User, read: Read, session: Session) -> None:
    sure = [read("I feel ok now", found={"feeling-safe": ("neutral", 0.99, "ok")}) for _ in range(12)]
    read("I feel ok now", found={"feeling-safe": ("neutral", 0.5, "ok")})
    order = session.scalars(select(PassageReading.passage_id).order_by(PassageReading.teaches.desc())).all()
    assert order[0] not in {passage.id for passage in sure}


def test_two_people_who_work_side_by_side_are_given_different_passages(
    app: Any, client: FlaskClient, lead: User, read: Read, sign_in: SignIn
) -> None:
    for number in range(12):
        read(f"She rang {number} times.")
    given = {client.post("/themes/review/next").location}
    for _ in range(4):
        other = app.test_client()
        sign_in(other, Role.quality_lead)
        given.add(other.post("/themes/review/next").location)
    assert len(given) > 1


def test_a_second_save_never_writes_over_the_first_and_loses_nothing(
    app: Any, client: FlaskClient, session: Session, lead: User, read: Read, sign_in: SignIn
) -> None:
    passage = read("She listens to me.", found={"listened-to": ("positive", 0.7, "listens")})
    other = app.test_client()
    quick = sign_in(other, Role.quality_lead)
    send(other, passage, theme_listened__to="not-here")
    late = send(client, passage, theme_listened__to="mixed", add_1="feeling-safe", how_1="negative")
    assert late.status_code == 409
    assert "Somebody saved this one while you were looking" in late.text
    assert f"{quick.name} said: not about this" in late.text
    assert 'value="mixed" checked' in late.text
    assert '<option value="feeling-safe" selected>' in late.text
    assert 'name="revision" value="2"' in late.text
    assert tags(session, passage) == {"listened-to": ("rejected", None)}
    again = send(client, passage, revision=2, theme_listened__to="mixed")
    assert again.status_code == 302
    assert tags(session, passage) == {"listened-to": ("accepted", "mixed")}
    assert disagreements() == 0


def test_a_theme_without_how_they_find_it_is_asked_about_and_kept_on_the_page(
    client: FlaskClient, session: Session, lead: User, read: Read
) -> None:
    passage = read()
    answer = send(client, passage, add_2="feeling-safe")
    assert answer.status_code == 422
    assert "Say how they find it" in answer.text
    assert '<option value="feeling-safe" selected>' in answer.text
    assert tags(session, passage) == {}


@pytest.mark.parametrize(
    "answers",
    [
        {"theme_listened__to": "dreadful"},
        {"add_1": "no-such-theme", "how_1": "positive"},
        {"revision": "nought"},
        {"add_1": "listened-to\0", "how_1": "positive"},
    ],
)
def test_nonsense_is_refused_and_nothing_is_stored(
    client: FlaskClient, session: Session, lead: User, read: Read, answers: dict[str, Any]
) -> None:
    passage = read("She listens to me.", found={"listened-to": ("positive", 0.7, "listens")})
    assert send(client, passage, **answers).status_code == 422
    assert tags(session, passage) == {}


def test_not_now_brings_another_and_can_be_taken_back(client: FlaskClient, lead: User, read: Read) -> None:
    passage = read()
    client.post(f"{page(passage)}/skip")
    nothing = client.get("/themes/review").text
    assert "You put 1 aside" in nothing
    client.post("/themes/review/start-again")
    assert client.post("/themes/review/next").location == page(passage)


def test_reading_the_original_words_is_written_down(
    client: FlaskClient, session: Session, lead: User, read: Read
) -> None:
    passage = read("Miss Okafor listens.", "Miss [name] listens.")
    assert client.get(f"{page(passage)}/words").status_code == 405
    assert "Miss Okafor listens." in client.post(f"{page(passage)}/words").text
    session.rollback()
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "read original words")).one()
    assert (entry.actor_id, entry.subject_id, entry.detail) == (lead.id, passage.id, {})


def test_another_teams_passage_looks_like_one_that_is_missing(
    client: FlaskClient, read: Read, sign_in: SignIn
) -> None:
    mine, theirs = make_team(), make_team()
    sign_in(client, Role.quality_lead, team=mine)
    near, far = read(team_id=mine.id), read(team_id=theirs.id)
    assert client.post("/themes/review/next").location == page(near)
    assert client.get(page(near)).status_code == 200
    nowhere = f"/themes/review/{uuid4()}"
    for method, rest in (("GET", ""), ("POST", ""), ("POST", "/words"), ("POST", "/skip")):
        answer = client.open(page(far) + rest, method=method)
        missing = client.open(nowhere + rest, method=method)
        assert answer.status_code == missing.status_code == 404
        assert without_tokens(answer) == without_tokens(missing)


def test_a_passage_that_could_not_be_read_is_told_of_and_not_asked_about(
    client: FlaskClient, lead: User, codebook: CodebookVersion
) -> None:
    passage = make_passage()
    keep_readings([(passage, Unread("slow"))], codebook=codebook)
    assert client.get(page(passage)).status_code == 404
    assert "1 passage could not be read" in client.get("/themes/review").text


def test_what_was_found_before_can_be_decided_where_it_could_not_be_read_again(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion, read: Read
) -> None:
    passage = read("She listens to me.", found={"listened-to": ("positive", 0.7, "listens")})
    keep_readings([(passage, Unread("slow"))], codebook=codebook)
    assert send(client, passage, theme_listened__to="positive").status_code == 409
    assert send(client, passage, revision=2, theme_listened__to="positive").status_code == 302
    assert tags(session, passage)


def test_the_home_page_says_how_many_wait(client: FlaskClient, lead: User, read: Read) -> None:
    read(), read(), read("Nobody rings.")
    assert "2 different passages to look at" in client.get("/home").text


def test_the_codebook_page_says_what_each_theme_means(
    client: FlaskClient, lead: User, codebook: CodebookVersion
) -> None:
    shown = client.get("/themes/").text
    assert "Listened to" in shown and "What does not." in shown
