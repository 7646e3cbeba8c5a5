"""A quality lead changes the themes in the browser: drafts, matches, publishing, and never over each other."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.people.models import Role, User
from core.trail import TrailEntry
from nlp.codebook import Lexicon, shipped_codebook
from nlp.codebook.changes import hidden, mark_of, with_theme
from nlp.codebook.draft import change, draft_now
from nlp.codebook.models import CodebookDraft, Rereading, ShippedAnswer
from nlp.codebook.versions import definition_of, keep_codebook, newest_version, store_version
from nlp.kept.models import CodebookVersion, ThemeRow
from tests.conftest import SignIn
from tests.core.factories import UserFactory
from tests.nlp.factories import make_read_passage, make_tag, make_team

SLUG = "listened-to"
THEME = shipped_codebook().theme(SLUG)
LEXICON = {
    kind: "\n".join(getattr(THEME.lexicon, kind)) for kind in ("good", "bad", "either", "hint", "near")
}


@pytest.fixture
def lead(client: FlaskClient, session: Session, sign_in: SignIn) -> User:
    keep_codebook()
    return sign_in(client, Role.quality_lead)


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., TestResponse]:
    """`send("listened-to", label="…")`: the theme's form as it stands, with these fields changed."""

    def post(slug: str = SLUG, **values: object) -> TestResponse:
        given = {
            "label": THEME.label,
            "counts": THEME.counts,
            "excludes": THEME.excludes,
            "section": "",
            "speakers": [speaker.value for speaker in THEME.speakers],
            "mark": mark_of(THEME),
            **LEXICON,
        }
        return client.post(f"/themes/draft/{slug}", data=given | values)

    return post


def field_on(page: str, name: str) -> str:
    found = re.search(f'name="{name}" type="hidden" value="([^"]*)"', page)
    assert found
    return found[1]


def drafted(session: Session) -> dict[str, object]:
    session.expire_all()
    draft = draft_now()
    assert draft is not None
    return {theme.slug: theme for theme in draft.codebook.themes}


def publish(client: FlaskClient, session: Session, note: str = "Because.") -> TestResponse:
    session.expire_all()
    revision = session.scalars(select(CodebookDraft.revision)).one()
    return client.post("/themes/publish", data={"note": note, "revision": revision})


def test_a_theme_is_changed_in_the_draft_and_nowhere_else_until_it_is_published(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    assert send(label="Being heard", section="Voice", add_either="zebra bus").status_code == 302
    assert drafted(session)[SLUG].label == "Being heard"  # type: ignore[attr-defined]
    row = session.scalars(select(ThemeRow).where(ThemeRow.slug == SLUG)).one()
    assert row.label == THEME.label
    assert "Being heard" in client.get("/themes/draft/").text
    assert "Being heard" in client.get("/themes/publish").text
    answer = publish(client, session, "It is what children call it.")
    assert answer.status_code == 302 and answer.location.endswith("/themes/reading/")
    session.expire_all()
    version = newest_version()
    assert version is not None and (version.number, version.made_by) == (2, lead.id)
    assert (row.label, row.section) == ("Being heard", "Voice")
    assert session.scalars(select(CodebookDraft)).all() == []
    assert session.scalars(select(Rereading.codebook_id)).one() == version.id
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "published codebook")).one()
    assert entry.detail["number"] == 2 and entry.detail["themes_changed"] == 1
    history = client.get("/themes/versions").text
    assert "It is what children call it." in history and lead.name in history
    shown = client.get("/themes/versions/2").text
    assert "Being heard" in shown and THEME.label in shown
    assert "Being heard" in client.get("/themes/").text


def test_matches_are_shown_from_redacted_copies_and_nothing_is_saved(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    passage = make_read_passage(words="The zebra bus took Kim home.")
    passage.redacted = "The zebra bus took [name] home."
    make_read_passage(words="Nothing here.")
    answer = send(good="zebra (bus|buses)\nunheard of", bad="", either="", hint="", near="", show="matches")
    assert answer.status_code == 200
    assert "<strong>1</strong> of the 2 newest passages" in answer.text
    assert "<mark>zebra bus</mark>" in answer.text
    assert "[name]" in answer.text and "Kim" not in answer.text
    assert "1 of its phrases stands in none" in answer.text
    assert session.scalars(select(CodebookDraft)).all() == []
    assert "zebra (bus|buses)" in answer.text


def test_only_words_of_those_who_may_say_it_are_looked_at(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    make_read_passage(words="The zebra bus.", speaker="staff")
    answer = send(good="zebra bus", bad="", either="", hint="", near="", speakers=["child"], show="matches")
    assert "Nobody who may say this has said anything yet." in answer.text


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"label": " \u200b "}, "Give the theme a name."),
        ({"label": "feeling safe"}, "Another theme has this name."),
        ({"counts": ""}, "Say what counts."),
        ({"speakers": []}, "Choose at least one."),
        ({"speakers": ["dog"]}, "Choose from those that are listed."),
        ({"counts": "x" * 1_003}, "Use up to 1,000 characters: 3 are too many."),
        ({"add_hint": "listen (to"}, "A bracket is opened and not closed."),
        ({"good": "listen (to"}, "A bracket is opened and not closed."),
        ({"good": "same words", "hint": "same words"}, "It stands twice."),
        ({"near": "really"}, "too common"),
        ({"bad": "x" * 2001}, "longer than 2,000"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_what_was_typed_is_kept(
    client: FlaskClient,
    session: Session,
    lead: User,
    send: Callable[..., TestResponse],
    values: dict[str, object],
    problem: str,
) -> None:
    answer = send(**{"excludes": "Typed by me."} | values)
    assert answer.status_code == 422
    assert problem in answer.text and "Typed by me." in answer.text and "There is a problem" in answer.text
    assert session.scalars(select(CodebookDraft)).all() == []


def test_two_people_never_write_over_each_other(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    assert send(label="First").status_code == 302
    second = send(label="Second", counts="My own words.")
    assert second.status_code == 409
    assert "Somebody saved this theme while you were writing" in second.text
    assert "<dt>Name</dt>" in second.text and "My own words." in second.text
    assert second.text.count(THEME.counts) == 1, "theirs is shown beside what was typed"
    assert drafted(session)[SLUG].label == "First"  # type: ignore[attr-defined]
    mark = mark_of(drafted(session)[SLUG])  # type: ignore[arg-type]
    assert mark in second.text
    assert send(label="Second", mark=mark).status_code == 302
    assert drafted(session)[SLUG].label == "Second"  # type: ignore[attr-defined]


def test_what_only_somebody_else_changed_stays_when_a_form_is_saved(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    shown = field_on(client.get(f"/themes/draft/{SLUG}").text, "shown")
    gone = THEME.lexicon.good[0]
    assert send(counts="Theirs.", section="Voice", good="their own", remove=[gone]).status_code == 302
    mine = send(label="Mine", add_bad="my phrase", shown=shown)
    assert mine.status_code == 302
    theme = drafted(session)[SLUG]
    assert (theme.label, theme.counts, theme.section) == ("Mine", "Theirs.", "Voice")  # type: ignore[attr-defined]
    assert theme.lexicon.good == ("their own",)  # type: ignore[attr-defined]
    assert theme.lexicon.bad == (*THEME.lexicon.bad, "my phrase")  # type: ignore[attr-defined]
    both = send(label="Mine too", counts="My own.", shown=shown)
    assert both.status_code == 409 and "Theirs." in both.text and "My own." in both.text
    assert "<dt>Heading</dt>" not in both.text, "what only they changed is simply taken over"


def test_phrases_are_listed_in_words_and_taken_off_and_put_on(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    make_read_passage(words="They rang me back.")
    pattern = "(ring|rang|call) .. back"
    assert (
        send(good=pattern, either="zebra bus", add_either="my bus", remove=["zebra bus"]).status_code == 302
    )
    lexicon = drafted(session)[SLUG].lexicon  # type: ignore[attr-defined]
    assert (lexicon.good, lexicon.either) == ((pattern,), ("my bus",))
    page = client.get(f"/themes/draft/{SLUG}").text
    assert "ring / rang / call … back" in page and "Its short name" not in page
    looked = send(good=pattern, bad="", either="", hint="", near="", show="matches").text
    assert f'data-count-of="{pattern}">1</td>' in looked


def test_a_doubled_phrase_does_not_stop_the_others_from_being_looked_for(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    make_read_passage(words="The zebra bus took Kim home.")
    boxes = {"good": "zebra bus", "bad": "", "either": "zebra bus\na (b", "hint": "", "near": ""}
    answer = send(**boxes, show="matches")
    assert "It stands twice." in answer.text and "<strong>1</strong> of the 1 newest" in answer.text


def test_a_name_keeps_no_mark_that_turns_the_words_around(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    assert send(label="Being \u202edraeh\u200b", excludes="").status_code == 302
    theme = drafted(session)[SLUG]
    assert (theme.label, theme.excludes) == ("Being draeh", "")  # type: ignore[attr-defined]


def test_the_publish_page_says_how_many_passages_gain_and_lose_a_theme(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    for words in ("The zebra bus.", "The zebra bus again.", "He listens to me.", "Nothing."):
        make_read_passage(words=words)
    send(label="Being heard")
    page = client.get("/themes/publish").text
    assert "nothing is read again" in page and "would gain" not in page
    assert "Publish and read everything again" not in page
    send(label="Being heard", mark=mark_of(drafted(session)[SLUG]), add_either="zebra bus")  # type: ignore[arg-type]
    client.post("/themes/draft/privacy/hide", data={"hide": "yes"})
    page = client.get("/themes/publish").text
    assert "Of the 4 passages about 2 would gain this theme and 0 would lose it" in page
    assert "None of the 4 passages would gain or lose this theme" in page
    client.post(f"/themes/draft/{SLUG}/hide", data={"hide": "yes"})
    page = client.get("/themes/publish").text
    assert "Of the 4 passages about 0 would gain this theme and 1 would lose it" in page
    client.post(f"/themes/draft/{SLUG}/hide", data={"hide": "no"})
    client.post(f"/themes/draft/{SLUG}/merge", data={"into": "meetings-reviews"})
    page = client.get("/themes/publish").text
    assert "Of the 4 passages about 0 would gain this theme and 1 would lose it" in page
    assert "Of the 4 passages about 3 would gain this theme and 0 would lose it" in page, "the whole"


def test_a_draft_that_cannot_be_read_with_is_shown_and_says_why_it_is_not_published(
    client: FlaskClient, session: Session, lead: User
) -> None:
    broken = THEME.model_copy(update={"lexicon": Lexicon(either=("my {cobbler}",))})
    change(lambda codebook: with_theme(codebook, broken), by=lead.id)
    assert "my {cobbler}" in client.get("/themes/publish").text
    refused = publish(client, session)
    assert refused.status_code == 422 and "cannot be looked for" in refused.text


def test_nothing_is_read_again_where_only_names_change(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    send(label="Being heard")
    answer = publish(client, session)
    assert answer.location.endswith("/themes/")
    assert "nothing is read again" in client.get("/themes/").text
    assert "Nothing had to be read again" in client.get("/themes/reading/").text


def test_a_draft_is_thrown_away_only_after_it_is_said_what_is_lost(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    assert "There is no draft" in client.get("/themes/discard").text
    send(label="Being heard")
    page = client.get("/themes/discard").text
    assert "Being heard" in page and lead.name in page and "cannot come back" in page
    assert session.scalars(select(CodebookDraft.revision)).one() == 1


def test_two_people_change_two_themes_at_the_same_time(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    other = shipped_codebook().theme("bullying")
    assert send(label="First").status_code == 302
    picked_on = {"good": "", "bad": "", "either": "being picked on", "label": "Second"}
    assert send("bullying", mark=mark_of(other), **picked_on).status_code == 302
    assert {drafted(session)[slug].label for slug in (SLUG, "bullying")} == {"First", "Second"}  # type: ignore[attr-defined]


def test_a_new_theme_is_added_with_a_name_of_its_own(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    assert client.get("/themes/draft/new?endpoint=x").status_code == 200
    answer = send("new", label="Pets", good="my {worker} likes my dog", bad="", either="", hint="", near="")
    assert answer.status_code == 302
    assert send("new", label="New", good="x y", bad="", either="", hint="", near="").status_code == 302
    assert {"pets", "new-2"} <= set(drafted(session))


def test_a_theme_is_hidden_moved_merged_split_and_taken_apart(
    client: FlaskClient, session: Session, lead: User
) -> None:
    passage = make_read_passage()
    make_tag(passage, SLUG, "positive", by=lead.id)
    client.post(f"/themes/draft/{SLUG}/hide", data={"hide": "yes"})
    assert drafted(session)[SLUG].hidden  # type: ignore[attr-defined]
    client.post(f"/themes/draft/{SLUG}/hide", data={"hide": "no"})
    last = list(drafted(session))[-1]
    moved = client.post(f"/themes/draft/{last}/move", data={"place": "2"}, follow_redirects=True)
    assert "is in place 2 of 28" in moved.text and list(drafted(session))[1] == last
    nonsense = client.post(f"/themes/draft/{last}/move", data={"place": "x"}, follow_redirects=True)
    assert "Type the number of its new place" in nonsense.text and list(drafted(session))[1] == last
    merge = f"/themes/draft/{SLUG}/merge"
    assert "1 decision on it" in client.get(merge).text
    assert "comes back if you take the themes apart" in client.get(merge).text
    assert client.post(merge, data={"into": ""}).status_code == 422
    assert client.post(merge, data={"into": SLUG}).status_code == 422
    assert client.post(merge, data={"into": "privacy"}).status_code == 302
    assert drafted(session)[SLUG].merged_into == "privacy"  # type: ignore[attr-defined]
    assert "Part of" in client.get("/themes/draft/").text
    client.post(f"/themes/draft/{SLUG}/take-apart")
    assert drafted(session)[SLUG].merged_into is None  # type: ignore[attr-defined]
    going = THEME.lexicon.good[0]
    said = {"label": "Having a voice", "counts": "x", "excludes": "y", "phrases": [going]}
    assert "They stay there" in client.get(f"/themes/draft/{SLUG}/split").text
    stale = client.post(f"/themes/draft/{SLUG}/split", data=said | {"mark": "old"})
    assert stale.status_code == 409 and "Having a voice" in stale.text
    done = client.post(f"/themes/draft/{SLUG}/split", data=said | {"mark": mark_of(THEME)})
    assert done.status_code == 302
    new = drafted(session)["having-a-voice"]
    assert new.lexicon.good == (going,) and new.split_from == SLUG  # type: ignore[attr-defined]
    assert going not in drafted(session)[SLUG].lexicon.good  # type: ignore[attr-defined]


def test_nobody_publishes_what_they_have_not_seen(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    send(label="First")
    late = client.post("/themes/publish", data={"note": "My reasons.", "revision": 7})
    assert late.status_code == 409 and "My reasons." in late.text and "First" in late.text
    assert client.post("/themes/publish", data={"note": " ", "revision": 1}).status_code == 422
    thrown = client.post("/themes/discard", data={"revision": 3}, follow_redirects=True)
    assert "Somebody changed the draft" in thrown.text
    assert SLUG in drafted(session)
    client.post("/themes/discard", data={"revision": 1})
    assert session.scalars(select(CodebookDraft)).all() == []
    assert client.post("/themes/publish", data={"note": "x", "revision": 0}).status_code == 409


def test_what_somebody_typed_about_a_theme_outlives_the_draft_it_was_in(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    own = {"label": "Pets", "good": "my dog", "bad": "", "either": "", "hint": "", "near": ""}
    send("new", **own)
    mark = mark_of(drafted(session)["pets"])  # type: ignore[arg-type]
    client.post("/themes/discard", data={"revision": 1})
    late = send("pets", counts="What I typed.", mark=mark, **own)
    assert late.status_code == 409 and "What I typed." in late.text
    assert 'action="/themes/draft/new"' in late.text


def test_an_old_version_comes_back_as_a_draft(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    send(label="First")
    publish(client, session)
    assert client.post("/themes/versions/1/bring-back").status_code == 302
    assert drafted(session)[SLUG].label == THEME.label  # type: ignore[attr-defined]
    publish(client, session)
    assert [version.number for version in session.scalars(select(CodebookVersion))] == [1, 2, 3]


def test_what_a_new_release_brings_is_offered_and_taken_or_left(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    without = shipped_codebook().themes[1:]
    earlier = store_version(shipped_codebook().model_copy(update={"themes": without}), note="Older.")
    own = with_theme(
        shipped_codebook().model_copy(update={"themes": without}), THEME.model_copy(update={"label": "Ours"})
    )
    store_version(own, note="Mine.", by=UserFactory().id)
    assert earlier.origin == "shipped"
    sign_in(client, Role.quality_lead)
    assert "This release of Heard brings changes to 1 theme" in client.get("/themes/draft/").text
    assert shipped_codebook().theme("bullying").label in client.get("/themes/offer").text
    client.post("/themes/offer", data={"answer": "take"})
    assert "bullying" in drafted(session) and drafted(session)[SLUG].label == "Ours"  # type: ignore[attr-defined]
    assert session.scalars(select(ShippedAnswer.answer)).one() == "taken"
    assert "Nothing to decide" in client.get("/themes/offer").text
    client.post("/themes/discard", data={"revision": 1})
    assert "This release of Heard brings changes" in client.get("/themes/draft/").text
    client.post("/themes/offer", data={"answer": "leave"})
    assert "This release of Heard" not in client.get("/themes/draft/").text
    assert session.scalars(select(CodebookDraft)).all() == []


def test_a_version_that_is_refused_is_shown_with_its_reason(
    client: FlaskClient, session: Session, lead: User
) -> None:
    changed = definition_of(hidden(shipped_codebook(), SLUG, hide=True))
    session.add(
        CodebookVersion(
            number=2,
            fingerprint="x",
            definition=changed,
            origin="edited",
            made_by=lead.id,
            refused="No sense.",
        )
    )
    assert "Version 2 cannot be read with: No sense." in client.get("/themes/").text
    assert "No sense." in client.get("/themes/versions/2").text


def test_who_reaches_one_team_reads_the_themes_and_changes_none(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    keep_codebook()
    client = app.test_client()
    sign_in(client, Role.quality_lead, team=make_team())
    page = client.get("/themes/")
    assert page.status_code == 200 and "Change the themes" not in page.text
    assert client.get("/themes/versions").status_code == 200
    for path in ("/themes/draft/", f"/themes/draft/{SLUG}", "/themes/publish", "/themes/reading/"):
        assert client.get(path).status_code == 404


def test_the_progress_page_says_where_it_is_and_stops_and_goes_on(
    client: FlaskClient, session: Session, lead: User, send: Callable[..., TestResponse]
) -> None:
    assert "Nothing to read again" in client.get("/themes/reading/").text
    assert "Nothing is being read again" in client.post("/themes/reading/pause", follow_redirects=True).text
    version = keep_codebook()
    session.add(Rereading(codebook_id=version.id, total=10, left_then=10))
    assert "10 of 10 passages" in client.get("/themes/reading/").text
    assert "Paused" in client.post("/themes/reading/pause", follow_redirects=True).text
    assert "Going on" in client.post("/themes/reading/resume", follow_redirects=True).text
    assert (
        "0 passages are tried again" in client.post("/themes/reading/try-again", follow_redirects=True).text
    )
