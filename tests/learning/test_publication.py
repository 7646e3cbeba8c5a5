from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.mail import Message
from core.passages import Passage
from core.people.models import User
from core.people.services import create_person
from core.trail import TrailEntry
from learning.errors import ChangedMeanwhileError, NotNowError
from learning.figures import Hidden
from learning.frozen import Narrative
from learning.models import Summary
from learning.outputs import make_outputs, verified_pdf
from learning.publication import approve, change_words, draft_summary, new_edition, publish
from learning.quoting import NotToQuoteError, add_quote, quotable
from learning.scope import scope_of
from tests.learning.factories import hear, make_area, settle, themes

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def lead(app: Flask, session: Session) -> User:
    return create_person(name="Ada Lead", email="ada@example.org")


@pytest.fixture
def heard(app: Flask, session: Session) -> None:
    themes("listened-to")
    (north, _) = make_area("North", "South")
    hear(30, team=north, themes={"listened-to": "positive"})
    hear(1, team=north, words="She rings when she says she will. Every time.", may_quote=True)
    settle()


def draft(*, end: date = JUNE, recipients: tuple[str, ...] = ()) -> Summary:
    return draft_summary(scope=scope_of(start=MAY, end=end), on=JULY, recipients=recipients)


def published(lead: User, **options: object) -> Summary:
    summary = draft(**options)  # type: ignore[arg-type]
    approve(summary=summary, by=lead)
    make_outputs(summary=summary)
    publish(summary=summary, by=lead)
    return summary


def test_a_draft_has_frozen_figures_and_first_words(heard: None) -> None:
    summary = draft()
    assert str(summary.frozen.voices.everybody) == "31"
    assert any("31 voices" in point for point in summary.words.key_points)


def test_later_voices_do_not_change_a_draft(heard: None) -> None:
    summary = draft()
    hear(20)
    settle()
    assert str(summary.frozen.voices.everybody) == "31"


def test_a_summary_is_published_with_both_pdfs_a_trail_and_a_mail(
    heard: None, lead: User, session: Session
) -> None:
    summary = published(lead, recipients=("clerk@example.org",))
    assert {output.kind for output in summary.outputs} == {"children", "committee"}
    assert all(verified_pdf(output).startswith(b"%PDF-1.7") for output in summary.outputs)
    actions = session.scalars(select(TrailEntry.action).where(TrailEntry.subject_id == summary.id)).all()
    assert actions == ["summary.drafted", "summary.approved", "summary.published"]
    mail = session.scalars(select(Message)).one()
    assert mail.to == "clerk@example.org"
    assert f"/learned/{summary.address}" in mail.body


def test_nothing_is_published_before_it_is_approved_and_drawn(heard: None, lead: User) -> None:
    summary = draft()
    with pytest.raises(NotNowError, match="Approve"):
        publish(summary=summary, by=lead)
    approve(summary=summary, by=lead)
    with pytest.raises(NotNowError, match="being made"):
        publish(summary=summary, by=lead)


def test_changing_the_words_takes_the_approval_back(heard: None, lead: User) -> None:
    summary = draft()
    approve(summary=summary, by=lead)
    make_outputs(summary=summary)
    change_words(summary=summary, title="New", narrative=Narrative(opening="Again."), revision=1)
    assert (summary.state, summary.approved_by, summary.outputs) == ("drafted", None, [])


def test_two_people_never_write_over_each_other(heard: None) -> None:
    summary = draft()
    change_words(summary=summary, title="First", narrative=summary.words, revision=1)
    with pytest.raises(ChangedMeanwhileError):
        change_words(summary=summary, title="Second", narrative=summary.words, revision=1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE summary SET title = 'x'",
        "UPDATE summary SET data = '{}'",
        "UPDATE summary SET state = 'drafted', published_by = NULL, published_at = NULL",
        "DELETE FROM summary_output",
        "DELETE FROM summary",
        "UPDATE summary_output SET sha256 = 'x'",
        "UPDATE summary_quote SET words = 'x'",
        "DELETE FROM summary_quote",
    ],
)
def test_the_database_refuses_to_change_what_was_published(
    heard: None, lead: User, session: Session, statement: str
) -> None:
    summary = draft()
    passage = quotable(summary)[0]
    add_quote(summary=summary, passage_id=passage.id, words=passage.redacted or "", by=lead)
    approve(summary=summary, by=lead)
    make_outputs(summary=summary)
    publish(summary=summary, by=lead)
    session.commit()
    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(text(statement))
    session.rollback()


def test_a_correction_is_a_new_edition_of_the_same_figures(heard: None, lead: User) -> None:
    first = published(lead)
    second = new_edition(summary=first, by=lead)
    approve(summary=second, by=lead)
    make_outputs(summary=second)
    publish(summary=second, by=lead)
    assert (second.edition, second.data) == (2, first.data)
    with pytest.raises(NotNowError, match="later edition"):
        new_edition(summary=first, by=lead)


def test_three_voices_beside_published_ones_are_in_no_figure(heard: None, lead: User) -> None:
    published(lead)
    hear(3, on=date(2026, 7, 2))
    settle()
    longer = published(lead, end=date(2026, 7, 31)).frozen
    assert longer.voices.everybody == Hidden()
    assert [str(month.voices) for month in longer.months] == ["31", "0", "fewer than 10"]


def test_only_words_that_somebody_allowed_may_be_quoted(heard: None, lead: User, session: Session) -> None:
    summary = draft()
    private = session.scalars(select(Passage).where(~Passage.may_quote)).first()
    assert private is not None
    with pytest.raises(NotToQuoteError, match="did not say"):
        add_quote(summary=summary, passage_id=private.id, words=private.redacted or "", by=lead)


def test_a_quote_may_be_a_part_but_never_other_words(heard: None, lead: User) -> None:
    summary = draft()
    (passage,) = quotable(summary)
    with pytest.raises(NotToQuoteError, match="own words"):
        add_quote(summary=summary, passage_id=passage.id, words="She never rings.", by=lead)
    quote = add_quote(
        summary=summary, passage_id=passage.id, words="She rings when she says she will.", by=lead
    )
    assert (quote.speaker, quote.approved_by) == ("a child or young person", lead.id)
    assert quotable(summary) == []


def with_quote(lead: User) -> tuple[Summary, Passage]:
    """A draft, and the passage that it quotes."""
    summary = draft()
    (passage,) = quotable(summary)
    add_quote(summary=summary, passage_id=passage.id, words="She rings when she says she will.", by=lead)
    return summary, passage


def test_a_quote_whose_words_were_deleted_is_not_approved(heard: None, lead: User, session: Session) -> None:
    summary, passage = with_quote(lead)
    session.delete(passage)
    session.flush()
    with pytest.raises(NotNowError, match="took a quote out"):
        approve(summary=summary, by=lead)
    assert (summary.state, summary.quotes) == ("drafted", [])
    approve(summary=summary, by=lead)


def test_a_quote_whose_words_were_deleted_is_not_published(heard: None, lead: User, session: Session) -> None:
    summary, passage = with_quote(lead)
    approve(summary=summary, by=lead)
    make_outputs(summary=summary)
    session.delete(passage)
    session.flush()
    with pytest.raises(NotNowError, match="took a quote out"):
        publish(summary=summary, by=lead)
    assert (summary.state, summary.quotes, summary.outputs) == ("drafted", [], [])
