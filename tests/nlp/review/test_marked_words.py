"""Whoever adds a theme may mark the words that show it, and whoever looks again sees them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.db import db
from core.passages import Passage
from core.people.models import Authority, Role, User
from nlp.codebook.models import TagBeforeMerge
from nlp.findings import Reading, Redaction, ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.marks import mark_again
from nlp.kept.models import CodebookVersion, Tag
from nlp.kept.reading import KeptReading, to_keep
from nlp.kept.rollup import disagreements, forget_voices
from nlp.lexis.cleaning import clean
from nlp.review.models import CodedTheme
from nlp.translating.models import Translation
from tests.conftest import SignIn
from tests.nlp.factories import make_codebook, make_passage

WORDS = "Kim listens. I don’t feel safe at home, I told Kim so."
COPY = "[name] listens. I don't feel safe at home, I told [name] so."
SAFE = "feeling-safe"


@pytest.fixture
def codebook(session: Session) -> CodebookVersion:
    return make_codebook("listened-to", "school-learning", SAFE)


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


@pytest.fixture
def colleague(app: Flask, sign_in: SignIn) -> FlaskClient:
    client = app.test_client()
    sign_in(client, Role.quality_lead)
    return client


def read(codebook: CodebookVersion, words: str = WORDS, name: str = "Kim", **values: Any) -> Passage:
    passage = make_passage(words=words, **values)
    read_again(codebook, passage, name)
    return passage


def read_again(codebook: CodebookVersion, passage: Passage, *names: str, **merges: str) -> None:
    """As the worker leaves it: these names are taken out, and the machine finds that somebody listens."""
    words = passage.words
    found = tuple(
        Redaction(at.start(), at.end(), "NAME") for name in names for at in re.finditer(name, words)
    )
    copy = clean(words).text
    for name in names:
        copy = copy.replace(name, "[name]")
    at = words.index("listens")
    themes = (ThemeFinding("listened-to", Valence.positive, 0.8, at, at + 7, "lexicon:listened-to"),)
    reading = to_keep(words, Reading(themes, (), found, copy, "en"))
    merged = {theme.replace("_", "-"): whole for theme, whole in merges.items()}
    keep_readings([(passage, reading)], codebook=codebook, merges=merged)
    db.session.commit()


def address(passage: Passage) -> str:
    return f"/themes/review/{passage.id}"


def add(client: FlaskClient, passage: Passage, words: str, revision: int = 1, **answers: str) -> Any:
    fields = {"add_1": SAFE, "how_1": "negative", "words_1": words, "theme_listened-to": "positive"}
    return client.post(address(passage), data={"revision": str(revision)} | fields | answers)


def marked(session: Session, passage: Passage, kind: Any = Tag) -> dict[str, list[str]]:
    """The words that are marked of each theme, as they came."""
    session.rollback()
    rows = session.scalars(select(kind).where(kind.passage_id == passage.id)).all()
    return {row.theme: [passage.words[start:end] for start, end in row.marks] for row in rows}


def shown_marked(client: FlaskClient, passage: Passage) -> list[str]:
    return re.findall(r"<mark[^>]*>([^<]+)</mark>", client.get(address(passage)).text)


def test_the_words_are_kept_as_places_of_what_was_said_and_shown_where_it_is_shown_again(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    assert add(client, passage, "i don't feel  safe\n[name] so").status_code == 302
    assert marked(session, passage) == {"listened-to": [], SAFE: ["I don’t feel safe", "Kim so"]}
    page = client.get(address(passage)).text
    assert shown_marked(client, passage) == ["listens", "I don&#39;t feel safe", "[name] so"]
    assert f"{lead.name} said: not good, because of “I don&#39;t feel safe” and “[name] so”." in page
    assert '<span class="heard-verdict__number" aria-hidden="true">2</span> Feeling safe' in page
    assert "Kim so" not in page
    assert disagreements() == 0


def test_no_words_need_to_be_marked(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    assert add(client, passage, " \n ").status_code == 302
    assert marked(session, passage)[SAFE] == []


def test_words_that_do_not_stand_there_are_named_beside_the_field_and_nothing_is_stored(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    answer = add(client, passage, "feel safe\nat school <b>")
    assert answer.status_code == 422
    wrong = "We cannot find “at school &lt;b&gt;” in the message. Copy the words as they stand there"
    assert answer.text.count(wrong) == 2, "in the summary and beside the field"
    assert 'href="#words_1"' in answer.text
    assert "feel safe\nat school &lt;b&gt;</textarea>" in answer.text
    assert '<option value="feeling-safe" selected>' in answer.text
    assert marked(session, passage) == {}


def test_the_names_that_were_taken_out_cannot_be_found_out_by_typing_them(
    client: FlaskClient, lead: User, codebook: CodebookVersion
) -> None:
    assert "We cannot find “Kim listens” in the message" in add(client, read(codebook), "Kim listens").text


def test_words_without_a_theme_are_asked_about_and_kept_on_the_page(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    answer = add(client, passage, "", add_1="", how_1="", words_2="feel safe")
    assert answer.status_code == 422
    assert "Choose the theme that these words show, or leave this empty" in answer.text
    assert "feel safe</textarea>" in answer.text.partition("More than one")[0], "not hidden away"
    assert marked(session, passage) == {}


def test_marks_are_corrected_left_and_taken_away_and_go_with_their_theme(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook, "Kim listens. So I feel safe. So safe.")
    add(client, passage, "feel safe. so safe")

    def again(revision: int, answer: str, words: str) -> dict[str, list[str]]:
        answers = {f"theme_{SAFE}": answer, f"words_of_{SAFE}": words}
        add(client, passage, "", revision, add_1="", how_1="", **answers)
        return marked(session, passage)

    assert "feel safe. So safe</textarea>" in client.get(address(passage)).text
    assert again(2, "mixed", "feel safe. So safe")[SAFE] == ["feel safe. So safe"]
    session.execute(update(Tag).where(Tag.theme == SAFE).values(marks=[[32, 36]], redacted_marks=[[35, 39]]))
    session.commit()
    assert again(3, "mixed", "safe")[SAFE] == ["safe"]
    assert session.scalars(select(Tag.marks).where(Tag.theme == SAFE)).one() == [[32, 36]], "where it stood"
    assert again(4, "mixed", "so i feel")[SAFE] == ["So I feel"]
    assert again(5, "mixed", "")[SAFE] == []
    assert again(6, "mixed", "safe")[SAFE] == ["safe"]
    assert SAFE not in again(7, "not-here", "nothing that stands there")


def test_a_mark_outlasts_another_redaction(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    add(client, passage, "at home, I told [name]")
    read_again(codebook, passage)
    assert shown_marked(client, passage) == ["listens", "at home, I told Kim"]
    read_again(codebook, passage, "Kim", "home")
    assert shown_marked(client, passage) == ["listens", "at [name], I told [name]"]
    assert marked(session, passage)[SAFE] == ["at home, I told Kim"]


def test_marks_of_a_person_win_over_the_words_that_the_machine_names(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = make_passage(words=WORDS)
    keep_readings([(passage, KeptReading(COPY, "en", ()))], codebook=codebook)
    answers = {"add_1": "listened-to", "how_1": "positive", "words_1": "I told [name]"}
    client.post(address(passage), data={"revision": "1"} | answers)
    read_again(codebook, passage, "Kim")
    assert shown_marked(client, passage) == ["I told [name]"]
    kept = {"theme_listened-to": "positive", "words_of_listened-to": "I told [name]"}
    client.post(address(passage), data={"revision": "3"} | kept)
    assert marked(session, passage) == {"listened-to": ["I told Kim"]}
    assert session.scalars(select(Tag.decision)).one() == "accepted"


def test_everybody_who_wrote_the_same_gets_the_mark_in_their_own_words(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    first = read(codebook)
    other = read(codebook, WORDS.replace("Kim", "Alexandra"), "Alexandra")
    add(client, first, "told [name] so", alike="y")
    assert marked(session, first)[SAFE] == ["told Kim so"]
    assert marked(session, other)[SAFE] == ["told Alexandra so"]
    assert shown_marked(client, other) == ["listens", "told [name] so"]


def test_of_a_copy_that_is_not_of_its_words_nothing_is_marked_and_it_is_said(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = make_passage(words="Other words.")
    keep_readings([(passage, KeptReading(COPY, "en", ()))], codebook=codebook)
    answer = client.post(
        address(passage),
        data={"revision": "1", "add_1": SAFE, "how_1": "negative", "words_1": "feel safe"},
    )
    assert answer.status_code == 422
    assert "We cannot mark words in this message. Leave this empty" in answer.text
    assert marked(session, passage) == {}


@pytest.fixture
def everything_twice(session: Session) -> None:
    session.execute(update(Authority).values(second_look_percent=100))


def test_the_second_person_sees_what_the_first_marked_only_after_their_own_look(
    client: FlaskClient,
    colleague: FlaskClient,
    session: Session,
    lead: User,
    codebook: CodebookVersion,
    everything_twice: None,
) -> None:
    passage = read(codebook)
    add(client, passage, "don't feel safe")
    blind = colleague.get(address(passage)).text
    assert re.findall(r"<mark[^>]*>([^<]+)</mark>", blind) == ["listens"]
    assert "because of “don&#39;t feel safe”" not in blind and "feel safe</textarea>" not in blind
    add(colleague, passage, "I told [name]", revision=2)
    assert marked(session, passage)[SAFE] == ["don’t feel safe"]
    assert shown_marked(colleague, passage) == ["listens", "don&#39;t feel safe"]
    assert marks_of_two(session, passage) == {1: ["don’t feel safe"], 2: ["I told Kim"]}


def marks_of_two(session: Session, passage: Passage) -> dict[int, list[str]]:
    coded = session.scalars(
        select(CodedTheme).where(CodedTheme.passage_id == passage.id, CodedTheme.theme == SAFE)
    )
    return {one.coder: [passage.words[start:end] for start, end in one.marks] for one in coded}


def test_who_settles_sees_what_each_marked_and_keeps_both(
    app: Flask,
    sign_in: SignIn,
    client: FlaskClient,
    colleague: FlaskClient,
    session: Session,
    lead: User,
    codebook: CodebookVersion,
    everything_twice: None,
) -> None:
    passage = read(codebook)
    add(client, passage, "don't feel safe")
    add(colleague, passage, "I told [name]", revision=2, how_1="mixed")
    third = app.test_client()
    sign_in(third, Role.quality_lead)
    page = third.get(address(passage)).text
    assert (
        "One said: not good, because of “don&#39;t feel safe”."
        " The other said: some of both, because of “I told [name]”." in page
    )
    assert (
        "not good, because of “don&#39;t feel safe”, or some of both, because of “I told [name]”"
        in third.get("/themes/agreement/").text
    )
    assert shown_marked(third, passage) == ["listens", "don&#39;t feel safe", "I told [name]"]
    assert "don&#39;t feel safe\nI told [name]</textarea>" in page
    answers = {f"theme_{SAFE}": "mixed", f"words_of_{SAFE}": "don't feel safe\r\nI told [name]"}
    add(third, passage, "", revision=3, add_1="", how_1="", **answers)
    assert marked(session, passage)[SAFE] == ["don’t feel safe", "I told Kim"]
    read_again(codebook, passage)
    of_the_second = select(CodedTheme.redacted_marks).where(CodedTheme.coder == 2, CodedTheme.theme == SAFE)
    at = WORDS.index("I told")
    assert session.scalars(of_the_second).one() == [[at, at + len("I told Kim")]]


def test_marks_go_along_with_a_merge_and_come_back_as_they_were(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    more = {"add_2": "school-learning", "how_2": "positive", "words_2": "at home"}
    add(client, passage, "don't feel safe", **more)
    read_again(codebook, passage, "Kim", feeling_safe="school-learning")
    assert marked(session, passage) == {
        "listened-to": [],
        "school-learning": ["don’t feel safe", "at home"],
    }
    assert shown_marked(client, passage) == ["listens", "don&#39;t feel safe", "at home"]
    assert marked(session, passage, TagBeforeMerge) == {
        SAFE: ["don’t feel safe"],
        "school-learning": ["at home"],
    }
    read_again(codebook, passage)
    assert marked(session, passage) == {
        "listened-to": [],
        "school-learning": ["at home"],
        SAFE: ["don’t feel safe"],
    }
    assert sorted(shown_marked(client, passage)) == ["at home", "don&#39;t feel safe", "listens"]
    assert marked(session, passage, TagBeforeMerge) == {}


def test_of_a_translation_its_words_are_marked_and_a_later_one_shows_none_of_them(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = make_passage(words="لا أشعر بالأمان مع كيم")

    def translated(number: int, words: str) -> None:
        row = Translation(passage_id=passage.id, number=number, added_by=lead.id, read=True)
        row.words = words
        session.add(row)
        session.flush()
        copy = words.replace("Kim", "[name]")
        keep_readings([(passage, KeptReading(copy, "ar", ()))], codebook=codebook)
        session.commit()

    translated(1, "With Kim I am not safe.")
    page = client.get(address(passage)).text
    assert "Copy them from the English." in page
    answers = {"add_1": SAFE, "how_1": "negative", "words_1": "with [name]"}
    client.post(address(passage), data={"revision": "1"} | answers)
    session.rollback()
    tag = session.scalars(select(Tag)).one()
    assert (tag.marks_in, tag.marks, tag.redacted_marks) == (1, [[0, 8]], [[0, 11]])
    assert shown_marked(client, passage) == ["With [name]"]
    translated(2, "I do not feel safe with Kim.")
    assert shown_marked(client, passage) == []
    session.expire_all()
    assert (tag.marks_in, tag.marks) == (1, [[0, 8]]), "what was marked is not lost"


def test_marks_go_with_their_passage(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion, everything_twice: None
) -> None:
    passage = read(codebook, source_id=uuid4())
    add(client, passage, "don't feel safe")
    forget_voices([passage.source_id])
    session.commit()
    for kind in (Tag, CodedTheme):
        assert session.scalar(select(func.count()).select_from(kind)) == 0


def test_what_cannot_be_opened_is_left_unmarked(
    client: FlaskClient, session: Session, lead: User, codebook: CodebookVersion
) -> None:
    passage = read(codebook)
    add(client, passage, "don't feel safe")
    session.rollback()
    passage.words_sealed = b"gone"
    session.flush()
    mark_again([passage])
    tag = session.scalars(select(Tag).where(Tag.theme == SAFE)).one()
    assert tag.redacted_marks == [] and tag.marks
